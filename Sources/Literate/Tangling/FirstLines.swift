/// The lines at the beginning of a file that have to stay there, in front of any comment.
struct FirstLines {
  /// Where a comment can stand first: the offset, and the number of lines before it.
  let headerPosition: (offset: Int, line: Int)

  init(_ text: [UInt8]) {
    let first = String(decoding: text.prefix { $0 != 0x0A }.prefix(200), as: UTF8.self)
      .lowercased()
    let staysFirst = [
      "#!", "// swift-tools-version", "//swift-tools-version", "<?xml", "<!doctype",
    ].contains { first.hasPrefix($0) }
    let end = (text.firstIndex(of: 0x0A) ?? text.count - 1) + 1
    headerPosition = staysFirst ? (end, 1) : (0, 0)
  }
}
