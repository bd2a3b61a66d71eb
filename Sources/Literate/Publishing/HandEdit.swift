/// A file of an output folder that was edited by hand since it was written.
public struct HandEdit: Sendable {
  public let path: String
  /// What stands on the disk.
  let found: [UInt8]
  /// The same with each line ended by a line feed alone.
  public let disk: [UInt8]
  /// What the book gives now; nil if the file is stale.
  public let file: OutputFile?
  /// The hashes of the lines that were written last.
  let recorded: [UInt32]

  init(path: String, disk: [UInt8], file: OutputFile?, recorded: [UInt32]) {
    self.path = path
    found = disk
    self.disk = withoutCarriageReturns(disk)
    self.file = file
    self.recorded = recorded
  }
}

/// A text whose line ends a checkout has turned to CRLF, as it was before.
func withoutCarriageReturns(_ text: [UInt8]) -> [UInt8] {
  guard text.contains(0x0D) else { return text }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.count)
  for (index, byte) in text.enumerated() {
    let isPair = byte == 0x0D && index + 1 < text.count && text[index + 1] == 0x0A
    if !isPair { bytes.append(byte) }
  }
  return bytes
}

extension HandEdit {
  /// The first line with a mark that a merge left for somebody to settle; nil where there is none, and
  /// where the book itself gives lines like these.
  var mergeMark: Int? {
    let opening = Array("<<<<<<< ".utf8)
    func marks(_ text: [UInt8]) -> Int? {
      var open: Int?
      var isDivided = false
      for (index, line) in lines(of: text).enumerated() {
        if open == nil, line.starts(with: opening) { open = index }
        if open != nil, line.elementsEqual("=======".utf8) { isDivided = true }
        if isDivided, line.starts(with: ">>>>>>> ".utf8) { return open }
      }
      return nil
    }
    if let file, marks(file.bytes) != nil { return nil }
    return marks(disk)
  }

  /// What to do about a merge's marks.
  static let mergeRemedy =
    "a merge left its marks in this file; settle the chapters, then `--force` writes it anew"

  /// The error that names the edit, with the edit as a unified diff below it.
  ///
  /// - Parameters:
  ///   - display: The file's path as the user knows it.
  ///   - remedy: What can be done.
  func diagnostic(_ display: String, remedy: String) -> Diagnostic {
    guard let file else {
      return .error(
        "this file is stale and was edited by hand since it was written; "
          + "move it away, or let `--force` remove it",
        at: SourceLocation(file: display, line: 1), detail: staleDiff(display))
    }
    let given = lines(of: file.bytes)
    let lines = markedLines
    let change = lineChanges(from: given, to: lines).first
    let diff = unifiedDiff(
      from: given, to: lines, oldName: "\(display) as the book gives it",
      newName: "\(display) as edited"
    ) { change in
      for line in [change.old.lowerBound, change.old.lowerBound - 1] {
        if let place = file.place(line) { return place }
      }
      return change.old.first { file.place($0) != nil }.flatMap { file.place($0) } ?? ""
    }
    let mark = mergeMark
    return .error(
      mark != nil
        ? Self.mergeRemedy : "this file was edited by hand since it was written; \(remedy)",
      at: SourceLocation(file: display, line: (mark ?? change?.new.lowerBound ?? 0) + 1),
      detail: diff)
  }

  /// The lines on the disk, the last one marked as `diff` does it where no line feed ends it.
  private var markedLines: [ArraySlice<UInt8>] {
    var lines = lines(of: disk)
    if let last = lines.last, disk.last != 0x0A {
      lines[lines.count - 1] = last + Array("\n\\ No newline at end of file".utf8)
    }
    return lines
  }

  /// Of a stale file only the hashes of its lines are known.
  private func staleDiff(_ display: String) -> [String] {
    var output = ["--- \(display) as it was written", "+++ \(display) as edited"]
    let marked = markedLines
    for change in lineChanges(from: recorded, to: lines(of: disk).map(lineHash)) {
      output.append(
        "@@ -\(change.old.lowerBound + 1),\(change.old.count) "
          + "+\(change.new.lowerBound + 1),\(change.new.count) @@")
      output += marked[change.new].map { "+" + String(decoding: $0, as: UTF8.self) }
    }
    return output
  }
}
