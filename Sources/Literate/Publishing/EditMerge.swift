/// A hand edit beside what the book itself has changed since the file was written.
struct EditMerge {
  /// The lines that the book gives now.
  let given: [ArraySlice<UInt8>]
  /// These with the edit in them.
  private(set) var text: [ArraySlice<UInt8>] = []
  /// From `given` to `text`.
  private(set) var changes: [LineChange] = []
  /// The lines on the disk, from 0, of changes where the book changed too.
  private(set) var clashes: [Int] = []

  init(_ edit: HandEdit, _ file: TangledFile) {
    given = lines(of: file.text)
    var disk = lines(of: edit.disk)
    while let last = disk.last, last.allSatisfy(isWhitespace) { disk.removeLast() }
    let givenHashes = given.map(lineHash)
    if givenHashes == edit.recorded {
      text = disk
      changes = lineChanges(from: given, to: disk)
      return
    }
    let own = lineChanges(from: edit.recorded, to: givenHashes)
    var done = 0
    // Both lists are in order: one walk over them is enough.
    var next = own.startIndex
    var shift = 0
    for change in lineChanges(from: edit.recorded, to: disk.map(lineHash)) {
      while next < own.endIndex, own[next].old.upperBound <= change.old.lowerBound,
        !Self.touch(own[next], change)
      {
        shift += own[next].new.count - own[next].old.count
        next += 1
      }
      let near = own[next...].prefix { $0.old.lowerBound <= change.old.upperBound }
        .filter { Self.touch($0, change) }
      if let same = near.first {
        // What the chapters say already, as after an edit that was carried back in part.
        let isThere =
          near.count == 1 && same.old == change.old
          && given[same.new].elementsEqual(disk[change.new])
        if !isThere { clashes.append(change.new.lowerBound) }
        continue
      }
      let start = change.old.lowerBound + shift
      text += given[done..<start]
      let new = text.count..<(text.count + change.new.count)
      text += disk[change.new]
      done = start + change.old.count
      changes.append(LineChange(old: start..<done, new: new))
    }
    text += given[done...]
  }

  /// Whether two changes of one text lie on one another, or side by side where one takes no line.
  private static func touch(_ a: LineChange, _ b: LineChange) -> Bool {
    a.old.lowerBound < b.old.upperBound && b.old.lowerBound < a.old.upperBound
      || (a.old.isEmpty || b.old.isEmpty) && a.old.lowerBound <= b.old.upperBound
        && b.old.lowerBound <= a.old.upperBound
  }

  /// The lines of `given` with some of the changes made.
  func applying(_ some: [LineChange]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var done = 0
    for change in some {
      lines += given[done..<change.old.lowerBound] + text[change.new]
      done = change.old.upperBound
    }
    return lines + given[done...]
  }
}
