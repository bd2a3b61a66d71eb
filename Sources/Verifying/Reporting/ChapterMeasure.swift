import Literate

/// What can be counted of a chapter's form.
public struct ChapterMeasure: Sendable, Encodable {
  /// The chapter's file.
  public let chapter: String
  /// The words of headings, paragraphs and tables; those of code and beside images left out.
  public internal(set) var words = 0
  /// The lines of Swift that are tangled and in view, blank ones left out.
  public internal(set) var linesInView = 0
  /// The same for what stands behind the page.
  public internal(set) var linesBehind = 0
  /// The lines of the fences of blocks in view before which no sentence stands.
  public internal(set) var bareBlocks: [Int] = []
  /// How many words stand before the first figure; nil without a figure.
  public internal(set) var wordsBeforeFigure: Int?
  /// For each block in view, the words of paragraphs and tables since the block before it.
  public internal(set) var wordsBeforeBlocks: [Int] = []

  /// So many words or more stand before three blocks of four; nil without a block.
  public var lowerQuartile: Int? {
    wordsBeforeBlocks.isEmpty ? nil : wordsBeforeBlocks.sorted()[wordsBeforeBlocks.count / 4]
  }

  private var wordsSinceBlock = 0
  private var wasFirstOfTwo = false

  private enum CodingKeys: String, CodingKey {
    case chapter, words, linesInView, linesBehind, bareBlocks, wordsBeforeFigure, wordsBeforeBlocks
  }

  public init(_ chapter: Chapter) {
    self.chapter = chapter.name
    let document = Document(chapter.source)
    let blocks = Dictionary(
      chapter.blocks.map { ($0.line, $0) }, uniquingKeysWith: { first, _ in first })
    var hasSentence = false
    for node in document.blocks() {
      switch node.kind {
      case .heading:
        words += Self.words(in: node)
        hasSentence = false
      case .paragraph:
        for part in node.descendants() where part.kind == .image {
          wordsBeforeFigure = wordsBeforeFigure ?? words
        }
        let count = Self.words(in: node)
        words += count
        wordsSinceBlock += count
        hasSentence = hasSentence || count > 0
      case .htmlBlock where node.literal.lowercased().contains("<svg"),
        .htmlBlock where node.literal.lowercased().contains("<img"):
        wordsBeforeFigure = wordsBeforeFigure ?? words
      case .codeBlock:
        read(node, blocks[node.startLine], &hasSentence)
      default: break
      }
    }
  }

  private mutating func read(_ node: Node, _ block: CodeBlock?, _ hasSentence: inout Bool) {
    guard let block else {
      bare(node.startLine, &hasSentence)
      return
    }
    switch block.tag.role {
    case .figure:
      if !block.tag.isBehind { wordsBeforeFigure = wordsBeforeFigure ?? words }
    case .formula, .compilerMessages: break
    case .input: if !block.tag.isBehind { bare(block.line, &hasSentence, isFirstOfTwo: true) }
    default:
      if block.tag.isSwift, case .chunk = block.tag.role {
        let count = block.lines.count { $0.kind != .blank }
        if block.tag.isBehind { linesBehind += count } else { linesInView += count }
      }
      if !block.tag.isBehind { bare(block.line, &hasSentence) }
    }
  }

  private mutating func bare(_ line: Int, _ hasSentence: inout Bool, isFirstOfTwo: Bool = false) {
    if !hasSentence { bareBlocks.append(line) }
    if !wasFirstOfTwo { wordsBeforeBlocks.append(wordsSinceBlock) }
    wasFirstOfTwo = isFirstOfTwo
    wordsSinceBlock = 0
    hasSentence = isFirstOfTwo
  }

  private static func words(in node: Node) -> Int {
    var text = ""
    for part in node.descendants() where !part.isInImage {
      switch part.kind {
      case .text, .code: text += part.literal
      case .softBreak, .lineBreak, .image: text += " "
      default: break
      }
    }
    return text.split { $0.isWhitespace }.count { word in
      word.contains { $0.isLetter || $0.isNumber }
    }
  }
}

extension [ChapterMeasure] {
  /// The measures as a table, the sums in its last line.
  public var table: String {
    var rows = [
      ["chapter", "words", "in view", "behind", "bare blocks", "before a block", "before a figure"]
    ]
    for measure in self {
      let bare = measure.bareBlocks.prefix(6).map(String.init).joined(separator: " ")
      let lines = bare.isEmpty ? "" : " (\(bare)\(measure.bareBlocks.count > 6 ? " …" : ""))"
      rows.append([
        measure.chapter, "\(measure.words)", "\(measure.linesInView)", "\(measure.linesBehind)",
        "\(measure.bareBlocks.count)" + lines,
        measure.lowerQuartile.map(String.init) ?? "no block",
        measure.wordsBeforeFigure.map(String.init) ?? "no figure",
      ])
    }
    func sum(_ count: (ChapterMeasure) -> Int) -> String { "\(reduce(0) { $0 + count($1) })" }
    rows.append([
      "\(count) \(count == 1 ? "chapter" : "chapters")", sum(\.words), sum(\.linesInView),
      sum(\.linesBehind), sum(\.bareBlocks.count), "", "",
    ])
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().map { column, text in
        let space = String(repeating: " ", count: widths[column] - text.count)
        return (1...3).contains(column) ? space + text : text + space
      }
      .joined(separator: "  ").trimmedAtEnd
    }
    .joined(separator: "\n")
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
