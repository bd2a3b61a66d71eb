/// A heading of a chapter, as plain text.
public struct Heading: Hashable, Sendable {
  /// 1 to 6.
  public let level: Int
  public let text: String
  public let line: Int
}

/// A chapter of the book, read: its title and the blocks that the book has a use for.
public struct Chapter: Sendable {
  /// The number in the file's name.
  public let number: Int
  /// The file's name, such as `05-autograd.md`.
  public let name: String
  /// The path by which diagnostics name it, such as `chapters/05-autograd.md`.
  public let path: String
  public let source: SourceText
  public let title: String
  public let headings: [Heading]
  /// What numbers itself, each kind in reading order.
  public let numbered: [Numbered]
  /// The tagged blocks, in reading order.
  public let blocks: [CodeBlock]
  /// What is wrong with the chapter by itself.
  public let diagnostics: [Diagnostic]
  /// What it translates, in a book that translates another; `source` then holds the original's code.
  public let translation: Translation?

  /// Reads a chapter's text.
  public init(
    number: Int, name: String, path: String, source: SourceText, translation: Translation? = nil
  ) {
    self.translation = translation
    self.number = number
    self.name = name
    self.path = path
    self.source = source
    slug = Self.slug(name)
    var reader = ChapterReader(path: path, source: source, translation)
    reader.read()
    title = reader.title
    headings = reader.headings
    numbered = reader.numbered
    blocks = reader.blocks
    diagnostics = reader.diagnostics
  }

  /// The name of the chapter's page: its file's without the ending, and without the number where the
  /// book says so.
  public private(set) var slug: String

  /// The file's name without its ending.
  public var fileSlug: String { Self.slug(name) }

  private static func slug(_ name: String) -> String {
    String(name.dropLast(name.hasSuffix(".draft.md") ? ".draft.md".count : ".md".count))
  }

  /// The chapter with its page named with or without its number.
  func named(withNumber: Bool) -> Chapter {
    var chapter = self
    chapter.slug = fileSlug
    if !withNumber {
      let rest = fileSlug.drop { $0.isASCII && $0.isNumber }.dropFirst()
      if !rest.isEmpty { chapter.slug = String(rest) }
    }
    return chapter
  }

  /// Whether it is read by the preview only, as its name says: `04-adam.draft.md`.
  public var isDraft: Bool { name.hasSuffix(".draft.md") }

  public func location(line: Int, column: Int = 1) -> SourceLocation {
    SourceLocation(file: path, line: translation?.line(line) ?? line, column: column)
  }
}

extension Chapter {
  /// `superseded=NN` must name a later chapter of the book.
  func misplacedSupersessions(_ known: Set<Int>) -> [Diagnostic] {
    blocks.compactMap { block in
      guard case .transcript(let options) = block.tag.role, let later = options.superseded
      else { return nil }
      if known.contains(later), later > number { return nil }
      let fact =
        known.contains(later)
        ? "chapter \(later) does not come after this one" : "there is no chapter \(later)"
      return .error(
        "`superseded=\(later)`: \(fact); name the later chapter that changes what this prints",
        at: location(line: block.line, column: block.column))
    }
  }
}
