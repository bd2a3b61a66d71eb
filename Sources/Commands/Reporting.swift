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

/// Writes the files of a plan, or stops at hand edits and shows them.
///
/// - Parameter force: Whether hand edits are overwritten.
public func publish(_ plan: FileTree.Plan, into tree: FileTree, force: Bool) throws {
  if !force, !plan.edits.isEmpty {
    for edit in plan.edits {
      let (problem, diff) = tree.describe(edit)
      complain("\(problem)\n\(diff)")
    }
    throw ExitCode(1)
  }
  try reporting { try tree.apply(plan, overwritingEdits: force) }
}

extension FileTree.Plan {
  /// Such as `3 files written, 1 removed, 9 unchanged`.
  public func summary(force: Bool) -> String {
    let written = writes.count + (force ? edits.filter { $0.file != nil }.count : 0)
    let removed = removals.count + (force ? edits.filter { $0.file == nil }.count : 0)
    var parts: [String] = []
    if written > 0 { parts.append("\(written) \(written == 1 ? "file" : "files") written") }
    if removed > 0 { parts.append("\(removed) removed") }
    if unchangedCount > 0 || parts.isEmpty { parts.append("\(unchangedCount) unchanged") }
    return parts.joined(separator: ", ")
  }
}
