import Literate
import SwiftCode

/// The program as pages show it: its lines in colours, and how it came to be.
struct ShownProgram: Sendable {
  let history: History
  /// What the compiler understood of it; nil where it was not asked.
  let types: Types?
  let memory: Memory
  /// Each chapter's blocks in colours; empty ones for those that are no chunks.
  private let coloured: [[Listing]]

  init(_ book: Book, types: Types?, _ memory: Memory) {
    self.types = types
    history = History(book)
    self.memory = memory
    coloured = book.chapters.concurrentMap { chapter in
      chapter.blocks.map { block -> Listing in
        guard case .chunk = block.tag.role else { return Listing() }
        return Listing(block, memory: memory)
      }
    }
  }

  /// A block's lines as they are written.
  ///
  /// - Parameter chapter: The chapter through which the program is understood.
  func listing(of block: BlockID, through chapter: Int) -> Listing {
    let lines = coloured[block.chapter][block.block].lines
    return Listing(
      lines.indices.map {
        lines[$0].placed(at: Listing.Origin(block: block, line: $0), types, through: chapter)
      })
  }

  /// A line as it stands in its file.
  ///
  /// - Parameter chapter: The chapter through which the program is understood; nil says nothing of
  ///   its names.
  func line(_ placed: PlacedLine, through chapter: Int?) -> Listing.Line {
    let origin = Listing.Origin(block: placed.block, line: placed.line)
    guard
      case .line(let line) = coloured[origin.block.chapter][origin.block.block].rows[origin.line]
    else { return Listing.Line([]) }
    return line.placed(at: origin, chapter.flatMap { _ in types }, through: chapter ?? 0)
      .indented(by: placed.indentation)
  }

  /// Lines of files.
  func listing(_ lines: [PlacedLine], through chapter: Int) -> Listing {
    Listing(lines.map { line($0, through: chapter) })
  }

  /// What a block changes: the lines around it, those it adds and those it removes.
  func listing(_ change: ChunkChange, through chapter: Int) -> Listing {
    var listing = Listing()
    listing.rows = change.rows.map { row in
      switch row {
      case .line(let line, let change): .line(self.line(line, through: chapter).marked(change))
      case .gap(let count): .gap(count)
      }
    }
    return listing
  }
}
