/// A book without an error: what tangling, weaving and verifying begin with.
public struct CheckedBook: Sendable {
  /// The program through the last chapter read.
  public let web: Web
  /// What looks wrong, in reading order.
  public let warnings: [Diagnostic]

  public var book: Book { web.book }

  /// Checks a book through every chapter read.
  ///
  /// - Throws: All that is wrong, warnings among it.
  public init(_ book: Book) throws(Faults) {
    let checks = BookChecks(book)
    if checks.diagnostics.hasErrors { throw Faults(checks.diagnostics) }
    web = checks.web
    warnings = checks.diagnostics
  }

  /// The program at the end of each chapter, in reading order.
  ///
  /// - Complexity: O(*n*), *n* the number of blocks, for all of them.
  public var programs: Programs { Programs(book) }

  /// The program at the end of each chapter.
  public struct Programs: Sequence, IteratorProtocol {
    private var web: Web

    fileprivate init(_ book: Book) {
      web = Web(book, at: .start)
    }

    public mutating func next() -> Tangler? {
      guard web.chapterCount < web.book.chapters.count else { return nil }
      web.readChapter()
      return Tangler(checked: web)
    }
  }

  /// What keeps the program from being whole at a point inside a chapter: chunks that are not
  /// defined yet. There is nothing at the end of a chapter and at a `console here`.
  public func problems(at point: Point) -> [Diagnostic] {
    guard case .before(let block) = point else { return [] }
    return Web(book, at: point).undefinedReferences(
      at: block, because: "the program is taken here", remedy: "take it further down")
  }
}

/// What is wrong with a book, or with a folder that is to be written.
public struct Faults: Error, Sendable {
  public let diagnostics: [Diagnostic]

  public init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }

  package init(_ message: String, at location: SourceLocation) {
    self.init([.error(message, at: location)])
  }
}
