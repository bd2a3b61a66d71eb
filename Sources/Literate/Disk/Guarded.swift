import Synchronization

/// A value that several threads change, one at a time.
public final class Guarded<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  public init(_ value: Value) {
    mutex = Mutex(value)
  }

  public func withLock<Result: Sendable>(
    _ body: (inout Value) throws -> Result
  ) rethrows -> Result {
    try mutex.withLock { value in
      var copy = value
      defer { value = copy }
      return try body(&copy)
    }
  }
}
