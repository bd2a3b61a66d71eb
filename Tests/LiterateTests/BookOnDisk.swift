import TestSupport

@testable import Literate

/// A book in a temporary folder, and the folder that it is tangled into beside it.
struct BookOnDisk {
  let folder: TemporaryFolder
  var chapters = "chapters"
  var output = "Sources"
  var tool = "tangle"

  init(_ chapters: String...) throws {
    folder = try TemporaryFolder()
    for (index, text) in chapters.enumerated() { try write(text, index + 1) }
  }

  func write(_ text: String, _ number: Int = 1) throws {
    try folder.write(text, to: "\(chapters)/0\(number)-chapter.md")
  }

  var tree: FileTree {
    FileTree(
      folder: "\(folder.path)/\(output)", tool: tool, book: "\(folder.path)/\(chapters)",
      keepsLines: tool == "tangle")
  }

  func plan() throws -> Plan { try tree.plan(try files()) }

  func files() throws -> [OutputFile] {
    let checked = try CheckedBook(Book(folder: "\(folder.path)/\(chapters)"))
    return Tangler(checked).files().map { $0.output(checked.web) }
  }

  /// Tangles; what was edited by hand is left alone.
  @discardableResult
  func tangle(force: Bool = false) throws -> Plan {
    let plan = try plan()
    if !force, !plan.edits.isEmpty { return plan }
    return try tree.publish(try files(), force ? .overwrite : .write)
  }

  /// What is said of the first hand edit, and the diff below it.
  func firstEdit() throws -> (message: String, diff: String)? {
    do {
      try tree.publish(try files(), .write)
      return nil
    } catch let faults as Faults {
      guard var first = faults.diagnostics.first else { return nil }
      let diff = first.detail.joined(separator: "\n")
      first.detail = []
      return (first.description, diff)
    }
  }

  /// What `--check` says, the folder's own path taken out.
  func differences() throws -> [String] {
    tree.differences(try plan()).map { said($0) }
  }

  /// What stands in the way of tangling, the folder's own path taken out.
  func obstacles() throws -> [String] {
    do {
      _ = try plan()
      return []
    } catch let faults as Faults {
      return faults.diagnostics.map { said($0) }
    }
  }

  private func said(_ diagnostic: Diagnostic) -> String {
    diagnostic.description.replacing("\(folder.path)/", with: "")
  }
}
