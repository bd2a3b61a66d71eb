/// What numbers itself in a chapter: a figure with a caption, a formula with a label.
public struct Numbered: Hashable, Sendable {
  public enum Kind: Sendable {
    case figure, equation
  }

  public let kind: Kind
  /// A figure's is its file's, without the ending; nil for a picture that has no file's name.
  public let name: String?
  public let line: Int

  /// What a link leads to: `fig:depth`, `eq:loss`.
  public var anchor: String? {
    name.map { (kind == .figure ? "fig:" : "eq:") + $0 }
  }

  /// A file's name without its folders and its ending; a hyphen for each blank, which no anchor holds.
  public static func name(ofFile path: String) -> String? {
    let decoded = path.split(separator: "/").last.map(String.init) ?? ""
    let name = decoded.lastIndex(of: ".").map { decoded[..<$0] } ?? decoded[...]
    return name.isEmpty ? nil : String(name.map { $0.isWhitespace ? "-" : $0 })
  }

  /// A formula without its `\label{…}`, and the label.
  public static func label(ofFormula tex: String) -> (tex: String, label: String?) {
    guard let open = tex.firstRange(of: "\\label{"),
      let close = tex[open.upperBound...].firstIndex(of: "}")
    else { return (tex, nil) }
    let written = tex[open.upperBound..<close].filter { !$0.isWhitespace }
    let label = String(written.hasPrefix("eq:") ? written.dropFirst(3) : written[...])
    return (
      String(tex[..<open.lowerBound] + tex[close...].dropFirst()), label.isEmpty ? nil : label
    )
  }

  /// What numbers itself in a block: the figures that an interactive one shows without scripts, a
  /// formula.
  static func all(in block: CodeBlock) -> [Numbered] {
    switch block.tag.role {
    case .figure: Document(block).blocks().compactMap(figure)
    case .formula:
      label(ofFormula: String(decoding: block.text, as: UTF8.self)).label
        .map { [Numbered(kind: .equation, name: $0, line: block.line)] } ?? []
    default: []
    }
  }

  /// The figure that a paragraph is, if it is an image with a caption and nothing else.
  static func figure(_ paragraph: Node) -> Numbered? {
    guard paragraph.kind == .paragraph, let image = paragraph.firstChild, image.kind == .image,
      image.next == nil, !image.title.isEmpty
    else { return nil }
    return Numbered(kind: .figure, name: name(ofFile: image.url), line: paragraph.startLine)
  }
}
