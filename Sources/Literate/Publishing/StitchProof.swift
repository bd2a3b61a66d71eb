/// The proof: the new chapters tangle to the edited files and change no other.
extension Stitcher {
  func check(
    _ chapters: [(chapter: Int, bytes: [UInt8])], _ expected: [String: [ArraySlice<UInt8>]],
    _ edits: [HandEdit], blocks: Set<BlockID>
  ) throws(Faults) {
    let changed = Dictionary(uniqueKeysWithValues: chapters.map { ($0.chapter, $0.bytes) })
    let newFiles = (try? CheckedBook(book.with(texts: changed))).map { Tangler($0).files() } ?? []
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
    let language = web.block(file.definition).tag.language
    guard book.settings.hasLineDirectives,
      let directive = LineDirective(path: file.path, language: language)
    else { return lines }
    // They count the lines of chapters, which the edit may have moved.
    return lines.filter { !directive.isOne($0) }
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
