import Literate

/// What the site looks like: the files of the built-in theme, and in their place those that the book
/// has in its folder `theme`.
public struct Theme: Sendable {
  /// The built-in theme, by the files' names.
  public static let builtIn: [(name: String, bytes: [UInt8])] = [
    ("page.html", PackageResources.page_html),
    ("favicon.svg", PackageResources.favicon_svg),
    ("theme.css", PackageResources.theme_css),
    ("theme.js", PackageResources.theme_js),
    ("types.js", PackageResources.types_js),
    ("figures.css", PackageResources.figures_css),
    ("figures.js", PackageResources.figures_js),
    ("live.css", PackageResources.live_css),
    (
      "live.js",
      [
        PackageResources.worker_js, PackageResources.run_js, PackageResources.text_js,
        PackageResources.data_js, PackageResources.completion_js, PackageResources.transcripts_js,
      ].flatMap { $0 }
    ),
    ("ebook.css", PackageResources.ebook_css),
  ]

  let template: Template
  /// What the template leads to in the site, and on which line.
  let addresses: [(path: String, line: Int)]
  /// What e-books look like.
  let ebook: [UInt8]
  /// What goes to the site.
  let files: [OutputFile]
  /// What is wrong with the book's theme.
  let diagnostics: [Diagnostic]

  init(_ book: Book) {
    var diagnostics: [Diagnostic] = []
    var texts = Dictionary(Self.builtIn.map { ($0.name, $0.bytes) }) { first, _ in first }
    var files: [OutputFile] = []
    let folder = book.path + "/theme"
    for name in book.files.names(in: "theme") where !name.hasPrefix(".") {
      guard let path = try? RelativePath("theme/" + name), let entry = book.files.entry(path),
        entry != .folder
      else { continue }
      do throws(DiskError) {
        let bytes = try book.files.bytes(path)
        if texts.updateValue(bytes, forKey: name) == nil {
          texts[name] = nil
          files.append(OutputFile(path: name, bytes: bytes))
        }
      } catch {
        diagnostics.append(.error(error.message, at: SourceLocation(file: "\(folder)/\(name)")))
      }
    }
    ebook = texts.removeValue(forKey: "ebook.css") ?? []
    let page = SourceText(texts.removeValue(forKey: "page.html") ?? [])
    if let offset = page.firstInvalidOffset {
      let (line, column) = page.position(of: offset)
      diagnostics.append(
        .error(
          "this template is not UTF-8 from here on; save it as UTF-8",
          at: SourceLocation(file: folder + "/page.html", line: line, column: column)))
    }
    addresses = Self.addresses(in: String(decoding: page.bytes, as: UTF8.self))
    template = Template(
      String(decoding: page.bytes, as: UTF8.self), path: folder + "/page.html",
      diagnostics: &diagnostics)
    self.files =
      texts.sorted { $0.key < $1.key }.map { OutputFile(path: $0.key, bytes: $0.value) } + files
    self.diagnostics = diagnostics
  }

  private static func addresses(in template: String) -> [(path: String, line: Int)] {
    var found: [(path: String, line: Int)] = []
    Markup.forEachTag(in: template) { tag in
      for attribute in tag.attributes where ["href", "src"].contains(attribute.name.lowercased()) {
        let path = attribute.value.replacing("{{home}}", with: "").prefix { $0 != "#" && $0 != "?" }
        guard !path.isEmpty, !path.contains(":"), !path.contains("{{"), !path.hasPrefix("/")
        else { continue }
        let line = 1 + template.utf8.prefix(tag.offset).count { $0 == 0x0A }
        found.append((String(path), line))
      }
    }
    return found
  }
}
