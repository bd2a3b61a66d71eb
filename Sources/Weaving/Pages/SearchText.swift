import Foundation
import Literate

/// What can be found on a chapter's page.
///
/// The search reads an index of all pages first and then the texts of those pages that may hold what
/// is looked for. In the index a page is a set of bits: one for each three scalars that stand side
/// by side in one of its words, chosen by a hash. A bit that is not set tells that the page lacks
/// these three; so the index needs no words, works for any script, and its size is a fixed part of
/// the text's.
struct SearchText: Sendable {
  /// A section or a chunk.
  struct Entry: Sendable {
    let anchor: String
    let title: String
    var text: String
  }

  private(set) var entries: [Entry] = []
  /// What the book cites; the marks that say so are not searched.
  private let cited: [BookSettings.Reference]

  /// - Parameter document: The chapter as it was read, nothing in it replaced yet.
  init(_ document: Document, _ page: Surroundings) {
    cited = page.references.book.settings.references
    var section: Int?
    var headings = 0
    for node in document.blocks() {
      switch node.kind {
      case .heading:
        let anchor = page.links.headingAnchors[page.index][headings]
        let number = page.sectionNumber(ofHeading: headings).map { $0 + " " } ?? ""
        section = add(anchor, number + text(of: node), "")
        headings += 1
      case .paragraph: append(text(of: node), to: &section)
      case .htmlBlock: append(Self.text(ofHTML: node.literal), to: &section)
      case .table:
        let cells = document.cells(ofTableAt: node).compactMap { $0.map { text(of: $0) } }
        append(cells.joined(separator: " "), to: &section)
      case .codeBlock: add(node, page, &section)
      default: break
      }
    }
    for footnote in document.footnotes {
      for node in footnote.text.blocks() where node.kind == .paragraph {
        append(text(of: node), to: &section)
      }
    }
  }

  private mutating func add(_ node: Node, _ page: Surroundings, _ section: inout Int?) {
    guard let id = page.blockID(atLine: node.startLine) else {
      append(node.literal, to: &section)
      return
    }
    let block = page.chapter.blocks[id.block]
    if let entry = page.references.entries[id] {
      let title = page.references.isFile(entry.name) ? entry.name : "⟨\(entry.name)⟩"
      _ = add(entry.anchor, title, Self.text(of: block))
      return
    }
    switch block.tag.role {
    case .formula: break
    case .figure:
      for node in Document(block).blocks() where node.kind == .paragraph {
        append(text(of: node), to: &section)
      }
    default: append(node.literal, to: &section)
    }
  }

  private mutating func add(_ anchor: String, _ title: String, _ text: String) -> Int {
    entries.append(Entry(anchor: anchor, title: composed(title), text: composed(text)))
    return entries.count - 1
  }

  private mutating func append(_ text: String, to section: inout Int?) {
    if text.allSatisfy(\.isWhitespace) { return }
    let index = section ?? add("", "", "")
    section = index
    entries[index].text += (entries[index].text.isEmpty ? "" : "\n") + composed(text)
  }

  /// Letters and their marks as one scalar where there is one, as keyboards give them.
  private func composed(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
  }
}

/// What a reader sees of blocks, without the marks that only the author sees.
extension SearchText {
  private func text(of node: Node) -> String {
    node.withoutCitations(Self.text(of: node), of: cited)
  }

  private static func text(of node: Node) -> String {
    var text = ""
    var isBehindFormula = false
    for inline in node.descendants() {
      switch inline.kind {
      case .text:
        text += inline.literal.dropFirst(isBehindFormula && inline.literal.first == "$" ? 1 : 0)
      case .code where text.last == "$" && inline.next?.literal.first == "$":
        // A formula is not found by its notation.
        text.removeLast()
        isBehindFormula = true
        continue
      case .code: text += inline.literal
      case .softBreak, .lineBreak: text += " "
      default: break
      }
      isBehindFormula = false
    }
    guard text.hasPrefix("[!"), let close = text.firstIndex(of: "]") else { return text }
    return String(text[close...].dropFirst().drop(while: \.isWhitespace))
  }

