import Foundation

/// A file to be written below an output folder.
public struct OutputFile: Sendable {
  /// Relative to the folder, `/` between its parts.
  public let path: String
  public let bytes: [UInt8]
  /// Where a line comes from, as `chapters/05-autograd.md:42`, for the diff of a hand edit.
  public let place: @Sendable (_ line: Int) -> String?
  /// Where the book asks for the file, for what is wrong with its path.
  let definition: SourceLocation?

  public init(
    path: String, bytes: [UInt8], definition: SourceLocation? = nil,
    place: @escaping @Sendable (_ line: Int) -> String? = { _ in nil }
  ) {
    self.path = path
    self.bytes = bytes
    self.definition = definition
    self.place = place
  }
}

/// An output folder: writes what changed, removes what is stale, or only checks; never touches what
/// it did not write.
public struct FileTree: Sendable {
  /// The folder as the user named it.
  public let folder: String
  /// The command that writes here, `tangle` or `weave`.
  public let tool: String
  /// The path that leads from the folder to the book.
  let book: String
  /// Whether the record keeps a hash of each line, from which hand edits are stitched back.
  let keepsLines: Bool
  /// What the output depends on beside the book.
  let compiler: String?

  public init(
    folder: String, tool: String, book: String, keepsLines: Bool, compiler: String? = nil
  ) {
    self.folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    self.tool = tool
    self.book = Disk.relativePath(to: book, from: folder)
    self.keepsLines = keepsLines
    self.compiler = compiler
  }

  /// The record's name in the folder.
  public var recordName: String { ".\(tool)-record" }

  func path(_ file: String) -> String { folder + "/" + file }

  /// What has to be done for the folder to hold exactly these files of the book.
  ///
  /// - Throws: Diagnostics for what stands in the way: a malformed record, links that lead out,
  ///   files that were not written from this book.
  public func plan(_ files: [OutputFile]) throws(Faults) -> Plan {
    var planner = Planner(tree: self, record: try readRecord())
    planner.plan(files)
    if !planner.obstacles.isEmpty { throw Faults(planner.obstacles) }
    return planner.result
  }

  /// A file that was edited by hand since it was written.
  public struct Edit: Sendable {
    public let path: String
    /// What stands on the disk.
    public let disk: [UInt8]
    /// What the book gives now; nil if the file is stale.
    public let file: OutputFile?
    /// The hashes of the lines that were written last.
    let recorded: [UInt32]
  }

  public struct Plan: Sendable {
    /// Files to write, those edited by hand left out.
    public var writes: [OutputFile] = []
    /// Stale files, those edited by hand left out.
    public var removals: [String] = []
    public var missing: Set<String> = []
    public var edits: [Edit] = []
    public var unchangedCount = 0
    var newRecord = Record()
    var isRecordOutdated = false

    public var isUpToDate: Bool {
      writes.isEmpty && removals.isEmpty && edits.isEmpty && !isRecordOutdated
    }
  }

  func readRecord() throws(Faults) -> Record {
    let file = path(recordName)
    switch Disk.kindThroughLinks(folder) {
    case nil: return Record()
    case .folder: break
    default:
      throw obstacle("this is a file; name another folder with `--output`", folder)
    }
    switch Disk.kind(file) {
    case nil: return Record()
    case .file: break
    default: throw obstacle("this is not a file that \(tool) wrote; move it away", file)
    }
    do {
      return try Record(String(decoding: try Disk.read(file), as: UTF8.self))
    } catch let problem as Record.Malformed {
      throw Faults(
        "this record cannot be read; delete it and \(tool) again: files that are as the book "
          + "gives them are taken over", at: SourceLocation(file: file, line: problem.line))
    } catch {
      throw obstacle("\(error)", file)
    }
  }

  private func obstacle(_ message: String, _ file: String) -> Faults {
    Faults(message, at: SourceLocation(file: file))
  }

  /// The compiler's version that was recorded when this book was last written here.
  public func recordedCompiler() throws(Faults) -> String? {
    try readRecord().books[book]?.compiler
  }
}

