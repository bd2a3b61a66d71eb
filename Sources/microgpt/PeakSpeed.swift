// Tangled from 1 chapter, 22-floor.md. Do not edit: change the chapters.
#if canImport(x86v4)
  import x86v3
  import x86v4
#endif

extension VectorWidth {
  /// How many operations a second one core does at most with vectors of this
  /// width: the best of a few trials.
  var peak: Double {
    var best = 0.0
    for _ in 0..<100 {
      let start = now()
      let operations = work(20_000)
      best = max(best, Double(operations) / (now() - start))
    }
    return best
  }

  private func work(_ rounds: Int) -> Int {
    var number: Float = 1
    switch self {
    #if canImport(x86v4)
      case .avx512: return x86v4.LanesModel.work(rounds, on: &number)
      case .avx2: return x86v3.LanesModel.work(rounds, on: &number)
      case .portable: return LanesModel.work(rounds, on: &number)
    #else
      case .portable, .avx2, .avx512:
        return LanesModel.work(rounds, on: &number)
    #endif
    }
  }
}

extension VectorWidth {
  /// The peak of the widest kernel, measured when first asked for.
  static let highestPeak = widest.peak
}