  private static func text(ofHTML html: String) -> String {
    if html.hasPrefix("<!") || html.hasPrefix("<?") { return "" }
    var text = ""
    var rest = html[...]
    while let open = rest.firstIndex(of: "<") {
      text += rest[..<open]
      guard let close = rest[open...].firstIndex(of: ">") else { return text }
      rest = rest[close...].dropFirst()
      text += " "
    }
    text += rest
    return unescaped(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// A chunk's lines without their indentation, its references as their names.
  private static func text(of block: CodeBlock) -> String {
    var lines = block.lines.indices.map { String(decoding: block.lineText($0), as: UTF8.self) }
    for reference in block.references where reference.lineIndex < lines.count {
      lines[reference.lineIndex] = "⟨\(reference.name)⟩"
    }
    return lines.map { $0.drop(while: \.isWhitespace) }.filter { !$0.isEmpty }
      .map { $0 + "\n" }.joined()
  }
}

/// The index.
extension SearchText {
  /// The page's bits: three for ten bytes of text.
  var bits: [UInt8] {
    let size = entries.reduce(0) { $0 + $1.title.utf8.count + $1.text.utf8.count }
    var bits = [UInt8](repeating: 0, count: max(8, size * 3 / 80))
    for entry in entries {
      Self.mark(entry.title, in: &bits)
      Self.mark(entry.text, in: &bits)
    }
    return bits
  }

  private static func mark(_ text: String, in bits: inout [UInt8]) {
    let count = UInt32(truncatingIfNeeded: bits.count * 8)
    var (first, second): (UInt32, UInt32) = (0, 0)
    for scalar in folded(text).unicodeScalars {
      if scalar.isSpace {
        (first, second) = (0, 0)
        continue
      }
      if first != 0 {
        let bit = hash(first, second, scalar.value) % count
        bits[Int(bit / 8)] |= 1 << (bit % 8)
      }
      (first, second) = (second, scalar.value)
    }
  }

  /// The text as it is compared: lower case, without accents, vowel marks and soft hyphens, letters
  /// of full width as others, ß as ss, quotes and hyphens of all kinds as one. The page's script does
  /// the same with what it compares.
  static func folded(_ text: String) -> String {
    if let folded = foldedASCII(text.utf8) { return folded }
    // No accent leads across a space, and most words have none.
    return text.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
      .map { foldedASCII($0) ?? foldedWord(String(Substring($0))) }.joined(separator: " ")
  }

  private static func foldedASCII(_ text: some Collection<UInt8>) -> String? {
    guard text.allSatisfy({ $0 < 0x80 }) else { return nil }
    let bytes = text.map { byte -> UInt8 in
      switch byte {
      case 0x41...0x5A: byte | 0x20
      case UInt8(ascii: "-"): UInt8(ascii: " ")
      case UInt8(ascii: "`"): UInt8(ascii: "'")
      default: byte
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func foldedWord(_ text: String) -> String {
    let lower = text.lowercased()
    var folded = String.UnicodeScalarView()
    for scalar in lower.decomposedStringWithCompatibilityMapping.unicodeScalars {
      switch scalar.value {
      case 0x2D, 0x2010...0x2015, 0x2212: folded.append(" ")
      case 0x300...0x36F, 0x591...0x5C7, 0x610...0x61A, 0x640, 0x64B...0x65F, 0x670,
        0x6D6...0x6ED, 0xAD, 0x200B...0x200F, 0x2060, 0xFEFF:
        break
      case 0xDF: folded.append(contentsOf: "ss".unicodeScalars)
      case 0xE6: folded.append(contentsOf: "ae".unicodeScalars)
      case 0x153: folded.append(contentsOf: "oe".unicodeScalars)
      case 0xF8: folded.append("o")
      case 0x142: folded.append("l")
      case 0x111: folded.append("d")
      case 0x131: folded.append("i")
      case 0x3C2: folded.append("σ")
      case 0x2018...0x201B, 0x2032, 0x60, 0xB4: folded.append("'")
      case 0x201C...0x201F, 0xAB, 0xBB, 0x2033: folded.append("\"")
      default: folded.append(scalar)
      }
    }
    return String(folded).precomposedStringWithCanonicalMapping
  }

  private static func hash(_ a: UInt32, _ b: UInt32, _ c: UInt32) -> UInt32 {
    let mixed = a &* 0x9E37_79B1 ^ b &* 0x85EB_CA6B ^ c &* 0xC2B2_AE35
    return mixed ^ mixed >> 15
  }

  /// The file with the page's texts.
  func file(page: String) -> OutputFile {
    let rows = entries.map { [$0.anchor, $0.title, $0.text] }
    let texts = json(rows)
    let script =
      PackedText(texts).map { "weaveSearch.packed(\(json(page)), \"\($0.text)\");\n" }
      ?? "weaveSearch.text(\(json(page)), \(texts));\n"
    return OutputFile(path: Self.path(page: page), bytes: Array(script.utf8))
  }

  static func path(page: String) -> String { "search/\(page).js" }

  /// The file with the pages' names, titles and bits.
  static func index(_ pages: [(name: String, title: String, bits: [UInt8])]) -> OutputFile {
    let rows = pages.map { [$0.name, $0.title, Data($0.bits).base64EncodedString()] }
    return OutputFile(
      path: "search.js", bytes: Array("weaveSearch.index(\(json(rows)));\n".utf8))
  }
}

/// A value as JSON that can stand in a script.
private func json(_ value: some Encodable) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .withoutEscapingSlashes
  return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
}
