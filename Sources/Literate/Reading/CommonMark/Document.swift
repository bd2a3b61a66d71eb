import CCmark
import Foundation

/// A Markdown text as libcmark reads it, with tables and footnotes: the owner of its syntax tree.
///
/// The files of this folder are the only ones that know libcmark; everything else sees `Document` and
/// `Node`.
public final class Document {
  public let text: SourceText
  private var tree: OpaquePointer
  private var insets: Insets?
  /// Where each line of the text stands in its file, if it is only a part of one.
  let lineNumbers: [Int]?
  /// What was taken out of the tree: kept as long as the tree, so that no `Node` is ever left behind.
  var removed: [OpaquePointer] = []

  /// Reads any bytes: CommonMark has no errors.
  ///
  /// - Parameter lineNumbers: Where each line of the text stands in its file; nil for a whole file.
  public convenience init(_ text: SourceText, lineNumbers: [Int]? = nil) {
    self.init(plain: text, lineNumbers: lineNumbers)
    readInsets()
    let visible = insets.map { SourceText($0.visibleText) } ?? text
    if let expanded = ContainerTabs.expanded(visible) { correctFences(SourceText(expanded)) }
  }

  /// The text of a fence in a file.
  public convenience init(_ block: CodeBlock) {
    self.init(
      SourceText(block.text), lineNumbers: block.lines.indices.map { block.sourceLine($0) })
  }

  /// Reads a text as CommonMark alone.
  init(plain text: SourceText, lineNumbers: [Int]? = nil) {
    self.text = text
    self.lineNumbers = lineNumbers
    tree = Self.parse(text.bytes)
  }

  private static func parse(_ bytes: [UInt8]) -> OpaquePointer {
    bytes.withUnsafeBytes { bytes in
      // libcmark does not read from the pointer when there are no bytes.
      let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      return cmark_parse_document(start, bytes.count, CMARK_OPT_DEFAULT)
    }
  }

  /// Gives the blocks whose fences stand behind a tab the text that they would have if blanks stood
  /// there.
  private func correctFences(_ expanded: SourceText) {
    let read = Document(plain: expanded)
    let given = read.blocks().filter { $0.kind == .codeBlock }
    let own = blocks().filter { $0.kind == .codeBlock }
    guard given.map(\.lineInText) == own.map(\.lineInText) else { return }
    for (node, other) in zip(own, given)
    where ContainerTabs.isFenceBehindTab(text.line(node.lineInText)) && !other.isIndentedCode {
      var literal: [UInt8] = []
      for (index, line) in lines(of: other.literalBytes).enumerated() {
        let number = node.lineInText + 1 + index
        let column = expanded.line(number).count - line.count
        literal += ContainerTabs.content(of: text.line(number), fromColumn: column) + [0x0A]
      }
      node.setLiteral(literal)
    }
  }

  /// Where a table ends, something can begin that holds another; so it is looked for again, but no
  /// more often than anyone nests tables.
  private func readInsets() {
    var insets = Insets(in: text)
    insets.findFootnotes(in: blocks())
    if !insets.isEmpty { read(insets) }
    for _ in 0..<16 {
      guard insets.findTables(in: blocks()) else { return }
      read(insets)
    }
  }

  private func read(_ insets: Insets) {
    removed.append(tree)
    tree = Self.parse(insets.visibleText)
    self.insets = insets
  }

  func kind(ofHTMLAtLine line: Int) -> Node.Kind {
    guard let insets else { return .htmlBlock }
    return insets.tables[line] != nil
      ? .table : insets.footnotes[line] != nil ? .footnote : .htmlBlock
  }

  public convenience init(_ text: String) {
    self.init(SourceText(text))
  }

  /// The table at a node of that kind.
  public func table(at node: Node) -> Table? { insets?.tables[node.lineInText] }

  /// The paragraphs of a table's cells, the header's and then row by row; nil for an empty cell.
  public func cells(ofTableAt node: Node) -> [Node?] {
    insetTexts?.cells[node.lineInText] ?? []
  }

  /// The texts of the footnotes, in reading order.
  public var footnotes: [(name: String, text: Document)] {
    insetTexts?.footnotes ?? []
  }

  /// The blocks that hold running text, those in tables and footnotes included.
  public var runningTexts: [Node] {
    let cells = insetTexts?.cells.values.joined().compactMap { $0 } ?? []
    return (blocks() + footnotes.flatMap { $0.text.blocks() })
      .filter { $0.kind.containsInlines } + cells
  }

  private lazy var insetTexts = insets.map { InsetTexts($0, of: self) }

  deinit {
    removed.forEach { cmark_node_free($0) }
    cmark_node_free(tree)
  }

  public var root: Node { Node(document: self, pointer: tree) }

  /// The tree as libcmark's HTML, raw HTML included.
  public func html() -> String {
    guard let rendered = cmark_render_html(tree, CMARK_OPT_UNSAFE) else { return "" }
    defer { free(rendered) }
    return String(cString: rendered)
  }

  /// The same without a copy through `String`, for text that need not be UTF-8.
  public func htmlBytes() -> [UInt8] {
    guard let rendered = cmark_render_html(tree, CMARK_OPT_UNSAFE) else { return [] }
    defer { free(rendered) }
    return Array(UnsafeRawBufferPointer(start: rendered, count: strlen(rendered)))
  }

  /// Every node that can contain blocks or is one, in reading order, parents first; the inside of
  /// headings and paragraphs is left out.
  public func blocks() -> [Node] {
    var blocks: [Node] = []
    forEachBlock { blocks.append($0) }
    return blocks
  }

  /// Calls `body` for what `blocks()` lists.
  public func forEachBlock(_ body: (Node) -> Void) {
    var current = tree
    while true {
      let node = Node(document: self, pointer: current)
      if current != tree { body(node) }
      if !node.kind.containsInlines, let child = cmark_node_first_child(current) {
        current = child
        continue
      }
      while current != tree, cmark_node_next(current) == nil, let up = cmark_node_parent(current) {
        current = up
      }
      guard current != tree, let next = cmark_node_next(current) else { return }
      current = next
    }
  }
}

extension Document {
  /// The line of the file on which a line of the text stands.
  func line(_ line: Int) -> Int {
    guard let lineNumbers, line > 0 else { return line }
    return lineNumbers.indices.contains(line - 1) ? lineNumbers[line - 1] : lineNumbers.last ?? line
  }
}
