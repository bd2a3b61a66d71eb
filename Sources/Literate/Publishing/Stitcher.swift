/// Carries hand edits of tangled files back into the chapters that the lines came from.
public struct Stitcher {
  private let book: Book
  private let web: Web
  private let files: [TangledFile]
  private let display: (String) -> String

  /// - Parameters:
  ///   - book: The book.
  ///   - files: What it tangles to through the last chapter read.
  ///   - display: How the user knows a tangled file, `Sources/microgpt/Value.swift`.
  public init(_ book: CheckedBook, files: [TangledFile], display: @escaping (String) -> String) {
    self.book = book.book
    web = book.web
    self.files = files
    self.display = display
  }

  /// The chapters that change, with their new text.
  ///
  /// - Throws: Why an edit has no single answer in the chapters.
  public func stitch(
    _ edits: [HandEdit]
  ) throws(Faults) -> [(chapter: Int, bytes: [UInt8])] {
    var patches: [Patch] = []
    var expected: [String: [ArraySlice<UInt8>]] = [:]
    var problems: [Diagnostic] = []
    for edit in edits {
      do throws(Faults) {
        guard let file = files.first(where: { $0.path == edit.path }) else {
          throw obstacle(
            "the book no longer has this file, so the edit has no place in it; move the file away, "
              + "or let `--force` remove it", edit, 0)
        }
        let merged = try merge(edit, file)
        expected[edit.path] = merged.text
        for change in merged.changes { patches += try patch(change, file, merged, edit) }
      } catch {
        problems += error.diagnostics
      }
    }
    if !problems.isEmpty { throw Faults(problems) }
    let chapters = apply(try unique(patches))
    try check(chapters, expected, edits, blocks: Set(patches.map(\.block)))
    return chapters
  }

  // An edit and the book's own changes since the file was written.

  private struct Merged {
    let given: [ArraySlice<UInt8>]
    let text: [ArraySlice<UInt8>]
    /// From `given` to `text`.
    let changes: [LineChange]
  }

  private func merge(
    _ edit: HandEdit, _ file: TangledFile
  ) throws(Faults) -> Merged {
    let given = lines(of: file.text)
    var disk = lines(of: edit.disk)
    while let last = disk.last, last.allSatisfy(isWhitespace) { disk.removeLast() }
    let givenHashes = given.map(lineHash)
    if givenHashes == edit.recorded {
      let changes = lineChanges(from: given, to: disk)
      return Merged(given: given, text: disk, changes: changes)
    }
    let own = lineChanges(from: edit.recorded, to: givenHashes)
    var text: [ArraySlice<UInt8>] = []
    var changes: [LineChange] = []
    var done = 0
    for change in lineChanges(from: edit.recorded, to: disk.map(lineHash)) {
      let clash = own.contains { other in
        change.old.lowerBound < other.old.upperBound && other.old.lowerBound < change.old.upperBound
          || (change.old.isEmpty || other.old.isEmpty)
            && change.old.lowerBound <= other.old.upperBound
            && other.old.lowerBound <= change.old.upperBound
      }
      if clash {
        throw obstacle(
          "the chapters changed here too since this file was written, so the edit has no single "
            + "place; make it in the chapter", edit, change.new.lowerBound)
      }
      let shift = own.filter { $0.old.upperBound <= change.old.lowerBound }
        .reduce(0) { $0 + $1.new.count - $1.old.count }
      let start = change.old.lowerBound + shift
      text += given[done..<start]
      let new = text.count..<(text.count + change.new.count)
      text += disk[change.new]
      done = start + change.old.count
      changes.append(LineChange(old: start..<done, new: new))
    }
    text += given[done...]
    return Merged(given: given, text: text, changes: changes)
  }

  // From tangled lines to the lines of blocks.

  /// New lines in the place of some lines of a block's content.
  private struct Patch: Hashable {
    let block: BlockID
    let old: Range<Int>
    let new: [[UInt8]]
  }

