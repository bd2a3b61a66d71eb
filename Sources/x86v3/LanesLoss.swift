// Tangled from 2 chapters, 01-names.md to 21-step-on-lanes.md. Do not edit: change the chapters.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#endif

extension LanesModel {
  /// The sum of the surprises at `targets` in the rows from `first` to before
  /// `end`, whose scores become the slopes of `share` times that sum.
  @inline(never)
  public func judge(
    _ first: Int, _ end: Int, _ targets: UnsafePointer<Int>, share: Double
  ) -> Double {
    var (total, product) = (0.0, 1.0)
    let count = blocks(of: shape.vocabulary)
    for row in first..<end {
      let target = targets[row &- first]
      let score = scores[row, number: target]
      scores[row, count &- 1] += mask[0, count &- 1]
      var most = scores[row, 0]
      for block in 0..<count { most = most.atLeast(scores[row, block]) }
      most = most.largest
      var sum = Lanes()
      for block in 0..<count {
        let power = exponential(scores[row, block] - most)
        scores[row, block] = power
        sum += power
      }
      sum = sum.sums(of: laneCount)
      total += Double(most[0] - score)
      product *= Double(sum[0])
      if product > 1e200 {
        total += log(product)
        product = 1
      }
      let part = Lanes(repeating: Float(share) / sum[0])
      for block in 0..<count { scores[row, block] *= part }
      scores[row, number: target] -= Float(share)
    }
    return total + log(product)
  }

  public func score(_ token: Int, in row: Int) -> Double {
    Double(scores[row, number: token])
  }
}
