// Tangled from 1 chapter, 25-block.md. Do not edit: change the chapters.
extension Calculation {
  /// Drops numbers of `x` into `y`: each is 0 with a certain probability, and
  /// divided by that of staying otherwise. Which ones are decided by `key` and
  /// the number of the place, that of the first being `first`.
  static func drop(
    _ x: Strided<Number>, into y: Strided<Number>, _ key: UInt32,
    _ first: Int, _ probability: Double, _ n: Int, _ m: Int
  ) {
    let limit = UInt32(probability * 0x1p32)
    let scale = Number(1 / (1 - probability))
    for i in 0..<n {
      let (from, to) = (x.start + i &* x.down, y.start + i &* y.down)
      let start = UInt32(truncatingIfNeeded: first &+ i &* m)
      for j in 0..<m {
        var bits = (start &+ UInt32(truncatingIfNeeded: j)) &* 0x9E37_79B9 ^ key
        bits = (bits ^ bits &>> 16) &* 0x7FEB_352D
        bits = (bits ^ bits &>> 15) &* 0x846C_A68B
        bits ^= bits &>> 16
        to[j] = bits < limit ? 0 : from[j] * scale
      }
    }
  }
}

extension Calculation {
  /// Moves `count` weights as AdamW does. Of `pace` the numbers are: what is
  /// kept of a weight, how much of m and v is new, how much of v is kept,
  /// the length of a step, the root of how much of v is known, and epsilon.
  static func move(
    _ weights: Place, _ gradients: Place, _ m: Place, _ v: Place,
    _ count: Int, _ pace: UnsafePointer<Double>
  ) {
    func lanes(_ i: Int) -> V { V(repeating: Number(pace[i])) }
    let (keep, fresh1, fresh2, kept2) = (lanes(0), lanes(1), lanes(2), lanes(3))
    let (step, root, epsilon) = (lanes(4), lanes(5), lanes(6))
    let factor = lanes(7)
    eachBlock(count) { j, count in
      let g = V(gradients + j, count) * factor
      let (old, square) = (V(m + j, count), V(v + j, count))
      let mean = old.plus(g - old, times: fresh1)
      let spread = (square * kept2).plus(g * g, times: fresh2)
      mean.store(m + j, count)
      spread.store(v + j, count)
      let size = spread.root / root + epsilon
      let weight = V(weights + j, count) * keep - step * mean / size
      weight.store(weights + j, count)
    }
  }
}

extension Calculation {
  /// The sum of the squares of `count` numbers.
  static func squares(_ numbers: Place, _ count: Int) -> Double {
    var sum = 0.0
    for i in 0..<count { sum += Double(numbers[i]) * Double(numbers[i]) }
    return sum
  }
}
