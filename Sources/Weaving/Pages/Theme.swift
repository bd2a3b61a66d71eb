import Literate

/// What the site looks like: the files of the built-in theme, and in their place those that the book
/// has in its folder `theme`.
public struct Theme: Sendable {
  /// The built-in theme, by the files' names.
  public static let builtIn: [(name: String, bytes: [UInt8])] = [
    ("page.html", PackageResources.page_html),
    ("theme.css", PackageResources.theme_css),
    ("theme.js", PackageResources.theme_js),
    ("types.js", PackageResources.types_js),
    ("figures.css", PackageResources.figures_css),
    ("figures.js", PackageResources.figures_js),
  ]

  let template: Template
  /// What goes to the site.
  let files: [OutputFile]
  /// What is wrong with the book's theme.
  let diagnostics: [Diagnostic]

  /// - Parameter book: The book's folder.
  init(book: String) {
    var diagnostics: [Diagnostic] = []
    var texts = Dictionary(Self.builtIn.map { ($0.name, $0.bytes) }) { first, _ in first }
    var files: [OutputFile] = []
    let folder = book + "/theme"
    for name in (try? Disk.names(in: folder)) ?? [] {
      let path = "\(folder)/\(name)"
      guard !name.hasPrefix("."), Disk.kindThroughLinks(path) == .file else { continue }
      do throws(DiskError) {
        let bytes = try Disk.read(path)
        if texts.updateValue(bytes, forKey: name) == nil {
          texts[name] = nil
          files.append(OutputFile(path: "theme/" + name, bytes: bytes))
        }
      } catch {
        diagnostics.append(.error(error.message, at: SourceLocation(file: path)))
      }
    }
    let page = SourceText(texts.removeValue(forKey: "page.html") ?? [])
    if let offset = page.firstInvalidOffset {
      let (line, column) = page.position(of: offset)
      diagnostics.append(
        .error(
          "this template is not UTF-8 from here on; save it as UTF-8",
          at: SourceLocation(file: folder + "/page.html", line: line, column: column)))
    }
    template = Template(
      String(decoding: page.bytes, as: UTF8.self), path: folder + "/page.html",
      diagnostics: &diagnostics)
    self.files =
      texts.sorted { $0.key < $1.key }.map { OutputFile(path: $0.key, bytes: $0.value) } + files
    self.diagnostics = diagnostics
  }
}
