import CCmark
import Foundation

/// A Markdown text as libcmark reads it, with tables and footnotes: the owner of its syntax tree.
///
/// This file is the only one that knows libcmark; everything else sees `Document` and `Node`.
public final class Document {
  public let text: SourceText
  private var tree: OpaquePointer
  private var insets: Insets?
  /// Where each line of the text stands in its file, if it is only a part of one.
  fileprivate let lineNumbers: [Int]?
  /// What was taken out of the tree: kept as long as the tree, so that no `Node` is ever left behind.
  fileprivate var removed: [OpaquePointer] = []

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

  fileprivate func kind(ofHTMLAtLine line: Int) -> Node.Kind {
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

/// A node of a document's tree. It keeps its document, and is valid also when it was taken out.
public struct Node {
  public enum Kind: Sendable {
    case document, blockQuote, list, item, codeBlock, htmlBlock, customBlock, table, footnote
    case paragraph, heading, thematicBreak
    case text, softBreak, lineBreak, code, htmlInline, customInline
    case emphasis, strong, link, image

    var containsInlines: Bool { self == .paragraph || self == .heading }
  }

  fileprivate let document: Document
  fileprivate let pointer: OpaquePointer

  public var kind: Kind {
    switch cmark_node_get_type(pointer) {
    case CMARK_NODE_BLOCK_QUOTE: .blockQuote
    case CMARK_NODE_LIST: .list
    case CMARK_NODE_ITEM: .item
    case CMARK_NODE_CODE_BLOCK: .codeBlock
    case CMARK_NODE_HTML_BLOCK: document.kind(ofHTMLAtLine: lineInText)
    case CMARK_NODE_CUSTOM_BLOCK: .customBlock
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_HEADING: .heading
    case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
    case CMARK_NODE_TEXT: .text
    case CMARK_NODE_SOFTBREAK: .softBreak
    case CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_CODE: .code
    case CMARK_NODE_HTML_INLINE: .htmlInline
    case CMARK_NODE_CUSTOM_INLINE: .customInline
    case CMARK_NODE_EMPH: .emphasis
    case CMARK_NODE_STRONG: .strong
    case CMARK_NODE_LINK: .link
    case CMARK_NODE_IMAGE: .image
    default: .document
    }
  }

  /// The line in the file; in the document's text, which may be a part of it, it is another.
  public var startLine: Int { document.line(lineInText) }
  /// The bytes of the text's line on which the node begins.
  public var sourceLine: ArraySlice<UInt8> { document.text.line(lineInText) }
  /// The block as it is written, from its first line to its last.
  public var sourceText: String {
    (lineInText...max(lineInText, lastLineInText))
      .map { String(decoding: document.text.line($0), as: UTF8.self) + "\n" }.joined()
  }
  var lineInText: Int { Int(cmark_node_get_start_line(pointer)) }
  public var startColumn: Int { Int(cmark_node_get_start_column(pointer)) }
  public var endLine: Int { document.line(lastLineInText) }
  var lastLineInText: Int { Int(cmark_node_get_end_line(pointer)) }
  public var endColumn: Int { Int(cmark_node_get_end_column(pointer)) }

  /// The text of a code block, code span, text or raw HTML.
  public var literal: String { string(cmark_node_get_literal(pointer)) }

  /// The bytes of `literal`.
  public var literalBytes: [UInt8] {
    guard let text = cmark_node_get_literal(pointer) else { return [] }
    return Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
  }

  /// Whether this is a code block by its indentation: its text begins on the line on which the block
  /// begins, a fence's below it.
  var isIndentedCode: Bool {
    kind == .codeBlock && info.isEmpty
      && literalBytes.prefix { $0 != 0x0A }.elementsEqual(
        document.text.line(startLine).dropFirst(max(1, startColumn) - 1))
  }

  /// A code block's info string, with escapes and entities resolved; empty without one.
  public var info: String { string(cmark_node_get_fence_info(pointer)) }

  /// 1 to 6 for a heading.
  public var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }

  /// Where a link or an image leads.
  public var url: String { string(cmark_node_get_url(pointer)) }

  /// The title of a link or an image, empty without one.
  public var title: String { string(cmark_node_get_title(pointer)) }

  public var parent: Node? { node(cmark_node_parent(pointer)) }
  public var next: Node? { node(cmark_node_next(pointer)) }
  public var previous: Node? { node(cmark_node_previous(pointer)) }
  public var firstChild: Node? { node(cmark_node_first_child(pointer)) }
  public var lastChild: Node? { node(cmark_node_last_child(pointer)) }

  public var children: [Node] {
    Array(sequence(first: firstChild) { $0?.next }.prefix { $0 != nil }.compactMap { $0 })
  }

  /// The nodes below this one, in reading order, parents first.
  public func descendants() -> [Node] {
    var found: [Node] = []
    guard let iterator = cmark_iter_new(pointer) else { return [] }
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return found }
      guard event == CMARK_EVENT_ENTER, let entered = cmark_iter_get_node(iterator) else {
        continue
      }
      if entered != pointer { found.append(Node(document: document, pointer: entered)) }
    }
  }

  /// What libcmark makes of the text inside this paragraph.
  public var innerHTML: String { children.map(\.html).joined() }

  private var html: String {
    guard let rendered = cmark_render_html(pointer, CMARK_OPT_UNSAFE) else { return "" }
    defer { free(rendered) }
    return String(cString: rendered)
  }

  /// The text that a reader sees: formatting dropped, a line break a space, images by their
  /// alternative text.
  public var plainText: String {
    var text = ""
    for node in descendants() {
      switch node.kind {
      case .text, .code: text += node.literal
      case .softBreak, .lineBreak: text += " "
      default: break
      }
    }
    return text
  }
}

