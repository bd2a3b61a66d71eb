// Tangled from 3 chapters, 17-tape.md to 23-floor.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
#endif

extension VectorWidth {
  /// With how many vectors of sums the peak is looked for.
  static let sumCounts = [1, 2, 4, 8, 12, 16]

  /// How many operations a second one core does with so many vectors of sums
  /// side by side: the best of a few trials of a millisecond each.
  func speed(sums: Int) -> Double {
    var best = 0.0
    for _ in 0..<20 {
      let start = now()
      var (operations, time) = (0.0, 0.0)
      while time < 0.001 {
        operations += Double(with(Work(rounds: 20_000, sums: sums)))
        time = now() - start
      }
      best = max(best, operations / time)
    }
    return best
  }
}

private struct Work: KernelUse {
  let rounds, sums: Int

  func with<Set: KernelSet>(_: Set.Type) -> Int {
    var number: Float = 1
    return Set.work(rounds, sums: sums, on: &number)
  }
}

extension VectorWidth {
  /// How many bytes a second one core reads of as many as it reads again and
  /// again: the best of a few trials.
  func readingSpeed(bytes: Int) -> Double {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: laneBytes)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt8.self, repeating: 1, count: bytes)
    let rounds = max(1, (32 << 20) / bytes)
    var best = 0.0
    for _ in 0..<20 {
      let start = now()
      let bits = with(
        Reading(memory: UnsafeRawPointer(memory), bytes: bytes, rounds: rounds))
      best = max(best, Double(rounds * bytes) / (now() - start))
      // What is found goes where the next trial reads, so it is needed.
      memory.storeBytes(of: bits, as: UInt32.self)
    }
    return best
  }
}

private struct Reading: KernelUse {
  let memory: UnsafeRawPointer
  let bytes, rounds: Int

  func with<Set: KernelSet>(_: Set.Type) -> UInt32 {
    Set.read(memory, bytes, rounds: rounds)
  }
}

extension VectorWidth {
  /// How many operations a second one core does at most, by the widest kernel:
  /// measured when first asked for.
  static let highestPeak = sumCounts.map(widest.speed).max() ?? .nan
}
