import Literate

/// What an e-book says of itself: its metadata, what is in it, and in which order it is read.
struct EBookPackage {
  let settings: BookSettings
  /// In reading order.
  let pages: [EBook.Item]
  /// What the pages use.
  let items: [EBook.Item]
  let hasPictures: Bool
  let hasUntoldPicture: Bool

  /// Where to find it.
  static let container = """
    <?xml version="1.0" encoding="UTF-8"?>
    <container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
    <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
    </rootfiles>
    </container>

    """

  var xml: String {
    let direction =
      settings.isRightToLeft ? " page-progression-direction=\"rtl\"" : ""
    let spine = pages.indices.map { "<itemref idref=\"page-\($0 + 1)\"/>\n" }.joined()
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" \
      xml:lang="\(text(settings.language))"\(settings.isRightToLeft ? " dir=\"rtl\"" : "")>
      <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
      \(metadata)</metadata>
      <manifest>
      \(manifest)</manifest>
      <spine\(direction)>
      \(spine)</spine>
      </package>

      """
  }

  private func text(_ text: String) -> String { XMLText.attribute(escaped(text)) }

  private var metadata: String {
    var lines = ["<dc:identifier id=\"id\">\(identifier)</dc:identifier>"]
    lines.append("<dc:title id=\"title\">\(text(settings.title))</dc:title>")
    lines.append("<meta refines=\"#title\" property=\"title-type\">main</meta>")
    if let subtitle = settings.subtitle {
      lines.append("<dc:title id=\"subtitle\">\(text(subtitle))</dc:title>")
      lines.append("<meta refines=\"#subtitle\" property=\"title-type\">subtitle</meta>")
    }
    lines.append("<dc:language>\(text(settings.language))</dc:language>")
    for (index, author) in settings.authors.enumerated() {
      lines.append("<dc:creator id=\"author-\(index + 1)\">\(text(author))</dc:creator>")
      lines.append(
        "<meta refines=\"#author-\(index + 1)\" property=\"role\" scheme=\"marc:relators\">aut</meta>"
      )
    }
    if let description = settings.description {
      let plain = Document(SourceText(description)).runningTexts.map(\.plainText)
      lines.append("<dc:description>\(text(plain.joined(separator: " ")))</dc:description>")
    }
    if let repository = settings.repositoryURL {
      lines.append("<dc:source>\(text(repository))</dc:source>")
    }
    // A day that never changes, so that the same book gives the same bytes.
    lines.append("<meta property=\"dcterms:modified\">2000-01-01T00:00:00Z</meta>")
    func say(_ property: String, _ value: String) {
      lines.append("<meta property=\"schema:\(property)\">\(value)</meta>")
    }
    say("accessMode", "textual")
    if hasPictures { say("accessMode", "visual") }
    if !hasUntoldPicture { say("accessModeSufficient", "textual") }
    if hasPictures { say("accessModeSufficient", "textual,visual") }
    var features = [
      "structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability",
    ]
    if pages.contains(where: { $0.properties.contains("mathml") }) { features.append("MathML") }
    if hasPictures, !hasUntoldPicture { features.append("alternativeText") }
    for feature in features { say("accessibilityFeature", feature) }
    say("accessibilityHazard", "none")
    say(
      "accessibilitySummary",
      "Headings, lists, tables, code and formulas are text; the size, the face and the colours are "
        + "the reader's to choose."
        + (hasPictures && !hasUntoldPicture ? " Every picture is described in words." : ""))
    return lines.map { $0 + "\n" }.joined()
  }

  /// The same for all editions of a book: made of what names it.
  private var identifier: String {
    var hash = ContentHash()
    for part in [settings.title, settings.language, settings.baseURL ?? ""] + settings.authors {
      hash.add(part)
    }
    var digits = Array(hash.name)
    // A UUID of version 8, whose bits are whoever's makes it (RFC 9562).
    digits[12] = "8"
    digits[16] = "a"
    let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
    return "urn:uuid:" + groups.joined(separator: "-")
  }

  private var manifest: String {
    var lines = ""
    func add(_ name: String, _ item: EBook.Item) {
      let properties = item.properties.sorted().joined(separator: " ")
      lines +=
        "<item id=\"\(name)\" href=\"\(encodedPath(item.path))\" "
        + "media-type=\"\(item.mediaType)\""
        + (properties.isEmpty ? "" : " properties=\"\(properties)\"") + "/>\n"
    }
    for (index, page) in pages.enumerated() { add("page-\(index + 1)", page) }
    for (index, item) in items.enumerated() { add("file-\(index + 1)", item) }
    return lines
  }
}
