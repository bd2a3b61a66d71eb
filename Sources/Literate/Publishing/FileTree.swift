/// An output folder: writes what changed, removes what is stale, or only checks; never touches what
/// it did not write.
///
/// A run locks the folder, records what it is about to do, writes every file beside its place,
/// looks once more whether what it read still stands there, moves the files, removes what is
/// stale, and records what it did. Wherever it is ended, the next run knows its own text from an
/// edit, goes on, and leaves nothing behind.
public struct FileTree: Sendable {
  /// The folder as the user named it.
  public let folder: String
  /// The command that writes here, `tangle` or `weave`.
  public let tool: String
  /// The book's folder.
  let bookFolder: String
  /// The path that leads from the folder to the book.
  let book: String
  /// Whether the record keeps a hash of each line, from which hand edits are stitched back.
  let keepsLines: Bool
  /// What the output depends on beside the book.
  let compiler: String?

  /// What is to be done with the folder.
  public enum Mode: Sendable {
    /// Write and remove; stop at hand edits.
    case write
    /// Write and remove; drop hand edits.
    case overwrite
    /// Change nothing; everything that would be changed is an error.
    case check
    /// Write and remove; drop the first hand edits, which the book has taken over, and leave the
    /// files of the others as they are.
    case settle([HandEdit], leaving: [HandEdit])
  }

  public init(
    folder: String, tool: String, book: String, keepsLines: Bool, compiler: String? = nil
  ) {
    self.folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    self.tool = tool
    bookFolder = book
    self.book = Disk.relativePath(to: book, from: folder)
    self.keepsLines = keepsLines
    self.compiler = compiler
  }

  /// The record's name in the folder.
  public var recordName: String { ".\(tool)-record" }

  func path(_ file: String) -> String { folder + "/" + file }

  /// Makes the folder hold exactly these files of the book, or says what keeps it from that.
  ///
  /// - Returns: What was done, or for `check` that there is nothing to do.
  /// - Throws: Hand edits, foreign files, links that lead out, differences where only a check is
  ///   wanted; and what the system refused. All files are written before the first is moved to its
  ///   place: only a refusal after that leaves a part done, which the next run completes.
  @discardableResult
  public func publish(_ files: [OutputFile], _ mode: Mode) throws(Faults) -> Plan {
    if Disk.kindThroughLinks(folder) == nil {
      let plan = try plan(files)
      if case .check = mode { return try checked(plan) }
      if plan.isUpToDate { return plan }
      try met { () throws(DiskError) in try Disk.makeFolders(folder) }
    }
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    var plan = try plan(files)
    switch mode {
    case .check: return try checked(plan)
    case .write: break
    case .overwrite: plan = plan.dropping { _ in true }
    case .settle(let settled, let left):
      func isOne(_ edit: HandEdit, of some: [HandEdit]) -> Bool {
        some.contains { $0.path == edit.path && $0.found == edit.found }
      }
      plan = plan.dropping { isOne($0, of: settled) }
      plan = plan.leaving({ isOne($0, of: left) }, of: book)
    }
    if !plan.edits.isEmpty {
      throw Faults(plan.edits.map { $0.diagnostic(path($0.path), remedy: remedyForEdits) })
    }
    try met { () throws(DiskError) in try Publication(tree: self, plan: plan).carryOut() }
    return plan
  }

  /// What has to be done for the folder to hold exactly these files of the book.
  ///
  /// - Throws: What stands in the way: a malformed record, links that lead out, files that were not
  ///   written from this book.
  public func plan(_ files: [OutputFile]) throws(Faults) -> Plan {
    try requireOutsideBook()
    var planner = Planner(tree: self, record: try readRecord())
    planner.plan(files)
    if !planner.obstacles.isEmpty { throw Faults(planner.obstacles) }
    return planner.result
  }

  /// The compiler's version that was recorded when this book was last written here.
  public func recordedCompiler() throws(Faults) -> String? {
    try readRecord().books[book]?.compiler
  }

  private func lock() throws(Faults) -> FolderLock {
    try met { () throws(DiskError) in try FolderLock(folder) }
  }

  /// What the system refuses, as an error with its place.
  private func met<Result>(
    _ body: () throws(DiskError) -> Result
  ) throws(Faults) -> Result {
    do throws(DiskError) {
      return try body()
    } catch {
      throw Faults(
        "\(error.action) \(error.path): \(error.reason)", at: SourceLocation(file: folder))
    }
  }

  private var remedyForEdits: String {
    keepsLines
      ? "`--stitch` carries the edit into the chapters, `--force` drops it"
      : "change the book instead; `--force` drops the edit"
  }

  /// The author's own files must never be taken for output.
  private func requireOutsideBook() throws(Faults) {
    guard Disk.isInside(bookFolder, folder) else { return }
    throw Faults(
      "this folder holds the book \(bookFolder), whose files are not to be mixed with what is "
        + "written; name another folder with `--output`", at: SourceLocation(file: folder))
  }

  private func readRecord() throws(Faults) -> Record {
    let file = path(recordName)
    switch Disk.kindThroughLinks(folder) {
    case nil: return Record()
    case .folder: break
    default: throw fault("this is a file; name another folder with `--output`", folder)
    }
    switch Disk.kind(file) {
    case nil: return Record()
    case .file: break
    default: throw fault("this is not a file that \(tool) wrote; move it away", file)
    }
    do {
      return try Record(String(decoding: try Disk.read(file), as: UTF8.self))
    } catch let problem as Record.Malformed {
      throw Faults(
        "this record cannot be read; delete it and \(tool) again: files that are as the book "
          + "gives them are taken over", at: SourceLocation(file: file, line: problem.line))
    } catch {
      throw fault("\(error)", file)
    }
  }

  private func fault(_ message: String, _ file: String) -> Faults {
    Faults(message, at: SourceLocation(file: file))
  }
}

/// Checking.
extension FileTree {
  private func checked(_ plan: Plan) throws(Faults) -> Plan {
    let differences = differences(plan)
    if !differences.isEmpty { throw Faults(differences) }
    return plan
  }

  /// One error for each file that is not as the book gives it.
  func differences(_ plan: Plan) -> [Diagnostic] {
    let remedy = "run `\(tool)`"
    func error(_ path: String, _ message: String) -> Diagnostic {
      .error(message, at: SourceLocation(file: self.path(path)))
    }
    var found: [Diagnostic] = plan.actions.compactMap { action in
      switch action {
      case .create(let file): error(file.path, "is missing; \(remedy)")
      case .update(let file, _): error(file.path, "differs from what the book gives; \(remedy)")
      case .remove(let path, _):
        error(path, "is stale: the book no longer has it; \(remedy)")
      case .keep: nil
      case .edited(let edit) where edit.file == nil:
        error(edit.path, "is stale, and was edited by hand; `\(tool) --force` removes it")
      case .edited(let edit):
        error(edit.path, "differs from what the book gives: it was edited by hand; \(remedy)")
      }
    }
    if plan.isRecordOutdated { found.append(error(recordName, "is outdated; \(remedy)")) }
    return found.inReadingOrder()
  }
}
