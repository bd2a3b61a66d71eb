extension Node {
  /// What the comment behind a number asks for, `run: loss` in `<!-- = run: loss -->`; nil for
  /// whatever else the node is. It is for verify, and not woven.
  package var factQuery: String? {
    guard kind == .htmlInline else { return nil }
    let text = literal
    guard text.hasPrefix("<!--"), text.hasSuffix("-->"), text.utf8.count >= 7 else { return nil }
    let inner = foldedName(text.dropFirst(4).dropLast(3))
    return inner.hasPrefix("=") ? foldedName(inner.dropFirst()) : nil
  }
}
