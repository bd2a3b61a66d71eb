// Tangled from 1 chapter, 07-embeddings.md. Do not edit: change the chapters.
extension Drawing {
  /// Adds each word as near to its spot as it can stand without covering one
  /// that is there already.
  mutating func scatter(_ words: [(name: String, x: Double, y: Double)]) {
    var taken: [(x: Double, y: Double, half: Double)] = []
    for (name, x, y) in words {
      let half = 3.75 * Double(name.count) + 1
      let spot = spots(around: x, y).first { spot in
        taken.allSatisfy { other in
          abs(other.x - spot.x) >= other.half + half
            || abs(other.y - spot.y) >= 13
        }
      }
      let place = spot ?? (x, y)
      if place != (x, y) {
        line(through: [(x, y - 4), (place.x, place.y - 4)], opacity: 0.3)
      }
      text(name, x: place.x, y: place.y)
      taken.append((place.x, place.y, half))
    }
  }

  /// The spot itself, and those on circles around it.
  private func spots(around x: Double, _ y: Double) -> [(x: Double, y: Double)] {
    var spots = [(x: x, y: y)]
    for circle in 1...6 {
      for (right, down) in [
        (1, 0), (-1, 0), (0, -1), (0, 1), (0.7, -0.7), (-0.7, -0.7), (0.7, 0.7),
        (-0.7, 0.7),
      ] {
        let far = 14 * Double(circle)
        spots.append((x: x + far * right, y: y + far * down))
      }
    }
    return spots.filter { (8...width - 8).contains($0.x) && $0.y < height }
  }
}
