import Foundation
import PackagePlugin

/// `swift package verify …`: the command `verify`, run in the package's folder.
@main struct VerifyBook: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) throws {
    let process = Process()
    process.executableURL = try context.tool(named: "verify").url
    process.arguments = arguments
    process.currentDirectoryURL = context.package.directoryURL
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus != 0 {
      Diagnostics.error("verify ended with status \(process.terminationStatus)")
    }
  }
}
