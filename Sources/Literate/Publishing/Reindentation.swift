/// The references that stand further in or out once an edit has moved all lines of their chunks, as
/// a formatter does.
struct Reindentation {
  /// The lines of the references as they are to be, in the order of their blocks.
  private(set) var patches: [BlockPatch] = []
  private let web: Web

  /// A reference, and the tangled lines that its chunk gives.
  private struct Span {
    let block: BlockID
    let reference: Reference
    /// The reference around it, by its place among the spans.
    let outer: Int?
    /// The white space that the references around it, and it itself, put in front of its lines.
    let white: [UInt8]
    var lines: Range<Int>
  }

  /// - Returns: nil if no reference has to move, or if one would have to stand in two ways.
  init?(_ edits: [(file: TangledFile, edit: HandEdit)], in web: Web) {
    self.web = web
    var wanted: [BlockID: [Int: [UInt8]]] = [:]
    for (file, edit) in edits {
      guard let root = web.chunks.values.first(where: { $0.paths.contains(file.path) }),
        let new = Self.newLines(file, edit)
      else { continue }
      let given = lines(of: file.text)
      let spans = spans(of: root, in: file)
      // What stands in front of each span's lines in the edited file.
      var whites: [[UInt8]] = []
      for span in spans {
        let before = span.outer.map { whites[$0] } ?? []
        let own = Array(web.block(span.block).text[span.reference.indentation])
        let moved = Self.white(of: span.lines, given, new, span.white)
        guard let moved, moved.starts(with: before) else {
          whites.append(before + own)
          continue
        }
        whites.append(moved)
        let indentation = Array(moved.dropFirst(before.count))
        let line = span.reference.lineIndex
        if let other = wanted[span.block]?[line], other != indentation { return nil }
        wanted[span.block, default: [:]][line] = indentation
      }
    }
    for (id, lines) in wanted.sorted(by: { $0.key < $1.key }) {
      let block = web.block(id)
      for reference in block.references {
        guard let white = lines[reference.lineIndex],
          !white.elementsEqual(block.text[reference.indentation])
        else { continue }
        let line = block.lineText(reference.lineIndex).dropFirst(reference.indentation.count)
        let place = reference.lineIndex..<(reference.lineIndex + 1)
        patches.append(BlockPatch(block: id, old: place, new: [white + line]))
      }
    }
    if patches.isEmpty { return nil }
  }

  /// The edited lines by the tangled lines in whose places they stand; nil if the chapters have
  /// changed since the file was written.
  private static func newLines(_ file: TangledFile, _ edit: HandEdit) -> [ArraySlice<UInt8>?]? {
    let given = lines(of: file.text)
    guard given.map(lineHash) == edit.recorded else { return nil }
    let disk = lines(of: edit.disk)
    var new: [ArraySlice<UInt8>?] = []
    var shift = 0
    let changes = lineChanges(from: given.map { $0.trimmed() }, to: disk.map { $0.trimmed() })
    for change in changes {
      while new.count < change.old.lowerBound { new.append(disk[new.count + shift]) }
      let isOneForOne = change.old.count == change.new.count
      new += isOneForOne ? disk[change.new].map { $0 } : change.old.map { _ in nil }
      shift = change.new.upperBound - change.old.upperBound
    }
    while new.count < given.count { new.append(disk[new.count + shift]) }
    return new
  }

  /// The white space in front of the edited lines of a span; nil where lines that stood side by side
  /// no longer do, and where all have more than their references put there.
  private static func white(
    of span: Range<Int>, _ given: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>?],
    _ old: [UInt8]
  ) -> [UInt8]? {
    var first: ArraySlice<UInt8>?
    for line in span where !given[line].allSatisfy(isWhitespace) {
      guard let edited = new[line] else { return nil }
      let white = edited.prefix(while: isWhitespace)
      if given[line].prefix(while: isWhitespace).elementsEqual(old) {
        if let first, first != white { return nil }
        first = white
      } else if let first, !white.starts(with: first) {
        return nil
      }
    }
    return first.map { Array($0) }
  }

  /// The references of a file, each before those in its chunk.
  private func spans(of root: Chunk, in file: TangledFile) -> [Span] {
    struct Frame {
      let pieces: [Chunk.Piece]
      let span: Int?
      let white: [UInt8]
      var piece = 0
      var line = 0
    }
    var spans: [Span] = []
    var frames = [Frame(pieces: root.pieces, span: nil, white: [])]
    var count = 0
    while var frame = frames.popLast() {
      inner: while frame.piece < frame.pieces.count {
        let piece = frame.pieces[frame.piece]
        let block = web.block(piece.block)
        while piece.lines.lowerBound + frame.line < piece.lines.upperBound {
          let index = piece.lines.lowerBound + frame.line
          frame.line += 1
          guard case .reference(let number) = block.lines[index].kind else {
            count += 1
            continue
          }
          let reference = block.references[number]
          let white = frame.white + piece.indentation + block.text[reference.indentation]
          spans.append(
            Span(
              block: piece.block, reference: reference, outer: frame.span, white: white,
              lines: count..<count))
          frames.append(frame)
          frame = Frame(
            pieces: web.chunks[reference.name]?.pieces ?? [], span: spans.count - 1, white: white)
          continue inner
        }
        frame.piece += 1
        frame.line = 0
      }
      if let span = frame.span { spans[span].lines = spans[span].lines.lowerBound..<count }
    }
    // Lines that tangle added itself, and blank ones at the end that it dropped.
    let header = file.origins.firstIndex(of: nil)
    func place(_ line: Int) -> Int {
      min(file.origins.count, line + (header.map { line >= $0 ? 1 : 0 } ?? 0))
    }
    return spans.map { span in
      var span = span
      span.lines = place(span.lines.lowerBound)..<place(span.lines.upperBound)
      return span
    }
  }
}

extension Stitcher {
  /// Carries edits back after the references have moved with their lines.
  ///
  /// - Returns: nil if none has to move, or if the chapters then give no book.
  func stitchMovingReferences(_ edits: [HandEdit]) -> Outcome? {
    var known: [(file: TangledFile, edit: HandEdit)] = []
    for edit in edits {
      guard let file = files.first(where: { $0.path == edit.path }) else { continue }
      known.append((file, edit))
    }
    guard let moved = Reindentation(known, in: web) else { return nil }
    let texts = ChapterPatches(web, moved.patches).texts()
    let changed = Dictionary(uniqueKeysWithValues: texts.map { ($0.chapter, $0.bytes) })
    guard let checked = try? CheckedBook(book.with(texts: changed)) else { return nil }
    let files = Tangler(checked).files()
    var again: [HandEdit] = []
    for edit in edits {
      guard let file = files.first(where: { $0.path == edit.path }) else {
        again.append(edit)
        continue
      }
      let hashes = lines(of: file.text).map(lineHash)
      again.append(
        HandEdit(
          path: edit.path, disk: edit.found, file: file.output(checked.web), recorded: hashes))
    }
    let stitcher = Stitcher(checked, files: files, display: display)
    guard var outcome = try? stitcher.stitchInPlace(again) else { return nil }
    let written = Set(outcome.chapters.map(\.chapter))
    outcome.chapters += texts.filter { !written.contains($0.chapter) }
    outcome.chapters.sort { $0.chapter < $1.chapter }
    return outcome
  }
}
