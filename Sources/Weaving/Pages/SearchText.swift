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

  /// - Parameter document: The chapter as it was read, nothing in it replaced yet.
  init(_ document: Document, _ page: PageContext) {
    var section: Int?
    var headings = 0
    for node in document.blocks() {
      switch node.kind {
      case .heading:
        let anchor = page.links.headingAnchors[page.index][headings]
        let number = page.sectionNumber(ofHeading: headings).map { $0 + " " } ?? ""
        section = add(anchor, number + node.plainText, "")
        headings += 1
      case .paragraph: append(node.plainText, to: &section)
      case .table:
        let cells = document.cells(ofTableAt: node).compactMap { $0?.plainText }
        append(cells.joined(separator: " "), to: &section)
      case .codeBlock:
        if let id = page.blockID(atLine: node.startLine), let entry = page.references.entries[id] {
          let title = page.references.isFile(entry.name) ? entry.name : "⟨\(entry.name)⟩"
          _ = add(entry.anchor, title, node.literal)
        } else if case .figure = Tag(node.info, problem: { _ in }).role {
          for block in Document(node.literal).blocks() where block.kind == .paragraph {
            append(block.plainText, to: &section)
          }
        } else {
          append(node.literal, to: &section)
        }
      default: break
      }
    }
    for footnote in document.footnotes {
      for node in footnote.text.blocks() where node.kind == .paragraph {
        append(node.plainText, to: &section)
      }
    }
  }

  private mutating func add(_ anchor: String, _ title: String, _ text: String) -> Int {
    entries.append(Entry(anchor: anchor, title: composed(title), text: composed(text)))
    return entries.count - 1
  }

  private mutating func append(_ text: String, to section: inout Int?) {
    let index = section ?? add("", "", "")
    section = index
    entries[index].text += (entries[index].text.isEmpty ? "" : "\n") + composed(text)
  }

  /// Letters and their marks as one scalar where there is one, as keyboards give them.
  private func composed(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
  }

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
    for scalar in text.unicodeScalars {
      let third = folded(scalar)
      if third == 0 {
        (first, second) = (0, 0)
        continue
      }
      if first != 0 {
        let bit = hash(first, second, third) % count
        bits[Int(bit / 8)] |= 1 << (bit % 8)
      }
      (first, second) = (second, third)
    }
  }

  /// The scalar in lower case, if that takes no more room; 0 for white space. The page's script
  /// does the same with what the reader types.
  private static func folded(_ scalar: Unicode.Scalar) -> UInt32 {
    if scalar.value < 0x80 {
      if scalar.value <= 0x20 { return 0 }
      return (0x41...0x5A).contains(scalar.value) ? scalar.value + 32 : scalar.value
    }
    if scalar.properties.isWhitespace { return 0 }
    let lower = scalar.properties.lowercaseMapping
    guard lower.utf16.count == UTF16.width(scalar), let only = lower.unicodeScalars.first
    else { return scalar.value }
    return only.value
  }

  private static func hash(_ a: UInt32, _ b: UInt32, _ c: UInt32) -> UInt32 {
    let mixed = a &* 0x9E37_79B1 ^ b &* 0x85EB_CA6B ^ c &* 0xC2B2_AE35
    return mixed ^ mixed >> 15
  }

  /// The file with the page's texts.
  func file(page: String) -> OutputFile {
    let rows = entries.map { [$0.anchor, $0.title, $0.text] }
    let script = "weaveSearch.text(\(json(page)), \(json(rows)));\n"
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
