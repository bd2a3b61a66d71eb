import Foundation
import Literate

/// The compiler's flags for the book's program: those that its Package.swift gives the target, or
/// Swift's own where there is no such target.
public struct TargetSettings: Sendable {
  private let debug: [String]
  private let release: [String]

  struct Problem: Error {
    let message: String
  }

  func flags(_ configuration: TranscriptCommand.Configuration) -> [String] {
    configuration == .debug ? debug : release
  }

  /// The flags of a program that no package describes. It is optimized in both configurations: its
  /// transcripts are run often, and nobody steps through it.
  init(program: String) {
    self.init(
      program: program, target: nil, languageMode: "6", deploymentTarget: nil,
      debugOptimization: "-O")
  }

  /// Asks the package manager for what a manifest says.
  ///
  /// - Parameters:
  ///   - modules: What the program may depend on: the book tangles it too, and the program must do
  ///     without it where `canImport` finds none, since it is compiled alone.
  ///   - package: A folder with a Package.swift.
  init(
    program: String, modules: Set<String>, package: String, toolchain: Toolchain, cache: Cache
  ) throws(Problem) {
    let json = try Self.description(of: package, toolchain, cache)
    guard let manifest = try? JSONDecoder().decode(Manifest.self, from: Data(json.utf8)) else {
      throw Problem(message: "what `swift package dump-package` prints cannot be understood")
    }
    let target = manifest.targets.first { $0.name == program }
    let dependencies = target?.dependencies.map(\.name) ?? []
    if let dependency = dependencies.first(where: { !modules.contains($0) }) {
      throw Problem(
        message: "the target `\(program)` depends on `\(dependency)`, but a chapter's program is "
          + "compiled alone; put what it needs into the chapters")
    }
    let macOS = manifest.platforms?.first { $0.platformName == "macos" }
    self.init(
      program: program, target: target, languageMode: manifest.languageMode,
      deploymentTarget: macOS?.version)
  }

  private static func description(
    of package: String, _ toolchain: Toolchain, _ cache: Cache
  ) throws(Problem) -> String {
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
      throw Problem(message: "there is no `swift` on the PATH; install a Swift toolchain")
    }
    // The package's own scratch folder may be locked by whoever started this process.
    let arguments = [
      "package", "--package-path", package, "--scratch-path", cache.folder + "/package",
      "dump-package",
    ]
    guard let json = Toolchain.output(of: swift, arguments, in: package) else {
      throw Problem(message: "`swift package dump-package` fails; mend the manifest")
    }
    cache.write(.facts, hash.name, Array(json.utf8))
    return json
  }

  private init(
    program: String, target: Manifest.Target?, languageMode: String, deploymentTarget: String?,
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

/// What the package manager says of a manifest, as far as the compiler's flags go.
private struct Manifest: Decodable {
  struct Target: Decodable {
    let name: String
    let dependencies: [Dependency]
    let settings: [Setting]
  }

  struct Platform: Decodable {
    let platformName: String
    let version: String
  }

  struct ToolsVersion: Decodable {
    let number: String

    private enum CodingKeys: String, CodingKey {
      case number = "_version"
    }
  }

  /// `{"byName": ["Literate", null]}`, or `product` or `target` in its place.
  struct Dependency: Decodable {
    let name: String

    init(from decoder: any Decoder) throws {
      let kinds = try decoder.singleValueContainer().decode([String: [Ignored]].self)
      name = kinds.values.first?.first?.text ?? "another target"
    }

    private struct Ignored: Decodable {
      let text: String?

      init(from decoder: any Decoder) throws {
        text = try? decoder.singleValueContainer().decode(String.self)
      }
    }
  }

  let targets: [Target]
  let platforms: [Platform]?
  let swiftLanguageVersions: [String]?
  let toolsVersion: ToolsVersion

  /// The newest mode that the package names, else the one of its tools version.
  var languageMode: String {
    let named = (swiftLanguageVersions ?? []).max { (Double($0) ?? 0) < (Double($1) ?? 0) }
    let major = toolsVersion.number.split(separator: ".").first.flatMap { Int($0) } ?? 6
    return named ?? (major >= 6 ? "6" : "5")
  }

  struct Setting: Decodable {
    struct Condition: Decodable {
      let config: String?
      let platformNames: [String]?
    }

    let tool: String
    let kind: [String: Arguments]
    let condition: Condition?

    /// `{"_0": "x"}`, `{"_0": ["x", "y"]}` or `{"_0": "x", "_1": "y"}`.
    struct Arguments: Decodable {
      let texts: [String]

      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        texts = Key.allCases.flatMap { key in
          let text = try? container.decode(String.self, forKey: key)
          return text.map { [$0] } ?? (try? container.decode([String].self, forKey: key)) ?? []
        }
      }

      private enum Key: String, CodingKey, CaseIterable {
        case first = "_0"
        case second = "_1"
      }
    }

    func applies(to configuration: String) -> Bool {
      #if os(macOS)
        let platform = "macos"
      #else
        let platform = "linux"
      #endif
      let platforms = condition?.platformNames ?? []
      return (condition?.config ?? configuration) == configuration
        && (platforms.isEmpty || platforms.contains(platform))
    }

    var languageMode: String? {
      (kind["swiftLanguageMode"] ?? kind["swiftLanguageVersion"])?.texts.first
    }

    var flags: [String] {
      kind.sorted { $0.key < $1.key }.flatMap { name, arguments in
        flags(name, arguments.texts)
      }
    }

    private func flags(_ name: String, _ texts: [String]) -> [String] {
      switch (tool, name) {
      case ("swift", "unsafeFlags"), ("linker", "unsafeFlags"): texts
      case ("swift", "define"): texts.map { "-D\($0)" }
      case ("swift", "enableUpcomingFeature"): texts.flatMap { ["-enable-upcoming-feature", $0] }
      case ("swift", "enableExperimentalFeature"):
        texts.flatMap { ["-enable-experimental-feature", $0] }
      case ("swift", "strictMemorySafety"): ["-strict-memory-safety"]
      case ("swift", "interoperabilityMode"):
        texts.first == "Cxx" ? ["-cxx-interoperability-mode=default"] : []
      case ("swift", "defaultIsolation"): texts.flatMap { ["-default-isolation", $0] }
      case ("swift", "treatAllWarnings"):
        [texts.first == "error" ? "-warnings-as-errors" : "-no-warnings-as-errors"]
      case ("swift", "treatWarning"):
        [texts.last == "error" ? "-Werror" : "-Wwarning"] + texts.prefix(1)
      case ("linker", "linkedLibrary"): texts.map { "-l\($0)" }
      case ("linker", "linkedFramework"): texts.flatMap { ["-framework", $0] }
      default: []
      }
    }
  }
}