extension Node: Equatable {
  public static func == (a: Node, b: Node) -> Bool { a.pointer == b.pointer }
}

/// Changes to the tree.
extension Node {
  public func setURL(_ url: String) {
    cmark_node_set_url(pointer, url)
  }

  public func setLiteral(_ text: String) {
    cmark_node_set_literal(pointer, text)
  }

  func setLiteral(_ bytes: [UInt8]) {
    // A text of libcmark's ends at a NUL, which no chapter holds.
    (bytes + [0]).withUnsafeBytes { text in
      _ = cmark_node_set_literal(pointer, text.baseAddress?.assumingMemoryBound(to: CChar.self))
    }
  }

  /// Puts raw HTML in the place of this block or inline.
  public func replace(withHTML html: String) {
    let isInline = cmark_node_get_type(pointer).rawValue >= CMARK_NODE_FIRST_INLINE.rawValue
    let kind = isInline ? CMARK_NODE_HTML_INLINE : CMARK_NODE_HTML_BLOCK
    guard let replacement = cmark_node_new(kind) else { return }
    cmark_node_set_literal(replacement, html)
    guard cmark_node_replace(pointer, replacement) == 1 else {
      cmark_node_free(replacement)
      return
    }
    document.removed.append(pointer)
  }

  /// Puts raw HTML before this block or inline.
  public func insertBefore(html: String) {
    let isInline = cmark_node_get_type(pointer).rawValue >= CMARK_NODE_FIRST_INLINE.rawValue
    guard let added = cmark_node_new(isInline ? CMARK_NODE_HTML_INLINE : CMARK_NODE_HTML_BLOCK)
    else { return }
    cmark_node_set_literal(added, html)
    if cmark_node_insert_before(pointer, added) != 1 { cmark_node_free(added) }
  }

  /// Puts `opening` and `closing` in the place of this node's own tags, its children staying as
  /// they are.
  public func rewrap(opening: String, closing: String) {
    let isInline = cmark_node_get_type(pointer).rawValue >= CMARK_NODE_FIRST_INLINE.rawValue
    guard
      let wrapper = cmark_node_new(isInline ? CMARK_NODE_CUSTOM_INLINE : CMARK_NODE_CUSTOM_BLOCK)
    else { return }
    cmark_node_set_on_enter(wrapper, opening)
    cmark_node_set_on_exit(wrapper, closing)
    guard cmark_node_replace(pointer, wrapper) == 1 else {
      cmark_node_free(wrapper)
      return
    }
    while let child = cmark_node_first_child(pointer) {
      cmark_node_append_child(wrapper, child)
    }
    document.removed.append(pointer)
  }

  /// Puts raw HTML behind what stands in this block or inline.
  public func append(html: String) {
    guard let added = cmark_node_new(CMARK_NODE_HTML_INLINE) else { return }
    cmark_node_set_literal(added, html)
    if cmark_node_append_child(pointer, added) != 1 { cmark_node_free(added) }
  }

  /// Splits a text: this node keeps what stands before some characters, one behind it gets what
  /// stands behind them.
  ///
  /// - Returns: The node of the characters between.
  public func splitOff(before: String, behind: String) -> Node {
    let middle = String(literal.dropFirst(before.count).dropLast(behind.count))
    setLiteral(before)
    var last = self
    var parts: [Node] = []
    for text in [middle, behind] {
      guard let added = cmark_node_new(CMARK_NODE_TEXT) else { return self }
      cmark_node_set_literal(added, text)
      guard cmark_node_insert_after(last.pointer, added) == 1 else {
        cmark_node_free(added)
        return self
      }
      last = Node(document: document, pointer: added)
      parts.append(last)
    }
    return parts[0]
  }

  /// Takes this node and what is below it out of the tree.
  public func remove() {
    cmark_node_unlink(pointer)
    document.removed.append(pointer)
  }
}

private extension Node {
  func node(_ pointer: OpaquePointer?) -> Node? {
    pointer.map { Node(document: document, pointer: $0) }
  }

  func string(_ text: UnsafePointer<CChar>?) -> String {
    text.map { String(cString: $0) } ?? ""
  }
}
