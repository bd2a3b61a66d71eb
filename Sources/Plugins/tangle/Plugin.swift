import Foundation
import PackagePlugin

/// `swift package tangle …`: the command `tangle`, run in the package's folder.
@main struct TangleBook: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) throws {
    let process = Process()
    process.executableURL = try context.tool(named: "tangle").url
    process.arguments = arguments
    process.currentDirectoryURL = context.package.directoryURL
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus != 0 {
      Diagnostics.error("tangle ended with status \(process.terminationStatus)")
    }
  }
}
