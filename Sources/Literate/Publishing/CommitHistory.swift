/// The program as a repository: a commit a chapter, the same for the same book everywhere.
public struct CommitHistory: Sendable {
  /// What `git fast-import` reads.
  public let stream: [UInt8]

  /// Each commit's subject is the chapter's title and its body the chapter's prose; its tag is
  /// `chapter-` and the chapter's number with two digits. Author and dates are fixed: the book's
  /// authors, and a day a chapter from 1 January 2000 on.
  public init(_ book: CheckedBook) {
    var bytes: [UInt8] = []
    func add(_ text: String) { bytes += Array((text + "\n").utf8) }
    func add(data: [UInt8]) {
      add("data \(data.count)")
      bytes += data + [0x0A]
    }
    let author = Self.author(book.book.settings)
    let links = Links(book.book, BlockAnchors(book.web))
    for (index, tangler) in book.programs.enumerated() {
      let chapter = book.book.chapters[index]
      add("commit refs/heads/main")
      add("mark :\(index + 1)")
      let time = 946_684_800 + index * 86_400
      add("author \(author) \(time) +0000")
      add("committer \(author) \(time) +0000")
      add(data: Array(Self.message(index, links).utf8))
      add("deleteall")
      for file in tangler.files() {
        let mode = FirstLines.isScript(file.text) ? "100755" : "100644"
        add("M \(mode) inline \(Self.quoted(file.path))")
        add(data: file.text)
      }
      let number = String(chapter.number)
      add("reset refs/tags/chapter-" + (number.utf8.count < 2 ? "0" : "") + number)
      add("from :\(index + 1)\n")
    }
    add("done")
    stream = bytes
  }

  /// `Ada Lovelace and Grace Hopper <>`: a name without what git's form gives a meaning.
  private static func author(_ settings: BookSettings) -> String {
    let names = settings.authors.isEmpty ? [settings.title] : settings.authors
    let text = names.joined(separator: " and ").unicodeScalars.filter {
      $0 != "<" && $0 != ">" && $0.value >= 0x20
    }
    let name = foldedName(String(String.UnicodeScalarView(text)))
    return "\(name.isEmpty ? "The author" : name) <>"
  }

  /// The title, and the paragraphs, headings and items below it as plain text.
  private static func message(_ index: Int, _ links: Links) -> String {
    let chapter = links.book.chapters[index]
    var parts: [String] = []
    for node in Document(chapter.source).blocks()
    where node.kind == .heading || node.kind == .paragraph {
      let text = foldedName(
        node.plainText { links.words(for: $0, in: index) })
      if !text.isEmpty, !(parts.isEmpty && text == foldedName(chapter.title)) { parts.append(text) }
    }
    return ([foldedName(chapter.title)] + parts).joined(separator: "\n\n") + "\n"
  }

  /// A path as git reads it: in quotes, with bytes that are no letters of ASCII in octal.
  private static func quoted(_ path: String) -> String {
    var text = "\""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        text += "\\" + String(UnicodeScalar(byte))
      case 0x20..<0x7F: text += String(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 8)
        text += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
    return text + "\""
  }
}
