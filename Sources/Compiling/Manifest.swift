import Foundation

/// What the package manager says of a manifest, as far as the compiler's flags go.
struct Manifest: Decodable {
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
