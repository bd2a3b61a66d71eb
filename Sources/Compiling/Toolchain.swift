import Foundation
import Literate

/// The Swift compiler of this machine.
package struct Toolchain: Sendable {
  /// The compiler's path.
  package let compiler: String
  /// What the compiler says of itself, version and target included, as JSON.
  package let information: String

  private struct Information: Decodable {
    struct Target: Decodable {
      let moduleTriple: String
      let platform: String?
    }
    struct Paths: Decodable {
      let runtimeResourcePath: String
      let sdkPath: String?
    }
    let compilerVersion: String?
    let target: Target
    let paths: Paths
  }

  private var known: Information? {
    try? JSONDecoder().decode(Information.self, from: Data(information.utf8))
  }

  /// The compiler's version as it says it, such as `Swift version 6.3.1 (swift-6.3.1-RELEASE)`.
  package var version: String {
    let version = known?.compilerVersion ?? ""
    return version.firstRange(of: "Swift version").map { String(version[$0.lowerBound...]) }
      ?? version
  }

  /// The folder with the libraries that programs need when they run.
  package var libraries: String { known?.paths.runtimeResourcePath ?? "/usr/lib/swift" }

  /// The folder that holds its `bin` and its `lib`.
  package var folder: String {
    let parts = libraries.split(separator: "/", omittingEmptySubsequences: false)
    return parts.suffix(2) == ["lib", "swift"]
      ? parts.dropLast(2).joined(separator: "/") : libraries
  }

  /// Finds the compiler as a shell would.
  ///
  /// - Parameter cache: Where it is kept what the compiler says of itself; nil asks anew.
  package init(cache: Cache?) throws(CannotRun) {
    guard let compiler = Self.path(of: "swiftc") else {
      throw CannotRun(message: "there is no `swiftc` on the PATH; install a Swift toolchain")
    }
    self.compiler = compiler
    let name = Self.factName(compiler)
    if let name, let known = cache?.read(.facts, name) {
      information = String(decoding: known, as: UTF8.self)
      return
    }
    guard let printed = Self.output(of: compiler, ["-print-target-info"]) else {
      throw CannotRun(message: "`\(compiler) -print-target-info` fails; mend the Swift toolchain")
    }
    information = printed
    if let name { cache?.write(.facts, name, Array(printed.utf8)) }
  }

  /// Where a command is found, as a shell finds it.
  ///
  /// - Parameter suits: Whether a file that has the name will do; else the PATH is gone through on.
  package static func path(
    of command: String, where suits: (String) -> Bool = { _ in true }
  ) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { "\($0)/\(command)" }.first { path in
      Disk.kindThroughLinks(path) == .file && access(path, X_OK) == 0 && suits(path)
    }
  }

  /// The name under which an executable is known: it changes when the executable does. None for
  /// one that chooses among several toolchains.
  private static func factName(_ compiler: String) -> String? {
    let path = Disk.resolved(compiler)
    var status = stat()
    let file = path.split(separator: "/").last ?? ""
    guard path != "/usr/bin/swiftc", !file.hasPrefix("swiftly"),
      stat(path, &status) == 0
    else { return nil }
    var hash = ContentHash()
    hash.add("toolchain \(path) \(status.st_size) \(status.lastChange)")
    return hash.name
  }

  /// What a command prints that ends well.
  package static func output(
    of executable: String, _ arguments: [String], in folder: String? = nil
  ) -> String? {
    let process = ChildProcess(
      executable: executable, arguments: arguments, environment: nil, folder: folder,
      timeLimit: .seconds(120), outputLimit: 64 << 20)
    guard let outcome = try? process.run(), outcome.ending == .status(0) else { return nil }
    return String(decoding: outcome.output, as: UTF8.self)
  }
}

extension Toolchain {
  /// The files that declare what a program has without an import.
  package func standardInterfaces() -> [String] {
    guard let known else { return [] }
    let platform = known.target.platform ?? "linux"
    var folders = ["\(known.paths.runtimeResourcePath)/\(platform)"]
    if let sdk = known.paths.sdkPath ?? Self.platformSDK() {
      folders.append(sdk + "/usr/lib/swift")
    }
    let modules = ["Swift", "_Concurrency", "_StringProcessing"]
    return folders.flatMap { folder in
      modules.compactMap { module -> String? in
        let module = "\(folder)/\(module).swiftmodule"
        let names = ((try? Disk.names(in: module)) ?? []).filter {
          $0.hasSuffix(".swiftinterface") && !$0.contains(".private.")
            && !$0.contains(".package.")
        }
        let own = names.first { $0.hasPrefix(known.target.moduleTriple + ".") } ?? names.first
        return own.map { "\(module)/\($0)" }
      }
    }
  }

  private static func platformSDK() -> String? {
    #if os(macOS)
      output(of: "/usr/bin/xcrun", ["--show-sdk-path"])?
        .trimmingCharacters(in: .whitespacesAndNewlines)
    #else
      nil
    #endif
  }
}
