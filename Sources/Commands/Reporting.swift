import ArgumentParser
import Foundation
import Literate

/// Writes diagnostics to standard error.
///
/// - Throws: Exit status 1 if one of them is an error.
public func report(_ diagnostics: [Diagnostic]) throws {
  complain(diagnostics)
  if diagnostics.hasErrors { throw ExitCode(1) }
}

/// Runs `body`, reporting what the disk or the output folder refuses.
public func reporting<Result>(_ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let faults as Faults {
    try report(faults.diagnostics)
    throw ExitCode(1)
  } catch let problem as DiskError {
    complain("error: \(problem.message)")
    throw ExitCode(1)
  }
}

/// Looks whether files can be written to a folder of their own.
///
/// - Throws: Exit status 1 if something stands there already.
public func requireEmpty(_ folder: String) throws {
  switch Disk.kindThroughLinks(folder) {
  case nil: return
  case .folder:
    if try Disk.names(in: folder).isEmpty { return }
    complain("\(folder): error: there is something in this folder; name a new or an empty one")
  default:
    complain("\(folder): error: this is not a folder; name a new or an empty one")
  }
  throw ExitCode(1)
}
