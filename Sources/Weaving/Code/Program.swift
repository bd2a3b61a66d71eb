import Literate
import SwiftCode

/// The program as pages show it: its lines in colours, and how it came to be.
struct Program: Sendable {
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
    var listing = coloured[block.chapter][block.block]
    for index in listing.lines.indices {
      let origin = Listing.Origin(block: block, line: index)
      listing.lines[index] = listing.lines[index]?.placed(at: origin, types, through: chapter)
    }
    return listing
  }

  /// A line as it stands in its file.
  func line(_ line: History.Line, through chapter: Int) -> Listing.Line {
    let origin = Listing.Origin(block: line.origin.block, line: line.origin.line)
    let lines = coloured[origin.block.chapter][origin.block.block].lines
    let written = origin.line < lines.count ? lines[origin.line] : nil
    return (written ?? Listing.Line([])).placed(at: origin, types, through: chapter)
      .indented(by: line.indentation)
  }

  /// Lines of files.
  func listing(_ lines: [History.Line], through chapter: Int) -> Listing {
    Listing(lines: lines.map { line($0, through: chapter) })
  }

  /// What a block changes: the lines around it, those it adds and those it removes.
  func listing(_ change: History.Change, through chapter: Int) -> Listing {
    var listing = Listing()
    for (index, hunk) in change.hunks.enumerated() {
      if index > 0 { listing.lines.append(nil) }
      listing.lines += hunk.map { line($0, through: chapter).marked($0.change) }
    }
    return listing
  }
}
