import Synchronization

/// A value that several threads change, one at a time.
public final class Guarded<Value: Sendable>: Sendable {
  private let mutex = Mutex(())
  // Touched only while the mutex is held, in its place: a copy would copy a whole table a change.
  nonisolated(unsafe) private var value: Value

  public init(_ value: Value) {
    self.value = value
  }

  public func withLock<Result: Sendable>(
    _ body: (inout Value) throws -> Result
  ) rethrows -> Result {
    try mutex.withLock { _ in try body(&value) }
  }
}
