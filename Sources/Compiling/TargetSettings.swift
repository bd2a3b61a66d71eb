import Foundation
import Literate

/// The compiler's flags for the book's program: those that its Package.swift gives the target, or
/// Swift's own where there is no such target.
package struct TargetSettings: Sendable {
  private let debug: [String]
  private let release: [String]

  package func flags(_ configuration: Configuration) -> [String] {
    configuration == .debug ? debug : release
  }

  /// The flags of a program that no package describes. It is optimized in both configurations: its
  /// transcripts are run often, and nobody steps through it.
  package init() {
    self.init(
      target: nil, languageMode: "6", deploymentTarget: nil,
      debugOptimization: "-O")
  }

  /// Asks the package manager for what a manifest says.
  ///
  /// - Parameters:
  ///   - modules: What the program may depend on: the book tangles it too, and the program must do
  ///     without it where `canImport` finds none, since it is compiled alone.
  ///   - package: A folder with a Package.swift.
  package init(
    program: String, modules: Set<String>, package: String, toolchain: Toolchain, cache: Cache
  ) throws(CannotRun) {
    let json = try Self.description(of: package, toolchain, cache)
    guard let manifest = try? JSONDecoder().decode(Manifest.self, from: Data(json.utf8)) else {
      throw CannotRun(message: "what `swift package dump-package` prints cannot be understood")
    }
    let target = manifest.targets.first { $0.name == program }
    let dependencies = target?.dependencies.map(\.name) ?? []
    if let dependency = dependencies.first(where: { !modules.contains($0) }) {
      throw CannotRun(
        message: "the target `\(program)` depends on `\(dependency)`, but a chapter's program is "
          + "compiled alone; put what it needs into the chapters")
    }
    let macOS = manifest.platforms?.first { $0.platformName == "macos" }
    self.init(
      target: target, languageMode: manifest.languageMode,
      deploymentTarget: macOS?.version)
  }

  private static func description(
    of package: String, _ toolchain: Toolchain, _ cache: Cache
  ) throws(CannotRun) -> String {
    var hash = ContentHash()
    hash.add("manifest")
    hash.add(toolchain.information)
    for name in (try? Disk.names(in: package)) ?? []
    where name == "Package.swift" || name.hasPrefix("Package@") {
      hash.add(name)
      hash.add((try? Disk.read(package + "/" + name)) ?? [])
    }
    if let known = cache.read(.facts, hash.name) { return String(decoding: known, as: UTF8.self) }
    guard let swift = Toolchain.path(of: "swift") else {
      throw CannotRun(message: "there is no `swift` on the PATH; install a Swift toolchain")
    }
    // The package's own scratch folder may be locked by whoever started this process.
    let arguments = [
      "package", "--package-path", package, "--scratch-path", cache.folder + "/package",
      "dump-package",
    ]
    // A loaded machine may take minutes for what takes a second on another.
    let process = ChildProcess(
      executable: swift, arguments: arguments, environment: nil, folder: package,
      timeLimit: .seconds(900), outputLimit: 64 << 20)
    let outcome = try process.run()
    guard outcome.ending == .status(0) else {
      guard case .status = outcome.ending else {
        let ending = outcome.ending.description(
          timeLimit: process.timeLimit, outputLimit: process.outputLimit)
        throw CannotRun(message: "`swift package dump-package` \(ending)")
      }
      throw CannotRun(message: "`swift package dump-package` fails; mend the manifest")
    }
    let json = String(decoding: outcome.output, as: UTF8.self)
    cache.write(.facts, hash.name, Array(json.utf8))
    return json
  }

  private init(
    target: Manifest.Target?, languageMode: String, deploymentTarget: String?,
    debugOptimization: String = "-Onone"
  ) {
    func flags(_ configuration: String, _ base: [String]) -> [String] {
      let settings = (target?.settings ?? []).filter { $0.applies(to: configuration) }
      let mode = settings.compactMap(\.languageMode).last ?? languageMode
      var flags = ["-swift-version", mode, "-DSWIFT_PACKAGE"] + base
      #if os(macOS)
        #if arch(arm64)
          let architecture = "arm64"
        #else
          let architecture = "x86_64"
        #endif
        if let deploymentTarget {
          flags += ["-target", "\(architecture)-apple-macosx\(deploymentTarget)"]
        }
      #endif
      return flags + settings.flatMap(\.flags)
    }
    debug = flags("debug", [debugOptimization, "-DDEBUG"])
    release = flags("release", ["-O"])
  }
}
