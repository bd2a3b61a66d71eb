import Literate

/// What is to be said of the names in some files of a program: what the compiler understood, in the
/// files' own lines.
package struct TypedFiles: Equatable, Sendable {
  /// What a card says of a declaration.
  package struct Meaning: Hashable, Sendable {
    /// The declaration in one line.
    package let declaration: String
    package let documentation: String
    /// The module, for what the program does not declare itself.
    package let module: String
    /// The declaration's file and line, from 1, if it is in the program.
    package let file: String
    package let line: Int
    /// Whether nothing beyond its function knows the declaration.
    package let isLocal: Bool
  }

  /// A name in a file.
  package struct Occurrence: Hashable, Sendable {
    /// From 1.
    let line: Int
    /// In bytes, from 1.
    let column: Int
    let length: Int
    /// The place of its meaning in `meanings`.
    let meaning: Int
  }

  private(set) var meanings: [Meaning] = []
  /// The names by file, in order.
  private(set) var occurrences: [String: [Occurrence]] = [:]

  private var numbers: [Meaning: Int] = [:]

  /// What is to be said of no file at all.
  init() {}

  package static func == (a: Self, b: Self) -> Bool {
    a.meanings == b.meanings && a.occurrences == b.occurrences
  }

  /// - Parameters:
  ///   - dump: The compiler's tree of the files `shown`.
  ///   - sources: All files of the program.
  init(_ dump: SyntaxDump, of shown: [String], in sources: [String: SwiftFile]) {
    var reader = TypedFilesReader(dump, sources)
    for path in shown {
      guard let source = sources[path] else { continue }
      var found: [Int: Meaning] = [:]
      reader.read(path, source, into: &found)
      occurrences[path] = found.sorted { $0.key < $1.key }.map { index, meaning in
        let (line, column) = source.position(index)
        return Occurrence(
          line: line, column: column, length: source.length(index), meaning: number(meaning))
      }
    }
  }

  private mutating func number(_ meaning: Meaning) -> Int {
    if let known = numbers[meaning] { return known }
    numbers[meaning] = meanings.count
    meanings.append(meaning)
    return meanings.count - 1
  }
}

/// Text that keeps them between two runs.
extension TypedFiles {
  /// Changes with what the text says and how.
  static let version = "types 2"

  /// The text for a name, which it is bound to by a checksum in its first line.
  func bytes(key: String) -> [UInt8] {
    let body = body
    return Array((Self.seal(body[...], key) + "\n").utf8) + body
  }

  private static func seal(_ body: ArraySlice<UInt8>, _ key: String) -> String {
    var hash = ContentHash()
    hash.add(key)
    hash.add(Array(body))
    return version + " " + hash.name
  }

  private var body: [UInt8] {
    var lines: [String] = []
    for meaning in meanings {
      lines.append(
        [
          "n", meaning.declaration, meaning.documentation, meaning.module, meaning.file,
          "\(meaning.line)",
          meaning.isLocal ? "local" : "",
        ].joined(separator: "\t"))
    }
    for (file, names) in occurrences.sorted(by: { $0.key < $1.key }) {
      lines.append("f\t" + file)
      for name in names {
        lines.append("o\t\(name.line)\t\(name.column)\t\(name.length)\t\(name.meaning)")
      }
    }
    return Array(lines.joined(separator: "\n").utf8)
  }

  /// What `bytes(key:)` were made from; nil for anything else, a single bit's difference included.
  init?(_ bytes: [UInt8], key: String) {
    let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
    let body = bytes[end...].dropFirst()
    guard bytes[..<end].elementsEqual(Self.seal(body, key).utf8) else { return nil }
    let lines = body.split(separator: UInt8(ascii: "\n"))
    var file: String?
    for line in lines {
      let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
      func text(_ index: Int) -> String { String(decoding: fields[index], as: UTF8.self) }
      func number(_ index: Int) -> Int { Int(text(index)) ?? -1 }
      switch (fields.first?.first, fields.count) {
      case (UInt8(ascii: "n"), 7):
        meanings.append(
          Meaning(
            declaration: text(1), documentation: text(2), module: text(3), file: text(4),
            line: number(5), isLocal: text(6) == "local"))
      case (UInt8(ascii: "f"), 2):
        file = text(1)
        occurrences[text(1)] = []
      case (UInt8(ascii: "o"), 5):
        let name = Occurrence(
          line: number(1), column: number(2), length: number(3), meaning: number(4))
        guard let file, name.line > 0, name.column > 0, name.length > 0,
          meanings.indices.contains(name.meaning)
        else { return nil }
        occurrences[file]?.append(name)
      default: return nil
      }
    }
  }
}