/// Carrying a plan out, or reporting it.
extension FileTree {
  /// Writes and removes what the plan says, all or nothing as far as the disk allows: every file is
  /// written beside its place before the first is moved into it.
  ///
  /// - Parameter overwritingEdits: Whether files edited by hand are overwritten and removed too.
  /// - Throws: What the system refused; nothing was changed then, unless moving itself failed.
  public func apply(_ plan: Plan, overwritingEdits: Bool) throws(DiskError) {
    var writes = plan.writes
    var removals = plan.removals
    if overwritingEdits {
      for edit in plan.edits {
        if let file = edit.file { writes.append(file) } else { removals.append(edit.path) }
      }
    }
    if writes.isEmpty, removals.isEmpty, !plan.isRecordOutdated { return }
    if plan.isRecordOutdated {
      let text = plan.newRecord.text(writtenBy: tool)
      writes.append(OutputFile(path: recordName, bytes: Array(text.utf8)))
    }
    // A stale file may stand where a folder is needed, or in a folder where a file is needed, or,
    // on a disk that does not tell cases apart, where a file of another case is needed.
    let given = Set(writes.map { $0.path.lowercased() })
    let folders = Set(given.flatMap { foldersAbove($0) })
    let isInTheWay = { (stale: String) in
      let stale = stale.lowercased()
      return given.contains(stale) || folders.contains(stale)
        || foldersAbove(stale).contains { given.contains($0) }
    }
    for file in removals where isInTheWay(file) { try remove(file) }
    try AtomicWrites(writes.map { (path($0.path), $0.bytes) })
    for file in removals where !isInTheWay(file) { try remove(file) }
  }

  private func remove(_ file: String) throws(DiskError) {
    guard unlink(path(file)) == 0 || errno == ENOENT else {
      throw DiskError("cannot remove", path(file))
    }
    removeEmptyFolders(above: file)
  }

  private func removeEmptyFolders(above file: String) {
    var parts = file.split(separator: "/").dropLast()
    while !parts.isEmpty, rmdir(path(parts.joined(separator: "/"))) == 0 {
      parts = parts.dropLast()
    }
  }

  /// One error for each file that is not as the book gives it.
  public func differences(_ plan: Plan) -> [Diagnostic] {
    func error(_ path: String, _ message: String) -> Diagnostic {
      .error(message, at: SourceLocation(file: self.path(path)))
    }
    let remedy = "run `\(tool)`"
    var found = plan.writes.map { file in
      plan.missing.contains(file.path)
        ? error(file.path, "is missing; \(remedy)")
        : error(file.path, "differs from what the book gives; \(remedy)")
    }
    found += plan.edits.map { edit in
      edit.file == nil
        ? error(edit.path, "is stale, and was edited by hand; `\(tool) --force` removes it")
        : error(
          edit.path, "differs from what the book gives: it was edited by hand; \(remedy)")
    }
    found += plan.removals.map { error($0, "is stale: the book no longer has it; \(remedy)") }
    if plan.isRecordOutdated {
      found.append(error(recordName, "is outdated; \(remedy)"))
    }
    return found.inReadingOrder()
  }

  /// The error that names a hand edit, and the edit as a unified diff.
  public func describe(_ edit: Edit) -> (Diagnostic, diff: String) {
    let remedy =
      tool == "tangle"
      ? "`--stitch` carries the edit into the chapters, `--force` drops it"
      : "change the book instead; `--force` drops the edit"
    let disk = markedLines(edit.disk)
    guard let file = edit.file else {
      return (
        .error(
          "this file is stale and was edited by hand since it was written; "
            + "move it away, or let `--force` remove it",
          at: SourceLocation(file: path(edit.path), line: 1)),
        staleDiff(edit, disk)
      )
    }
    let given = lines(of: file.bytes)
    let change = lineChanges(from: given, to: disk).first
    let diff = unifiedDiff(
      from: given, to: disk, oldName: "\(path(edit.path)) as the book gives it",
      newName: "\(path(edit.path)) as edited"
    ) { change in
      for line in [change.old.lowerBound, change.old.lowerBound - 1] {
        if let place = file.place(line) { return place }
      }
      return change.old.first { file.place($0) != nil }.flatMap { file.place($0) } ?? ""
    }
    return (
      .error(
        "this file was edited by hand since it was written; \(remedy)",
        at: SourceLocation(file: path(edit.path), line: (change?.new.lowerBound ?? 0) + 1)),
      diff
    )
  }

