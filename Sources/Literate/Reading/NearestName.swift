/// The name among `candidates` that was probably meant by `name`: the one that takes the fewest
/// letters to change, if that is at most a third of its length.
public func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let typed = Array(name.lowercased())
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let letters = Array(candidate.lowercased())
    let bound = min(max(1, max(typed.count, letters.count) / 3), (best?.distance ?? .max))
    guard abs(letters.count - typed.count) <= bound else { continue }
    let distance = editDistance(typed, letters)
    guard distance <= bound else { continue }
    if let known = best, (known.distance, known.name) <= (distance, candidate) { continue }
    best = (candidate, distance)
  }
  return best?.name
}

/// How many insertions, deletions, substitutions and exchanges of neighbours lead from `a` to `b`
/// (the restricted Damerau–Levenshtein distance).
///
/// - Complexity: O(*a* · *b*).
public func editDistance<T: Equatable>(_ a: [T], _ b: [T]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    row.reserveCapacity(b.count + 1)
    for j in b.indices {
      var distance = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        distance = min(distance, beforeLast[j - 1] + 1)
      }
      row.append(distance)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
