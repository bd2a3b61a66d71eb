import Dispatch

extension Array where Element: Sendable {
  /// What `transform` gives for each element, computed side by side.
  package func concurrentMap<Result: Sendable>(
    _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    var results = [Result?](repeating: nil, count: count)
    results.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let slots = buffer
      DispatchQueue.concurrentPerform(iterations: count) { slots[$0] = transform(self[$0]) }
    }
    return results.compactMap { $0 }
  }
}
