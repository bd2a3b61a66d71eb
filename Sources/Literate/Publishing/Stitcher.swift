/// Carries hand edits of tangled files back into the chapters that the lines came from.
public struct Stitcher {
  let book: Book
  let web: Web
  let files: [TangledFile]
  let display: (String) -> String

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

  /// What comes of carrying edits back.
  public struct Outcome: Sendable {
    /// The chapters that change, with their new text.
    public var chapters: [(chapter: Int, bytes: [UInt8])] = []
    /// The edits that are wholly in the chapters now.
    public var settled: [HandEdit] = []
    /// Why the rest has no single answer in the chapters.
    public var problems: [Diagnostic] = []
  }

  /// Carries back what has a single answer in the chapters.
  ///
  /// - Throws: Why nothing has one.
  public func stitch(_ edits: [HandEdit]) throws(Faults) -> Outcome {
    // The marks of a merge belong into no chapter.
    let marked = edits.flatMap { edit in
      edit.mergeMark.map { obstacle(HandEdit.mergeRemedy, edit, $0).diagnostics } ?? []
    }
    if marked.isEmpty { return try stitchUnmarked(edits) }
    let unmarked = edits.filter { $0.mergeMark == nil }
    if unmarked.isEmpty { throw Faults(marked) }
    do throws(Faults) {
      var outcome = try stitchUnmarked(unmarked)
      outcome.problems += marked
      return outcome
    } catch {
      throw Faults(error.diagnostics + marked)
    }
  }

  private func stitchUnmarked(_ edits: [HandEdit]) throws(Faults) -> Outcome {
    let moved = stitchMovingReferences(edits)
    if let moved, moved.problems.isEmpty { return moved }
    do throws(Faults) {
      let inPlace = try stitchInPlace(edits)
      if let moved, moved.problems.count < inPlace.problems.count { return moved }
      return inPlace
    } catch {
      if let moved { return moved }
      throw error
    }
  }

  /// Carries edits back with every reference where it is.
  func stitchInPlace(_ edits: [HandEdit]) throws(Faults) -> Outcome {
    var outcome = Outcome()
    var patches: [BlockPatch] = []
    var expected: [String: [ArraySlice<UInt8>]] = [:]
    for edit in edits {
      guard let file = files.first(where: { $0.path == edit.path }) else {
        outcome.problems +=
          obstacle(
            "the book no longer has this file, so the edit has no place in it; move the file away, "
              + "or let `--force` remove it", edit, 0
          ).diagnostics
        continue
      }
      let merged = EditMerge(edit, file)
      var problems = merged.clashes.flatMap { line in
        obstacle(
          "the chapters changed here too since this file was written, so the edit has no single "
            + "place; make it in the chapter", edit, line
        ).diagnostics
      }
      var clear: [LineChange] = []
      for change in merged.changes {
        do throws(Faults) {
          patches += try patch(change, file, merged, edit)
          clear.append(change)
        } catch {
          problems += error.diagnostics
        }
      }
      expected[edit.path] = merged.applying(clear)
      if problems.isEmpty { outcome.settled.append(edit) }
      outcome.problems += problems
    }
    if patches.isEmpty, !outcome.problems.isEmpty { throw Faults(outcome.problems) }
    outcome.chapters = ChapterPatches(web, try unique(patches)).texts()
    try check(outcome.chapters, expected, edits, blocks: Set(patches.map(\.block)))
    return outcome
  }

  // From tangled lines to the lines of blocks.

  private func patch(
    _ change: LineChange, _ file: TangledFile, _ merged: EditMerge, _ edit: HandEdit
  ) throws(Faults) -> [BlockPatch] {
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
      var patches: [BlockPatch] = []
      for (index, origin) in origins.enumerated() {
        let lines = new.isEmpty ? [] : [new[index]]
        let content = try content(lines, origin, file, edit, change.new.lowerBound + index)
        patches.append(
          BlockPatch(block: origin.block, old: origin.line..<(origin.line + 1), new: content))
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
      BlockPatch(block: first.block, old: first.line..<(first.line + origins.count), new: content)
    ]
  }

  /// Lines between two others belong to the block of both. Where they could stand a little higher
  /// or lower with the same outcome, all these places are looked at.
  private func insertion(
    _ new: [ArraySlice<UInt8>], _ change: LineChange, _ file: TangledFile, _ merged: EditMerge,
    _ edit: HandEdit
  ) throws(Faults) -> BlockPatch {
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
    var found: (patch: BlockPatch, block: BlockID)?
    for candidate in candidates {
      guard let (origin, line) = place(at: candidate.at, file) else { continue }
      if let found, found.block != origin.block {
        throw obstacle(
          "the edit lies between chunks, so it has no single place; make it in the chapter", edit,
          change.new.lowerBound, [origin])
      }
      if found != nil { continue }
      let content = try content(candidate.lines, origin, file, edit, change.new.lowerBound)
      found = (BlockPatch(block: origin.block, old: line..<line, new: content), origin.block)
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

  func obstacle(
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
  private func unique(_ patches: [BlockPatch]) throws(Faults) -> [BlockPatch] {
    var seen: Set<BlockPatch> = []
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
}
