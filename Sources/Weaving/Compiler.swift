import Foundation

/// The Swift compiler on this machine.
public enum Compiler {
  /// The first line of `swiftc --version`, without the driver's own; nil where there is no compiler.
  public static func version() -> String? {
    guard let text = output(["swiftc", "--version"]),
      let start = text.firstRange(of: "Swift version")
    else { return nil }
    return text[start.lowerBound...].split(separator: "\n").first.map(String.init)
  }

  /// What a command prints; nil if it cannot be run or fails.
  static func output(_ command: [String]) -> String? {
    outputBytes(command, in: nil).map { String(decoding: $0, as: UTF8.self) }
  }

  /// - Parameter folder: Where the command runs; nil is where this process does.
  static func outputBytes(_ command: [String], in folder: String?) -> [UInt8]? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let bytes = Array(output.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    return process.terminationStatus == 0 ? bytes : nil
  }
}
