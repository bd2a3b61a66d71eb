// Tangled from 2 chapters, 17-tape.md to 22-floor.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
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

  private func work(_ rounds: Int) -> Int { with(Work(rounds: rounds)) }
}

private struct Work: KernelUse {
  let rounds: Int

  func with<Set: KernelSet>(_: Set.Type) -> Int {
    var number: Float = 1
    return Set.work(rounds, on: &number)
  }
}

extension VectorWidth {
  /// The peak of the widest kernel, measured when first asked for.
  static let highestPeak = widest.peak
}
