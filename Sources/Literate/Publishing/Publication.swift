/// Carries a plan out, so that a run that is ended at any moment can be told from an edit.
struct Publication {
  let tree: FileTree
  let plan: Plan

  func carryOut() throws(DiskError) {
    sweep()
    for path in plan.debris { try removeEmptyFolders(above: path) }
    if plan.changesFiles {
      if let intended = plan.intendedRecord { try write(intended) }
      try changeFiles()
    }
    if plan.isRecordOutdated { try write(plan.newRecord) }
  }

  private func write(_ record: Record) throws(DiskError) {
    try AtomicWrites([(tree.path(tree.recordName), Array(record.text(writtenBy: tree.tool).utf8))])
  }

  private func changeFiles() throws(DiskError) {
    var staged = StagedFiles()
    do throws(DiskError) {
      var removals: [(path: String, old: [UInt8])] = []
      for case .remove(let path, let old) in plan.actions { removals.append((path, old)) }
      let isInTheWay = obstacles
      for (path, old) in removals where isInTheWay(path) { try remove(path, old) }
      for action in plan.actions {
        switch action {
        case .create(let file):
          try staged.add(file.bytes, for: tree.path(file.path), expecting: .nothing)
        case .update(let file, let old):
          try staged.add(file.bytes, for: tree.path(file.path), expecting: .bytes(old))
        case .remove, .keep, .edited: break
        }
      }
      try staged.move()
      for (path, old) in removals where !isInTheWay(path) { try remove(path, old) }
    } catch {
      staged.discard()
      throw error
    }
  }

  /// Whether a stale file stands where a folder is needed, or in a folder where a file is needed,
  /// or, on a disk that does not tell cases apart, where a file of another case is needed.
  private var obstacles: (String) -> Bool {
    let given = Set(plan.writes.map { RelativePath.folded($0.path) })
    let folders = Set(given.flatMap { foldersAbove($0) })
    return { stale in
      let stale = RelativePath.folded(stale)
      return given.contains(stale) || folders.contains(stale)
        || foldersAbove(stale).contains { given.contains($0) }
    }
  }

  private func remove(_ file: String, _ old: [UInt8]) throws(DiskError) {
    try Disk.removeFile(tree.path(file), holding: old)
    try removeEmptyFolders(above: file)
  }

  private func removeEmptyFolders(above file: String) throws(DiskError) {
    for folder in foldersAbove(file).reversed() {
      if Disk.kind(tree.path(folder)) == nil { continue }
      guard try Disk.removeEmptyFolder(tree.path(folder)) else { return }
    }
  }

  /// Takes away what runs that were ended left beside the files and beside chapters.
  private func sweep() {
    var folders: Set<String> = [""]
    if plan.oldRecord.isUnfinished {
      for entry in plan.oldRecord.books.values {
        for path in entry.files.keys { folders.formUnion(foldersAbove(path.text)) }
      }
    }
    for folder in folders { Disk.sweep(folder.isEmpty ? tree.folder : tree.path(folder)) }
    Disk.sweep(tree.bookFolder)
  }
}

extension Plan {
  /// The record while files are changed: what stood there, and beside it what is to stand there.
  /// nil if that is what the new record says as well.
  fileprivate var intendedRecord: Record? {
    var record = oldRecord
    for (book, entry) in newRecord.books {
      var intended = record.books[book] ?? Record.BookEntry(compiler: entry.compiler)
      for (path, file) in entry.files {
        let known = intended.files[path] ?? Record.Entry()
        guard let text = file.texts.first, known.texts != [text] else { continue }
        intended.files[path] = Record.Entry(texts: known.texts, intended: text.hash)
      }
      record.books[book] = intended
    }
    return record == oldRecord ? nil : record
  }
}