  /// The lines of a text, the last one marked as `diff` does it where no line feed ends it.
  private func markedLines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines = lines(of: text)
    if let last = lines.last, text.last != 0x0A {
      lines[lines.count - 1] = last + Array("\n\\ No newline at end of file".utf8)
    }
    return lines
  }

  /// Of a stale file only the hashes of its lines are known.
  private func staleDiff(_ edit: Edit, _ disk: [ArraySlice<UInt8>]) -> String {
    var output = ["--- \(path(edit.path)) as it was written", "+++ \(path(edit.path)) as edited"]
    for change in lineChanges(from: edit.recorded, to: lines(of: edit.disk).map(lineHash)) {
      output.append(
        "@@ -\(change.old.lowerBound + 1),\(change.old.count) "
          + "+\(change.new.lowerBound + 1),\(change.new.count) @@")
      output += disk[change.new].map { "+" + String(decoding: $0, as: UTF8.self) }
    }
    return output.joined(separator: "\n")
  }
}

/// Compares the book's files with the disk and the record.
private struct Planner {
  let tree: FileTree
  let record: Record
  let recorded: [String: Record.Entry]
  var result = FileTree.Plan()
  var obstacles: [Diagnostic] = []
  private var safeFolders: Set<String> = []
  /// What an earlier run wrote and the book no longer has: it may stand in the way of a file.
  private var staleFiles: Set<String> = []
  /// The same by their paths in lower case.
  private var staleByCase: [String: String] = [:]
  private let root: String

  init(tree: FileTree, record: Record) {
    self.tree = tree
    self.record = record
    recorded = record.books[tree.book]?.files ?? [:]
    root = Disk.resolved(tree.folder)
  }

  mutating func plan(_ files: [OutputFile]) {
    var entry = Record.BookEntry(compiler: tree.compiler)
    let owners = foreignOwners()
    let given = Set(files.map(\.path))
    let stale = recorded.filter { !given.contains($0.key) && owners[$0.key] == nil }
      .sorted { $0.key < $1.key }
    staleFiles = Set(stale.map(\.key))
    staleByCase = Dictionary(
      stale.map { ($0.key.lowercased(), $0.key) }, uniquingKeysWith: { first, _ in first })
    for file in files {
      if file.path == tree.recordName {
        obstruct(file.path, "this is the name of \(tree.tool)'s own record; rename the file")
        continue
      }
      guard isReachable(file.path, definition: file.definition) else { continue }
      let fileEntry = plan(file, recordedEntry(file.path), owner: owners[file.path])
      entry.files[file.path] = fileEntry
    }
    for (path, known) in stale { planStale(path, known) }
    result.newRecord = record
    result.newRecord.books[tree.book] =
      entry.files.isEmpty && entry.compiler == nil ? nil : entry
    let isMissing = Disk.kind(tree.path(tree.recordName)) == nil
    result.isRecordOutdated =
      result.newRecord != record || isMissing && !result.newRecord.books.isEmpty
  }

  /// What was recorded of a file; on a disk that does not tell cases apart, also under a name that
  /// differs in case.
  private func recordedEntry(_ path: String) -> Record.Entry? {
    if let known = recorded[path] { return known }
    guard let other = staleByCase[path.lowercased()],
      Disk.isSameFile(tree.path(other), tree.path(path))
    else { return nil }
    return recorded[other]
  }

  private func foreignOwners() -> [String: String] {
    var owners: [String: String] = [:]
    for (book, entry) in record.books where book != tree.book {
      for path in entry.files.keys { owners[path] = book }
    }
    return owners
  }

  private mutating func obstruct(
    _ path: String, _ message: String, at place: SourceLocation? = nil
  ) {
    let output = SourceLocation(file: tree.path(path))
    let notes = place.map { _ in [Diagnostic.Note("this file cannot be written", at: output)] }
    obstacles.append(.error(message, at: place ?? output, notes: notes ?? []))
  }

