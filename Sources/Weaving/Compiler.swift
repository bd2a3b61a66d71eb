import Foundation

/// The Swift compiler on this machine.
public enum Compiler {
  /// The first line of `swiftc --version`, without the driver's own; nil where there is no compiler.
  public static func version() -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["swiftc", "--version"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0, let start = text.firstRange(of: "Swift version") else {
      return nil
    }
    return text[start.lowerBound...].split(separator: "\n").first.map(String.init)
  }
}
