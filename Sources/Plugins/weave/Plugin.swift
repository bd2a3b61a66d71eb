import Foundation
import PackagePlugin

/// `swift package weave …`: the command `weave`, run in the package's folder.
@main struct WeaveBook: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) throws {
    let process = Process()
    process.executableURL = try context.tool(named: "weave").url
    process.arguments = arguments
    process.currentDirectoryURL = context.package.directoryURL
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus != 0 {
      Diagnostics.error("weave ended with status \(process.terminationStatus)")
    }
  }
}
