import Foundation

/// The folder of the package under test.
public enum Repository {
  /// Absolute, as it was when the tests were compiled, links followed.
  public static let path = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
}
