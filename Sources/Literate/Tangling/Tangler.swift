/// A file that the book gives.
public struct TangledFile: Sendable {
  /// Relative to the output folder, such as `microgpt/Value.swift`.
  public let path: String
  public let text: [UInt8]
  /// Where each line comes from; nil for a line that tangle added itself.
  public let origins: [Origin?]
  /// The white space that references put in front of lines; `Origin.indentation` counts here.
  public let indentations: [[UInt8]]
  /// The block that defined the file's root chunk, or the chunk itself.
  public let definition: BlockID

  /// The white space that references, and the places of inserted lines, put in front of a line.
  public func indentation(of origin: Origin) -> [UInt8] {
    indentations[origin.indentation]
  }
}

/// The line of a block that a tangled line comes from.
public struct Origin: Hashable, Sendable {
  public let block: BlockID
  /// The line of the block's content, from 0.
  public let line: Int
  /// Which of the file's indentations the references around it give.
  public let indentation: Int
}

/// Turns the chunks of a checked book, as they stand at a point of it, into files.
public struct Tangler: Sendable {
  /// The program at the point.
  public let web: Web

  /// - Parameter point: The end of a chapter or a `console here` for a whole program; at other
  ///   points chunks may not be defined yet, which `CheckedBook.problems(at:)` names: they give no
  ///   lines.
  public init(_ book: CheckedBook, at point: Point = .end) {
    web = point == .end ? book.web : Web(book.book, at: point)
  }

  /// The program at a listing that must not compile, with its text in it.
  ///
  /// - Parameter block: A block with `fails=`.
  public init(_ book: CheckedBook, trying block: BlockID) {
    web = Web(book.book, at: .before(block)).trying(block)
  }

  /// - Precondition: No chunk of `web` contains itself.
  init(checked web: Web) {
    self.web = web
  }

  /// The files of all root chunks, in the order of their paths.
  public func files() -> [TangledFile] {
    web.files.concurrentMap { file($0.root, path: $0.path) }
  }

  private func file(_ root: Chunk, path: String) -> TangledFile {
    var expansion = Expansion(root, in: web)
    expansion.expand(limit: .max)
    expansion.dropBlankLinesAtEnd()
    let language = web.block(root.definition).tag.language
    if let syntax = CommentSyntax(path: path, language: language) {
      expansion.insertHeader(syntax.comment(header(expansion.chapters)), path: path)
    }
    if web.book.settings.hasLineDirectives,
      let directive = LineDirective(path: path, language: language)
    {
      expansion.insertDirectives(directive) { origin in
        (
          web.book.directivePath(origin.block.chapter),
          web.block(origin.block).sourceLine(origin.line)
        )
      }
    }
    return expansion.file(path)
  }

  private func header(_ chapters: [Int]) -> String {
    let names = chapters.map { web.book.chapters[$0].name }
    let from =
      names.count == 1
      ? "1 chapter, \(names[0])"
      : "\(names.count) chapters, \(names.first ?? "") to \(names.last ?? "")"
    return "Tangled from \(from). Do not edit: change the chapters."
  }
}

extension Book {
  /// What a directive calls a chapter: its file in the book's folder, the same wherever that is.
  package func directivePath(_ chapter: Int) -> String {
    let folder = Disk.parts(Disk.resolved(path)).last.map { $0 + "/" } ?? ""
    return folder + chapters[chapter].name
  }
}

extension Web {
  /// The lines of one chunk with its references put in, without a header.
  ///
  /// - Parameter limit: How many lines are put in at most, references included.
  /// - Returns: nil if there are more, as there always are of a chunk that contains itself, or if
  ///   there is no such chunk.
  public func expansion(of name: String, limit: Int = 4_000_000) -> TangledFile? {
    guard let chunk = chunks[name] else { return nil }
    var expansion = Expansion(chunk, in: self)
    return expansion.expand(limit: limit) ? expansion.file(name) : nil
  }
}
