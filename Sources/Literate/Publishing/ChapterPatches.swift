/// New lines in the place of some lines of a block's content.
struct BlockPatch: Hashable {
  let block: BlockID
  let old: Range<Int>
  let new: [[UInt8]]
}

/// Patches of blocks, written into the chapters' text.
struct ChapterPatches {
  private let web: Web
  private let patches: [BlockPatch]

  /// - Parameter patches: In the order of the blocks and their lines, none lying on another.
  init(_ web: Web, _ patches: [BlockPatch]) {
    self.web = web
    self.patches = patches
  }

  /// The chapters that change, with their new text.
  func texts() -> [(chapter: Int, bytes: [UInt8])] {
    let byChapter = Dictionary(grouping: patches, by: \.block.chapter)
    return byChapter.sorted { $0.key < $1.key }.map { ($0.key, text($0.key, $0.value)) }
  }

  private func text(_ chapter: Int, _ patches: [BlockPatch]) -> [UInt8] {
    let source = web.book.chapters[chapter].source
    var bytes: [UInt8] = []
    var done = 0
    var margins: (block: BlockID, margins: Margins)?
    for patch in patches {
      let block = web.block(patch.block)
      let first = block.sourceLine(patch.old.lowerBound)
      let start =
        first <= source.lineCount ? source.range(ofLine: first).lowerBound : source.bytes.count
      bytes += source.bytes[done..<start]
      let known = margins?.block == patch.block ? margins?.margins : nil
      let own = known ?? Margins(block, source)
      margins = (patch.block, own)
      for (index, line) in patch.new.enumerated() {
        let old = patch.old.lowerBound + index
        bytes += own.margin(ofLine: min(old, max(patch.old.upperBound - 1, 0)), for: line)
        bytes += line
        bytes += own.lineEnd
      }
      let end = block.sourceLine(patch.old.upperBound)
      done = end <= source.lineCount ? source.range(ofLine: end).lowerBound : source.bytes.count
    }
    return bytes + source.bytes[done...]
  }
}

/// The marks of lists and quotes in front of a block's lines.
private struct Margins {
  private let block: CodeBlock
  private let source: SourceText
  /// The lines that hold something, in order.
  private let filled: [Int]

  init(_ block: CodeBlock, _ source: SourceText) {
    self.block = block
    self.source = source
    filled = block.lines.indices.filter { block.lines[$0].kind != .blank }
  }

  var lineEnd: ArraySlice<UInt8> {
    let range = source.range(ofLine: block.line)
    let end = source.bytes[range].drop { $0 != 0x0A && $0 != 0x0D }
    return end.isEmpty ? [0x0A] : end
  }

  /// What stands in front of the content on its own line, or on the nearest one that has content.
  func margin(ofLine index: Int, for line: [UInt8]) -> [UInt8] {
    var margin: [UInt8]
    if let nearest = nearest(to: index), let known = known(nearest) {
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

  /// The line with content that is nearest to a line; of two the one above.
  private func nearest(to index: Int) -> Int? {
    var low = 0
    var high = filled.count
    while low < high {
      let middle = (low + high) / 2
      if filled[middle] < index { low = middle + 1 } else { high = middle }
    }
    let below = low < filled.count ? filled[low] : nil
    let above = low > 0 ? filled[low - 1] : nil
    guard let below, let above else { return below ?? above }
    return index - above <= below - index ? above : below
  }

  private func known(_ index: Int) -> [UInt8]? {
    let whole = source.line(block.sourceLine(index))
    let content = block.lineText(index)
    guard whole.reversed().starts(with: content.reversed()) else { return nil }
    return Array(whole.dropLast(content.count))
  }
}
