import Foundation
import Literate

/// Runs programs without network, with a file system in which they see the system, what they are
/// given, and nothing of the user's.
package struct Confinement: Sendable {
  private let tool: String

  /// - Throws: What this system lacks.
  package init() throws(CannotRun) {
    #if os(macOS)
      tool = "/usr/bin/sandbox-exec"
    #else
      guard let bwrap = Toolchain.path(of: "bwrap") else {
        throw CannotRun(
          message: "`--confined` needs bubblewrap, and there is no `bwrap` on the PATH; install "
            + "it, or leave the option out")
      }
      tool = bwrap
    #endif
    let probe = command(
      Command(executable: "/bin/sh", arguments: ["-c", "exit 7"]), folder: "/", writable: [],
      readable: [])
    let outcome = try ChildProcess(
      executable: probe.executable, arguments: probe.arguments, timeLimit: .seconds(20),
      outputLimit: 1 << 16
    ).run()
    if outcome.ending == .status(7) { return }
    let reason = String(decoding: outcome.errors, as: UTF8.self).split(separator: "\n").first ?? ""
    throw CannotRun(
      message: "`\(tool)` cannot confine programs on this machine: \(reason); leave `--confined` "
        + "out, or allow user namespaces")
  }

  /// What is called, and with which words.
  package struct Command: Sendable {
    package var executable: String
    package var arguments: [String]

    package init(executable: String, arguments: [String]) {
      self.executable = executable
      self.arguments = arguments
    }
  }

  /// The command that runs `command` confined.
  ///
  /// - Parameters:
  ///   - folder: Its working directory.
  ///   - writable: The folders in which it may write.
  ///   - readable: What it may read beside the system.
  package func command(
    _ command: Command, folder: String, writable: [String], readable: [String]
  ) -> Command {
    #if os(macOS)
      return Command(
        executable: tool,
        arguments: ["-p", Self.profile(writable, readable), command.executable] + command.arguments)
    #else
      var arguments = ["--unshare-all", "--die-with-parent", "--new-session"]
      for path in Self.system { arguments += Self.asItIs(path) }
      // How the loader finds libraries, and programs their certificates' and time zones' names.
      for path in ["ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "localtime"] {
        arguments += ["--ro-bind-try", "/etc/" + path, "/etc/" + path]
      }
      arguments += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
      for path in readable { arguments += ["--ro-bind-try", path, path] }
      for path in writable { arguments += ["--bind", path, path] }
      arguments += ["--chdir", folder, "--", command.executable]
      return Command(executable: tool, arguments: arguments + command.arguments)
    #endif
  }

  /// Whether a confined program sees a file of the disk, where it lies and where links lead.
  ///
  /// - Parameter readable: What it may read beside the system.
  package static func shows(_ path: String, readable: [String]) -> Bool {
    [path, Disk.resolved(path)].allSatisfy { path in
      func lies(in folder: String) -> Bool { path == folder || path.hasPrefix(folder + "/") }
      #if os(macOS)
        return !["/Users", "/Volumes"].contains(where: lies) || readable.contains(where: lies)
      #else
        return (system + readable).contains(where: lies)
      #endif
    }
  }

  #if os(macOS)
    private static func profile(_ writable: [String], _ readable: [String]) -> String {
      func paths(_ paths: [String]) -> String {
        paths.map {
          "(subpath \"\($0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\")"
        }
        .joined(separator: " ")
      }
      var profile = "(version 1)(allow default)(deny network*)(deny file-write*)"
      profile += "(allow file-write* (literal \"/dev/null\") \(paths(writable)))"
      profile += "(deny file-read* (subpath \"/Users\") (subpath \"/Volumes\"))"
      if !(writable + readable).isEmpty {
        profile += "(allow file-read* \(paths(writable + readable)))"
      }
      return profile + "(allow file-read-metadata)"
    }
  #else
    private static let system = [
      "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt", "/nix",
    ]

    /// A folder of the system, or the link that stands for it.
    private static func asItIs(_ path: String) -> [String] {
      guard Disk.kind(path) == .link else { return ["--ro-bind-try", path, path] }
      let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path)
      return target.map { ["--symlink", $0, path] } ?? []
    }
  #endif
}
