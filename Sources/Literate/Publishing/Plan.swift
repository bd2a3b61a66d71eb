/// What has to be done for an output folder to hold exactly the book's files.
public struct Plan: Sendable {
  /// What becomes of one file.
  public enum Action: Sendable {
    case create(OutputFile)
    /// The file takes the place of what an earlier run wrote.
    case update(OutputFile, old: [UInt8])
    /// The book no longer has it.
    case remove(String, old: [UInt8])
    /// What stands there is what the book gives.
    case keep(String)
    /// It was edited by hand since it was written: nothing is done unless the edit may be dropped.
    case edited(HandEdit)
  }

  public internal(set) var actions: [Action] = []
  /// What an earlier run that did not come to its end may have left, and that nothing asks for.
  var debris: [String] = []
  var oldRecord = Record()
  var newRecord = Record()
  var isRecordOutdated = false

  public var isUpToDate: Bool { !changesFiles && edits.isEmpty && !isRecordOutdated }

  /// Whether a file has to be written or removed.
  var changesFiles: Bool {
    actions.contains { action in
      switch action {
      case .create, .update, .remove: true
      case .keep, .edited: false
      }
    }
  }

  public var edits: [HandEdit] {
    actions.compactMap { if case .edited(let edit) = $0 { edit } else { nil } }
  }

  /// The plan with some files' edits dropped: these are written or removed after all.
  func dropping(_ isDropped: (HandEdit) -> Bool) -> Plan {
    var plan = self
    plan.actions = actions.map { action in
      guard case .edited(let edit) = action, isDropped(edit) else { return action }
      if let file = edit.file { return .update(file, old: edit.found) }
      return .remove(edit.path, old: edit.found)
    }
    return plan
  }

  /// The plan with some files edited by hand left as they are, and recorded as they were.
  func leaving(_ isLeft: (HandEdit) -> Bool, of book: String) -> Plan {
    var plan = self
    plan.actions = actions.filter { action in
      guard case .edited(let edit) = action, isLeft(edit) else { return true }
      let name = ExactName(edit.path)
      plan.newRecord.books[book, default: Record.BookEntry()].files[name] =
        oldRecord.books[book]?.files[name]
      return false
    }
    plan.isRecordOutdated = plan.isRecordOutdated && plan.newRecord != oldRecord
    return plan
  }

  /// The files that are written, in the order of the plan.
  public var writes: [OutputFile] {
    actions.compactMap { action in
      switch action {
      case .create(let file), .update(let file, _): file
      case .remove, .keep, .edited: nil
      }
    }
  }

  /// Such as `3 files written, 1 removed, 9 unchanged`.
  public var summary: String {
    let written = writes.count
    let removed = actions.count { if case .remove = $0 { true } else { false } }
    let kept = actions.count { if case .keep = $0 { true } else { false } }
    var parts: [String] = []
    if written > 0 { parts.append("\(written) \(written == 1 ? "file" : "files") written") }
    if removed > 0 { parts.append("\(removed) removed") }
    if kept > 0 || parts.isEmpty { parts.append("\(kept) unchanged") }
    return parts.joined(separator: ", ")
  }
}