  private func patch(
    _ change: LineChange, _ file: TangledFile, _ merged: Merged, _ edit: HandEdit
  ) throws(Faults) -> [Patch] {
    let new = Array(merged.text[change.new])
    if change.old.isEmpty { return [try insertion(new, change, file, merged, edit)] }
    var origins: [Origin] = []
    for line in change.old {
      guard let origin = file.origins[line] else {
        throw obstacle(
          "the edit changes a line that tangle added itself, which stands in no chapter; "
            + "put that line back as it was", edit, change.new.lowerBound)
      }
      origins.append(origin)
    }
    if new.isEmpty || new.count == origins.count {
      var patches: [Patch] = []
      for (index, origin) in origins.enumerated() {
        let lines = new.isEmpty ? [] : [new[index]]
        let content = try content(lines, origin, file, edit, change.new.lowerBound + index)
        patches.append(
          Patch(block: origin.block, old: origin.line..<(origin.line + 1), new: content))
      }
      return patches
    }
    let first = origins[0]
    let isOnePlace = origins.enumerated().allSatisfy { index, origin in
      origin.block == first.block && origin.line == first.line + index
        && origin.indentation == first.indentation
    }
    guard isOnePlace else {
      throw obstacle(
        "the edit runs over the border between chunks, so it has no single place; "
          + "make it in the chapters", edit, change.new.lowerBound, origins)
    }
    let content = try content(new, first, file, edit, change.new.lowerBound)
    return [
      Patch(block: first.block, old: first.line..<(first.line + origins.count), new: content)
    ]
  }

  /// Lines between two others belong to the block of both. Where they could stand a little higher
  /// or lower with the same outcome, all these places are looked at.
  private func insertion(
    _ new: [ArraySlice<UInt8>], _ change: LineChange, _ file: TangledFile, _ merged: Merged,
    _ edit: HandEdit
  ) throws(Faults) -> Patch {
    var candidates: [(at: Int, lines: [ArraySlice<UInt8>])] = [(change.old.lowerBound, new)]
    var (at, lines) = candidates[0]
    while at > 0, merged.given[at - 1] == lines[lines.count - 1], candidates.count < 100 {
      at -= 1
      lines.insert(lines.removeLast(), at: 0)
      candidates.append((at, lines))
    }
    (at, lines) = candidates[0]
    while at < merged.given.count, merged.given[at] == lines[0], candidates.count < 200 {
      at += 1
      lines.append(lines.removeFirst())
      candidates.append((at, lines))
    }
    var found: (patch: Patch, block: BlockID)?
    for candidate in candidates {
      guard let (origin, line) = place(at: candidate.at, file) else { continue }
      if let found, found.block != origin.block {
        throw obstacle(
          "the edit lies between chunks, so it has no single place; make it in the chapter", edit,
          change.new.lowerBound, [origin])
      }
      if found != nil { continue }
      let content = try content(candidate.lines, origin, file, edit, change.new.lowerBound)
      found = (Patch(block: origin.block, old: line..<line, new: content), origin.block)
    }
    if let found { return found.patch }
    throw obstacle(
      "the edit lies between chunks, so it has no single place; make it in the chapter", edit,
      change.new.lowerBound,
      [change.old.lowerBound - 1, change.old.lowerBound].compactMap { line in
        file.origins.indices.contains(line) ? file.origins[line] : nil
      })
  }

  /// The line of a block before which a line put in front of tangled line `line` would stand, if
  /// there is only one such place.
  private func place(at line: Int, _ file: TangledFile) -> (Origin, line: Int)? {
    // Just below the line that tangle added is where the lines around that line touch.
    let isBelowHeader = line > 1 && file.origins[line - 1] == nil
    let before = line > 0 ? file.origins[isBelowHeader ? line - 2 : line - 1] : nil
    let after = line < file.origins.count ? file.origins[line] : nil
    switch (before, after) {
    case (let before?, let after?):
      guard before.block == after.block, before.line + 1 == after.line,
        before.indentation == after.indentation
      else { return nil }
      return (before, before.line + 1)
    case (let before?, nil) where line == file.origins.count:
      return isRootBlock(before.block, file, at: \.last) ? (before, before.line + 1) : nil
    case (nil, let after?) where file.origins[..<line].allSatisfy { $0 == nil }:
      return isRootBlock(after.block, file, at: \.first) && after.line == 0 ? (after, 0) : nil
    default: return nil
    }
  }

