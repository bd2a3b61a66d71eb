import Dispatch
import Literate

/// Does work on several threads and hands over what comes of it in order.
package func inOrder<Outcome: Sendable>(
  _ indices: Range<Int>, jobs: Int, _ work: @escaping @Sendable (Int) -> Outcome,
  receive: (Outcome) -> Void
) {
  let state = Guarded((next: indices.lowerBound, done: [Int: Outcome]()))
  let arrived = DispatchSemaphore(value: 0)
  for _ in 0..<min(jobs, indices.count) {
    DispatchQueue.global().async {
      while true {
        let index = state.withLock { state in
          state.next += 1
          return state.next - 1
        }
        guard index < indices.upperBound else { return }
        let outcome = work(index)
        state.withLock { $0.done[index] = outcome }
        arrived.signal()
      }
    }
  }
  var expected = indices.lowerBound
  while expected < indices.upperBound {
    arrived.wait()
    while let outcome = state.withLock({ $0.done.removeValue(forKey: expected) }) {
      receive(outcome)
      expected += 1
    }
  }
}
