/// A file that the book gives.
public struct TangledFile: Sendable {
  /// Relative to the output folder, such as `microgpt/Value.swift`.
  public let path: String
  public let text: [UInt8]
  /// Where each line comes from; nil for a line that tangle added itself.
  public let origins: [Origin?]
  /// The white space that references put in front of lines; `Origin.indentation` counts here.
  public let indentations: [[UInt8]]

  /// The white space that references put in front of a line.
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

/// Turns chunks into files.
public struct Tangler {
  private let web: Web

  /// - Precondition: `Web.check` found no error in the book: every reference is defined and no
  ///   chunk contains itself.
  public init(_ web: Web) {
    self.web = web
  }

  /// The files of all root chunks, in the order of their paths.
  public func files() -> [TangledFile] {
    web.roots.compactMap { root in root.file.map { file(root, path: $0) } }
  }

  /// The lines of one chunk with its references put in, without a header.
  public func expansion(of name: String) -> TangledFile {
    var expansion = Expansion()
    expansion.expand(name, in: web)
    return expansion.file(name)
  }

  private func file(_ root: Chunk, path: String) -> TangledFile {
    var expansion = Expansion()
    expansion.expand(root.name, in: web)
    expansion.dropBlankLinesAtEnd()
    let language = web.block(root.definition).tag.language
    if let syntax = CommentSyntax(path: path, language: language) {
      expansion.insertHeader(syntax.comment(header(expansion.chapters(or: root))))
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

/// A text that grows line by line.
private struct Expansion {
  private(set) var text: [UInt8] = []
  private(set) var origins: [Origin?] = []
  private var indentations: [[UInt8]] = [[]]

  /// A chunk that is being put in: the next line to take, and the white space before each.
  private struct Frame {
    let blocks: [BlockID]
    var block = 0
    var line = 0
    /// How much of the white space of all references around it stands before its lines.
    let whiteCount: Int
    /// Which of the file's indentations that is, once a line has needed it.
    var indentation: Int?
  }

  func file(_ path: String) -> TangledFile {
    TangledFile(path: path, text: text, origins: origins, indentations: indentations)
  }

  mutating func expand(_ name: String, in web: Web) {
    var frames = [Frame(blocks: web.chunks[name]?.blocks ?? [], whiteCount: 0, indentation: 0)]
    var white: [UInt8] = []
    var known: [[UInt8]: Int] = [[]: 0]
    while var frame = frames.popLast() {
      white.removeSubrange(frame.whiteCount...)
      inner: while frame.block < frame.blocks.count {
        let id = frame.blocks[frame.block]
        let block = web.block(id)
        while frame.line < block.lines.count {
          let index = frame.line
          frame.line += 1
          if case .reference(let number) = block.lines[index].kind {
            let reference = block.references[number]
            frames.append(frame)
            white += block.text[reference.indentation]
            frame = Frame(
              blocks: web.chunks[reference.name]?.blocks ?? [], whiteCount: white.count,
              indentation: reference.indentation.isEmpty ? frame.indentation : nil)
            continue inner
          }
          let indentation = frame.indentation ?? known[white] ?? indentations.count
          if indentation == indentations.count {
            indentations.append(white)
            known[white] = indentation
          }
          frame.indentation = indentation
          append(block, index, Origin(block: id, line: index, indentation: indentation))
        }
        frame.block += 1
        frame.line = 0
      }
    }
  }

  private mutating func append(_ block: CodeBlock, _ index: Int, _ origin: Origin) {
    let line = block.lines[index]
    let content = block.text[line.start..<line.end]
    switch line.kind {
    case .blank: text += content
    case .escaped(let backslash):
      text += indentations[origin.indentation]
      text += content[..<backslash]
      text += content[(backslash + 1)...]
    case .text, .reference:
      text += indentations[origin.indentation]
      text += content
    }
    text.append(0x0A)
    origins.append(origin)
  }

  /// After this the text ends with exactly one line feed.
  mutating func dropBlankLinesAtEnd() {
    while let last = text.last, isWhitespace(last) {
      var start = text.count - 1
      while start > 0, text[start - 1] != 0x0A { start -= 1 }
      guard text[start...].allSatisfy(isWhitespace) else { break }
      text.removeSubrange(start...)
      origins.removeLast()
    }
    if text.isEmpty {
      text = [0x0A]
      origins = [nil]
    }
  }

  /// The chapters that lines come from, in reading order.
  func chapters(or root: Chunk) -> [Int] {
    var found: Set<Int> = []
    var last = -1
    for case .some(let origin) in origins where origin.block.chapter != last {
      last = origin.block.chapter
      found.insert(last)
    }
    return found.isEmpty ? [root.definition.chapter] : found.sorted()
  }

  /// Puts a line first, or second where the first must stay first.
  mutating func insertHeader(_ line: String) {
    let end = (text.firstIndex(of: 0x0A) ?? text.count - 1) + 1
    let first = String(decoding: text[..<end], as: UTF8.self).lowercased()
    let staysFirst = [
      "#!", "// swift-tools-version", "//swift-tools-version", "<?xml", "<!doctype",
    ]
    .contains { first.hasPrefix($0) }
    let isEmpty = origins.count == 1 && origins[0] == nil
    if isEmpty {
      text = Array((line + "\n").utf8)
      return
    }
    text.insert(contentsOf: Array((line + "\n").utf8), at: staysFirst ? end : 0)
    origins.insert(nil, at: staysFirst ? 1 : 0)
  }
}
