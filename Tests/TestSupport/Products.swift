import Foundation

/// What is built with the tests.
public enum Products {
  public struct Missing: Error, CustomStringConvertible {
    public let description: String
  }

  /// The path of an executable: it stands beside the test bundle, or, on Linux, beside the tests'
  /// executable.
  public static func path(of name: String) throws -> String {
    let bundles = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
    let folders =
      bundles.map { $0.deletingLastPathComponent() } + [Bundle.main.bundleURL]
      + [URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()]
    let found = folders.map { $0.appendingPathComponent(name).path }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let found else {
      throw Missing(
        description: "\(name) is not in \(folders.map(\.path)); run `swift build` first")
    }
    return found
  }
}