  private func isRootBlock(
    _ block: BlockID, _ file: TangledFile, at end: KeyPath<[BlockID], BlockID?>
  ) -> Bool {
    let name = web.home(of: file.definition)
    return name.flatMap { web.chunks[$0] }?.blocks[keyPath: end] == block
  }

  /// Tangled lines as a block would hold them: the references' white space taken off, lines that
  /// look like references escaped.
  private func content(
    _ lines: [ArraySlice<UInt8>], _ origin: Origin, _ file: TangledFile, _ edit: HandEdit,
    _ diskLine: Int
  ) throws(Faults) -> [[UInt8]] {
    let indentation = file.indentation(of: origin)
    var content: [[UInt8]] = []
    for (index, line) in lines.enumerated() {
      if line.allSatisfy(isWhitespace) {
        content.append(Array(line))
        continue
      }
      guard line.starts(with: indentation) else {
        throw obstacle(
          "this line is indented less than the reference to its chunk, so no chunk can give it; "
            + "make the edit in the chapters", edit, diskLine + index, [origin])
      }
      content.append(CodeBlock.escaped(Array(line.dropFirst(indentation.count))))
    }
    return content
  }

  private func obstacle(
    _ message: String, _ edit: HandEdit, _ line: Int, _ origins: [Origin] = []
  ) -> Faults {
    let notes = origins.prefix(1).map {
      Diagnostic.Note(
        "the lines around it come from here", at: web.location($0.block, line: $0.line))
    }
    return Faults([
      .error(
        message, at: SourceLocation(file: display(edit.path), line: line + 1), notes: Array(notes))
    ])
  }

  // From the lines of blocks to the chapters' text.

  /// A chunk that is used in several places gives the same patch several times.
  private func unique(_ patches: [Patch]) throws(Faults) -> [Patch] {
    var seen: Set<Patch> = []
    let patches = patches.filter { seen.insert($0).inserted }
      .sorted {
        ($0.block, $0.old.lowerBound, $0.old.upperBound) < (
          $1.block, $1.old.lowerBound, $1.old.upperBound
        )
      }
    for (a, b) in zip(patches, patches.dropFirst()) where a.block == b.block {
      if b.old.lowerBound < a.old.upperBound || a.old == b.old {
        throw Faults([
          .error(
            "the chunk of these lines is used in several places, which were edited differently; "
              + "make the edit in the chapter", at: web.location(a.block, line: a.old.lowerBound))
        ])
      }
    }
    return patches
  }

  private func apply(_ patches: [Patch]) -> [(chapter: Int, bytes: [UInt8])] {
    var result: [(chapter: Int, bytes: [UInt8])] = []
    let byChapter = Dictionary(grouping: patches, by: \.block.chapter)
    for (chapter, patches) in byChapter.sorted(by: { $0.key < $1.key }) {
      let source = book.chapters[chapter].source
      var bytes: [UInt8] = []
      var done = 0
      for patch in patches {
        let block = web.block(patch.block)
        let first = block.sourceLine(patch.old.lowerBound)
        let start =
          first <= source.lineCount ? source.range(ofLine: first).lowerBound : source.bytes.count
        bytes += source.bytes[done..<start]
        let margins = Margins(block, source)
        for (index, line) in patch.new.enumerated() {
          let old = patch.old.lowerBound + index
          bytes += margins.margin(ofLine: min(old, max(patch.old.upperBound - 1, 0)), for: line)
          bytes += line
          bytes += margins.lineEnd
        }
        let end = block.sourceLine(patch.old.upperBound)
        done = end <= source.lineCount ? source.range(ofLine: end).lowerBound : source.bytes.count
      }
      bytes += source.bytes[done...]
      result.append((chapter, bytes))
    }
    return result
  }

