import Foundation
import Literate

/// Where tools that a transcript runs keep what they are made of. Programs have a home of their own;
/// but what is on the PATH may be the manager of versions that starts the real tool, which it looks
/// for in the user's home, and so may be what a build has fetched.
enum ToolHomes {
  /// The variables by which tools are told, each with where it is without being told, in the home.
  private static let places = [
    ("ASDF_DATA_DIR", ".asdf"), ("CARGO_HOME", ".cargo"), ("GOCACHE", cacheFolder + "/go-build"),
    ("GOPATH", "go"), ("MISE_DATA_DIR", ".local/share/mise"), ("NVM_DIR", ".nvm"),
    ("PYENV_ROOT", ".pyenv"), ("RBENV_ROOT", ".rbenv"), ("RUSTUP_HOME", ".rustup"),
    ("SDKMAN_DIR", ".sdkman"),
  ]

  #if os(macOS)
    private static let cacheFolder = "Library/Caches"
  #else
    private static let cacheFolder = ".cache"
  #endif

  /// What the user has set, and what is at its place.
  static func variables(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> [String: String] {
    var variables: [String: String] = [:]
    for (name, place) in places {
      if let set = environment[name] {
        variables[name] = set
      } else if let home = environment["HOME"], !home.isEmpty,
        Disk.kindThroughLinks(home + "/" + place) == .folder
      {
        variables[name] = home + "/" + place
      }
    }
    return variables
  }
}
