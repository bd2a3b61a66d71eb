import CCmark
import Foundation

/// A node of a document's tree. It keeps its document, and is valid also when it was taken out.
public struct Node {
  public enum Kind: Sendable {
    case document, blockQuote, list, item, codeBlock, htmlBlock, customBlock, table, footnote
    case paragraph, heading, thematicBreak
    case text, softBreak, lineBreak, code, htmlInline, customInline
    case emphasis, strong, link, image

    var containsInlines: Bool { self == .paragraph || self == .heading }
  }

  let document: Document
  let pointer: OpaquePointer

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
  public var plainText: String { plainText { _ in "" } }

  /// The same, with words for links that have none of their own, by their addresses.
  func plainText(_ words: (_ url: String) -> String) -> String {
    var text = ""
    for node in descendants() {
      switch node.kind {
      case .text, .code: text += node.literal
      case .softBreak, .lineBreak: text += " "
      case .link where node.firstChild == nil: text += words(node.url)
      default: break
      }
    }
    return text
  }
}

extension Node: Equatable {
  public static func == (a: Node, b: Node) -> Bool { a.pointer == b.pointer }
}

private extension Node {
  func node(_ pointer: OpaquePointer?) -> Node? {
    pointer.map { Node(document: document, pointer: $0) }
  }

  func string(_ text: UnsafePointer<CChar>?) -> String {
    text.map { String(cString: $0) } ?? ""
  }
}

extension Node {
  /// Whether the node is a part of an image's alternative text.
  package var isInImage: Bool {
    var node = parent
    while let current = node {
      if current.kind == .image { return true }
      node = current.parent
    }
    return false
  }
}