  /// The marks of lists and quotes in front of a block's lines.
  private struct Margins {
    let block: CodeBlock
    let source: SourceText

    init(_ block: CodeBlock, _ source: SourceText) {
      self.block = block
      self.source = source
    }

    var lineEnd: ArraySlice<UInt8> {
      let range = source.range(ofLine: block.line)
      let end = source.bytes[range].drop { $0 != 0x0A && $0 != 0x0D }
      return end.isEmpty ? [0x0A] : end
    }

    /// What stands in front of the content on its own line, or on the nearest one that has content.
    func margin(ofLine index: Int, for line: [UInt8]) -> [UInt8] {
      let nearest = block.lines.indices.filter { block.lines[$0].kind != .blank }
        .min { abs($0 - index) < abs($1 - index) }
      var margin: [UInt8]
      if let nearest, let known = known(nearest) {
        margin = known
      } else {
        let quote = UInt8(ascii: ">")
        margin = source.line(block.line).prefix(block.column - 1).map { byte in
          byte == quote || isWhitespace(byte) ? byte : 0x20
        }
      }
      if line.isEmpty { while let last = margin.last, isWhitespace(last) { margin.removeLast() } }
      return margin
    }

    private func known(_ index: Int) -> [UInt8]? {
      let whole = source.line(block.sourceLine(index))
      let content = block.lineText(index)
      guard whole.reversed().starts(with: content.reversed()) else { return nil }
      return Array(whole.dropLast(content.count))
    }
  }

  // The proof: the new chapters tangle to the edited files and change no other.

  private func check(
    _ chapters: [(chapter: Int, bytes: [UInt8])], _ expected: [String: [ArraySlice<UInt8>]],
    _ edits: [HandEdit], blocks: Set<BlockID>
  ) throws(Faults) {
    let changed = Dictionary(uniqueKeysWithValues: chapters.map { ($0.chapter, $0.bytes) })
    let reread = book.chapters.enumerated().map { index, chapter in
      guard let bytes = changed[index] else { return chapter }
      return Chapter(
        number: chapter.number, name: chapter.name, path: chapter.path, source: SourceText(bytes))
    }
    let newBook = Book(
      path: book.path, settings: book.settings, chapters: reread, numbers: book.numbers)
    let newFiles = (try? CheckedBook(newBook)).map { Tangler($0).files() } ?? []
    let results = Dictionary(uniqueKeysWithValues: newFiles.map { ($0.path, $0) })
    for file in files {
      let given = lines(of: results[file.path]?.text ?? [])
      let wanted = expected[file.path] ?? lines(of: file.text)
      if withoutHeader(given, results[file.path]) == withoutHeader(wanted, file) { continue }
      let edit = edits.first { $0.path == file.path } ?? edits.first
      guard let edit else { continue }
      let different = zip(given, wanted).prefix { $0 == $1 }.count
      throw obstacle(
        isOneUsedTwice(of: blocks)
          ? "the edited chunk is used in several places that now differ; make the same edit in all "
            + "of them, or make it in the chapter"
          : "the edit cannot be written into the chapters so that they give it again; "
            + "make it there by hand",
        edit, different)
    }
    if newFiles.count != files.count, let edit = edits.first {
      throw obstacle("with this edit the chapters are no longer a book; make it there", edit, 0)
    }
  }

  private func withoutHeader(
    _ lines: [ArraySlice<UInt8>], _ file: TangledFile?
  ) -> [ArraySlice<UInt8>] {
    guard let file, let header = file.origins.firstIndex(of: nil), header < lines.count
    else { return lines }
    var lines = lines
    lines.remove(at: header)
    return lines
  }

  /// Whether one of these blocks stands in several places.
  private func isOneUsedTwice(of blocks: Set<BlockID>) -> Bool {
    var seen: Set<Place> = []
    return files.contains { file in
      file.origins.contains { origin in
        guard let origin, blocks.contains(origin.block) else { return false }
        return !seen.insert(Place(block: origin.block, line: origin.line)).inserted
      }
    }
  }

  private struct Place: Hashable {
    let block: BlockID
    let line: Int
  }
}
