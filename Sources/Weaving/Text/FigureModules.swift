import Literate

/// The scripts that bring a book's interactive figures to life: those of the theme and the book's
/// own, in its folder `theme/figures`.
struct FigureModules: Sendable {
  private let files: BookFiles

  init(_ files: BookFiles) { self.files = files }

  /// The script of the figures called `name`; nil if there is none.
  func script(_ name: String) -> [UInt8]? {
    guard isPlain(name) else { return nil }
    return own("figures/\(name).js") ?? Self.standard[name]
  }

  /// The scripts of these figures, to stand beside the theme's files.
  func files(for names: Set<String>) -> [OutputFile] {
    names.sorted().compactMap { name in
      script(name).map { OutputFile(path: Self.path(name), bytes: $0) }
    }
  }

  /// What a page with these figures has in its head. The scripts are read before the text is, so
  /// that a figure is live when it is first drawn and nothing moves.
  static func links(to names: Set<String>) -> String {
    if names.isEmpty { return "" }
    let scripts = ["figures.js"] + names.sorted().map { encodedPath(path($0)) }
    return "<link rel=\"stylesheet\" href=\"figures.css\">\n"
      + scripts.map { "<script src=\"\($0)\"></script>\n" }.joined()
  }

  /// What is wrong with a figure of a name that no script has.
  func problem(_ name: String) -> String {
    let known = Set(Self.standard.keys).union(ownNames).sorted()
    let nearest = nearestName(to: name, among: known)
    return "there is no figure `\(name)`, only \(known.map { "`\($0)`" }.joined(separator: ", "))"
      + (nearest.map { "; did you mean `\($0)`?" }
        ?? "; a book can bring one in `theme/figures/\(isPlain(name) ? name : "NAME").js`")
  }

  private static func path(_ name: String) -> String { "figures/\(name).js" }

  private static let standard: [String: [UInt8]] = [
    "attention": PackageResources.attention_js,
    "curve": PackageResources.curve_js,
    "drawn": PackageResources.drawn_js,
    "graph": PackageResources.graph_js,
    "matrix": PackageResources.matrix_js,
    "softmax": PackageResources.softmax_js,
    "tokens": PackageResources.tokens_js,
  ]

  private func own(_ path: String) -> [UInt8]? { files.bytes("theme/\(path)") }

  private var ownNames: [String] {
    files.names(in: "theme/figures").filter { $0.hasSuffix(".js") }.map { String($0.dropLast(3)) }
      .filter(isPlain)
  }

  /// Whether the name is made of letters, digits, hyphens and underlines, so that it is a file's.
  private func isPlain(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0
          || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: "-")
          || $0 == UInt8(ascii: "_")
      }
  }
}