  /// Whether the folders on the way to a file are folders inside the output folder.
  private mutating func isReachable(_ file: String, definition: SourceLocation? = nil) -> Bool {
    var walked = ""
    for part in file.split(separator: "/").dropLast() {
      walked += walked.isEmpty ? part : "/" + part
      if safeFolders.contains(walked) { continue }
      let folder = tree.path(walked)
      switch Disk.kind(folder) {
      case nil: return true
      case .folder: break
      case .file where staleFiles.contains(walked): return true
      case .link:
        let target = Disk.resolved(folder)
        guard target == root || target.hasPrefix(root + "/") else {
          obstruct(
            file, "`\(walked)` is a symbolic link out of the output folder; take it away",
            at: definition)
          return false
        }
        guard Disk.kindThroughLinks(folder) == .folder else {
          obstruct(file, "`\(walked)` is a link to no folder; take it away")
          return false
        }
      default:
        obstruct(file, "`\(walked)` is a file, but a folder is needed; move it away")
        return false
      }
      safeFolders.insert(walked)
    }
    return true
  }

  private mutating func plan(
    _ file: OutputFile, _ known: Record.Entry?, owner: String?
  ) -> Record.Entry {
    let path = tree.path(file.path)
    let textHash = hash(file.bytes[...])
    let entry =
      if let known, known.text == textHash, known.rows.isEmpty != tree.keepsLines {
        known
      } else {
        Record.Entry(file.bytes, keepsLines: tree.keepsLines)
      }
    switch Disk.kind(path) {
    case nil:
      result.writes.append(file)
      result.missing.insert(file.path)
    case .file:
      do throws(DiskError) {
        let disk = try Disk.read(path)
        let isUnderOtherCase = known != nil && recorded[file.path] == nil
        if disk == file.bytes, !isUnderOtherCase {
          result.unchangedCount += 1
        } else if let known, owner == nil {
          if hash(disk[...]) == known.text {
            result.writes.append(file)
          } else {
            result.edits.append(
              FileTree.Edit(path: file.path, disk: disk, file: file, recorded: known.lines))
          }
        } else {
          obstructForeign(file.path, owner)
        }
      } catch {
        obstruct(file.path, error.message)
      }
    case .link:
      obstruct(
        file.path, "this is a symbolic link, which \(tree.tool) did not write; move it away")
    case .folder where holdsOnlyStaleFiles(file.path):
      result.writes.append(file)
      result.missing.insert(file.path)
    case .folder:
      obstruct(file.path, "this is a folder, but the book gives a file; move it away")
    default:
      obstruct(file.path, "this is not a regular file; move it away")
    }
    return entry
  }

  /// Whether nothing stands in a folder but stale files, so that it goes with them.
  private func holdsOnlyStaleFiles(_ folder: String) -> Bool {
    var folders = [folder]
    while let folder = folders.popLast() {
      guard let names = try? Disk.names(in: tree.path(folder)), !names.isEmpty
      else { return false }
      for name in names {
        let path = folder + "/" + name
        switch Disk.kind(tree.path(path)) {
        case .folder: folders.append(path)
        case .file where staleFiles.contains(path): break
        default: return false
        }
      }
    }
    return true
  }

  private mutating func obstructForeign(_ path: String, _ owner: String?) {
    if let owner {
      obstruct(
        path,
        "this file belongs to the book "
          + "\(owner); choose another folder with `--output` (or, if that "
          + "is this book under its old name, change the `book` line in \(tree.recordName))")
    } else {
      obstruct(
        path,
        "\(tree.tool) did not write this file and leaves it alone; move it away, or delete it if "
          + "the book's text is to stand here")
    }
  }

  /// Whether every folder on the way to a file is one, and no link.
  private func isInsideFolders(_ file: String) -> Bool {
    foldersAbove(file).allSatisfy { Disk.kind(tree.path($0)) == .folder }
  }

  private mutating func planStale(_ path: String, _ known: Record.Entry) {
    guard isInsideFolders(path), Disk.kind(tree.path(path)) == .file else { return }
    do throws(DiskError) {
      let disk = try Disk.read(tree.path(path))
      if hash(disk[...]) == known.text {
        result.removals.append(path)
      } else {
        result.edits.append(
          FileTree.Edit(path: path, disk: disk, file: nil, recorded: known.lines))
      }
    } catch {
      obstruct(path, error.message)
    }
  }
}
