import Compiling
import Literate

/// The listings of a chapter that must not compile.
struct FailingListings {
  private let verifier: Verifier
  private let index: Int

  init(_ verifier: Verifier, _ index: Int) {
    self.verifier = verifier
    self.index = index
  }

  /// What came of trying a listing.
  struct Tried {
    let id: BlockID
    /// Why it does not hold: it compiles, or fails elsewhere.
    let fault: Diagnostic?
    /// What the compiler says of the listing's lines.
    let lines: [ArraySlice<UInt8>]
    /// The block below the listing that holds what the compiler says.
    let messagesBlock: Int?
  }

  private var chapter: Chapter { verifier.book.chapters[index] }

  func tried(_ builds: inout ChapterBuilds) -> [Tried] {
    chapter.blocks.indices.compactMap { block in
      guard verifier.isWanted(), case .failing(let name) = chapter.blocks[block].tag.role else {
        return nil
      }
      return tried(BlockID(chapter: index, block: block), name, &builds)
    }
  }

  private func tried(_ id: BlockID, _ name: String, _ builds: inout ChapterBuilds) -> Tried {
    let block = chapter.blocks[id.block]
    let next = id.block + 1
    var messagesBlock: Int?
    if chapter.blocks.indices.contains(next),
      case .compilerMessages = chapter.blocks[next].tag.role
    {
      messagesBlock = next
    }
    func fault(_ message: String, notes: [Diagnostic.Note] = []) -> Tried {
      Tried(
        id: id,
        fault: .error(
          message, at: chapter.location(line: block.line, column: block.column), notes: notes),
        lines: [], messagesBlock: messagesBlock)
    }
    let snapshot = Snapshot(Tangler(verifier.checked, trying: id))
    let trying = verifier.programs.all.filter { program in
      guard let builder = program.builder else { return false }
      return builder.sources(snapshot).contains { file in
        file.origins.contains { $0?.block == id }
      }
    }
    guard let builder = trying.first?.builder else {
      return fault(
        "no program has the chunk `\(name)` here, so nothing says that this does not compile; put "
          + "the listing behind the chunk, or mark it `sketch`")
    }
    let result = builds.tryBuild(builder, snapshot)
    if result.isBuilt {
      return fault("this compiles, and is marked `fails`; show what does not, or drop `fails`")
    }
    let messages = CompilerMessages(
      result.messages, about: snapshot, isBuilt: false, folder: result.folder, through: chapter)
    let own = (block.line...(block.line + block.lines.count + 1))
    let here = messages.findings.filter { finding in
      finding.severity == .error && finding.location.file == chapter.path
        && own.contains(finding.location.line)
    }
    guard !here.isEmpty else {
      return fault(
        "this does not fail itself: the program fails elsewhere",
        notes: messages.findings.prefix(3).map {
          Diagnostic.Note($0.message, at: $0.location, detail: $0.detail)
        })
    }
    var lines: [String] = []
    for finding in here {
      lines.append("error: \(finding.message)")
      for note in finding.notes { lines.append("note: \(note.message)") }
    }
    return Tried(
      id: id, fault: nil, lines: lines.map { Array($0.utf8)[...] }, messagesBlock: messagesBlock)
  }
}

extension FailingListings.Tried {
  /// Where the block below does not hold what the compiler says. It may hold the first message
  /// alone, or the errors without their notes.
  func departure(in chapter: Chapter) -> Diagnostic? {
    guard let messagesBlock else { return nil }
    let block = chapter.blocks[messagesBlock]
    let expected = Elision.lines(
      ofTranscript: block.lines.indices.map { block.lineText($0) })
    let errors = lines.filter { $0.starts(with: Array("error: ".utf8)) }
    let accepted = [lines, errors, Array(lines.prefix(1))]
    if accepted.contains(where: { Elision.departure(of: $0, from: expected) == nil }) {
      return nil
    }
    guard let departure = Elision.departure(of: lines, from: expected) else { return nil }
    var location = chapter.location(line: block.line, column: block.column)
    if case .line(let index) = departure { location = chapter.location(of: block, line: index) }
    return .error(
      "the compiler does not say this; `--update` writes what it says", at: location,
      detail: TranscriptDifference(expected, lines).diff())
  }
}
