import Dispatch
import Literate

/// Does work on several threads and hands over what comes of it in order.
///
/// - Parameter isWanted: Asked before each piece of work and behind it; from the first no on nothing
///   more is begun, and what is being done is waited for and not handed over.
package func inOrder<Outcome: Sendable>(
  _ indices: Range<Int>, jobs: Int, isWanted: @escaping @Sendable () -> Bool = { true },
  _ work: @escaping @Sendable (Int) -> Outcome, receive: (Outcome) -> Void
) {
  let state = Guarded((next: indices.lowerBound, done: [Int: Outcome](), isStopped: false))
  let arrived = DispatchSemaphore(value: 0)
  let workers = DispatchGroup()
  for _ in 0..<min(jobs, indices.count) {
    DispatchQueue.global().async(group: workers) {
      while true {
        let index = state.withLock { state in
          state.next += 1
          return state.next - 1
        }
        guard index < indices.upperBound else { return }
        let outcome = isWanted() ? work(index) : nil
        guard let outcome, isWanted() else {
          state.withLock { $0.isStopped = true }
          arrived.signal()
          return
        }
        state.withLock { $0.done[index] = outcome }
        arrived.signal()
      }
    }
  }
  var expected = indices.lowerBound
  while expected < indices.upperBound {
    arrived.wait()
    if state.withLock({ $0.isStopped }) { workers.wait() }
    while let outcome = state.withLock({ $0.done.removeValue(forKey: expected) }) {
      receive(outcome)
      expected += 1
    }
    if state.withLock({ $0.isStopped }) { return }
  }
}
