import Foundation

/// Something that the system refused.
public struct DiskError: Error, CustomStringConvertible {
  /// What was to be done, such as `cannot read`.
  public let action: String
  public let path: String
  /// The system's words, or why it was not asked.
  public let reason: String

  init(_ action: String, _ path: String, _ reason: String) {
    self.action = action
    self.path = path
    self.reason = reason
  }

  /// - Parameter code: What `errno` was when the call had failed.
  init(_ action: String, _ path: String, code: Int32) {
    self.init(action, path, String(cString: strerror(code)))
  }

  public var message: String { "\(action) \(path): \(reason)" }

  public var description: String { message }
}
