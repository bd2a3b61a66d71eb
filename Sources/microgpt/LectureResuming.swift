// Tangled from 1 chapter, 30-long-run.md. Do not edit: change the chapters.
extension Lecture {
  /// Draws all random numbers that were drawn before step `last`, whose number
  /// is then the next one.
  mutating func skip(to last: Int) {
    func skip(_ batches: Int) {
      for _ in 0..<batches * plan.batch { _ = random.word() }
    }
    while step < last {
      if plan.judges(before: step) { skip(2 * plan.batches) }
      skip(plan.accumulate)
      step += 1
    }
  }
}
