import CCmark
import Foundation

/// A Markdown text as libcmark reads it: the owner of its syntax tree.
///
/// This file is the only one that knows libcmark; everything else sees `Document` and `Node`.
public final class Document {
  public let text: SourceText
  private let tree: OpaquePointer
  /// What was taken out of the tree: kept as long as the tree, so that no `Node` is ever left behind.
  fileprivate var removed: [OpaquePointer] = []

  /// Reads any bytes: CommonMark has no errors.
  public init(_ text: SourceText) {
    self.text = text
    tree = Self.parse(text.bytes)
    if let expanded = ContainerTabs.expanded(text) {
      correctFences(SourceText(expanded))
    }
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
    let read = Document(expanded)
    let given = read.blocks().filter { $0.kind == .codeBlock }
    let own = blocks().filter { $0.kind == .codeBlock }
    guard given.map(\.startLine) == own.map(\.startLine) else { return }
    for (node, other) in zip(own, given)
    where ContainerTabs.isFenceBehindTab(text.line(node.startLine)) && !other.isIndentedCode {
      var literal: [UInt8] = []
      for (index, line) in lines(of: other.literalBytes).enumerated() {
        let number = node.startLine + 1 + index
        let column = expanded.line(number).count - line.count
        literal += ContainerTabs.content(of: text.line(number), fromColumn: column) + [0x0A]
      }
      node.setLiteral(literal)
    }
  }

  public convenience init(_ text: String) {
    self.init(SourceText(text))
  }

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

/// A node of a document's tree. It keeps its document, and is valid also when it was taken out.
public struct Node {
  public enum Kind: Sendable {
    case document, blockQuote, list, item, codeBlock, htmlBlock, customBlock
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
    case CMARK_NODE_HTML_BLOCK: .htmlBlock
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

  public var startLine: Int { Int(cmark_node_get_start_line(pointer)) }
  public var startColumn: Int { Int(cmark_node_get_start_column(pointer)) }
  public var endLine: Int { Int(cmark_node_get_end_line(pointer)) }
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
