import CCmark

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
    while let child = cmark_node_first_child(pointer),
      cmark_node_append_child(wrapper, child) == 1
    {}
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

  /// Takes this node and what is below it out of the tree; what is below no other stays as it is.
  public func remove() {
    guard cmark_node_parent(pointer) != nil else { return }
    cmark_node_unlink(pointer)
    document.removed.append(pointer)
  }
}
