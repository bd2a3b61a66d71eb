import Yams

/// Where `book.yml` names chapters.
extension ChapterMove {
  /// The edits that renew the chapters' numbers in `book.yml`, the keys of `models` and `promises`
  /// and the first chapters of parts, and the addresses under `redirects` that stay as they are.
  ///
  /// - Parameters:
  ///   - numbers: The chapters' numbers after the move by those before it.
  ///   - firsts: The numbers of the parts' first chapters after the move.
  static func settings(
    _ bytes: [UInt8], path: String, _ numbers: [Int: Int], firsts: [Int?]
  ) throws(Faults) -> [Edit] {
    var reader = SettingsReader(path: path, chapters: nil)
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let text = String(decoding: bytes.dropFirst(mark), as: UTF8.self)
    guard case .mapping(let root)? = reader.compose(text) else { return [] }
    let offsets = MarkOffsets(text, start: mark)
    var edits: [Edit] = []
    for key in ["models", "promises"] {
      guard case .mapping(let mapping)? = root[key] else { continue }
      for (chapter, _) in mapping {
        guard let old = chapter.string.flatMap({ Int($0) }), let new = numbers[old] else {
          continue
        }
        edits += try number(chapter, old, new, bytes, offsets, path)
      }
    }
    if case .sequence(let parts)? = root["parts"] {
      for (part, first) in zip(parts, firsts) {
        guard case .mapping(let mapping) = part, let node = mapping["first"],
          let old = node.string.flatMap({ Int($0) }), let first
        else { continue }
        edits += try number(node, old, first, bytes, offsets, path)
      }
    }
    if case .mapping(let redirects)? = root["redirects"] {
      for (address, chapter) in redirects {
        guard let start = address.mark.map(offsets.offset),
          let end = chapter.mark.map(offsets.offset)
        else { continue }
        edits.append((start..<end, String(decoding: bytes[start..<end], as: UTF8.self)))
      }
    }
    return edits
  }

  private static func number(
    _ node: Yams.Node, _ old: Int, _ new: Int, _ bytes: [UInt8], _ offsets: MarkOffsets,
    _ path: String
  ) throws(Faults) -> [Edit] {
    guard old != new, let mark = node.mark else { return [] }
    var start = offsets.offset(mark)
    if [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[start...].first) { start += 1 }
    let digits = bytes[start...].prefix { (0x30...0x39).contains($0) }
    guard Int(String(decoding: digits, as: UTF8.self)) == old else {
      throw Faults(
        "this number of a chapter is written so that it can't be renewed; write `\(old)`",
        at: SourceLocation(file: path, line: mark.line, column: mark.column))
    }
    return [(digits.startIndex..<digits.endIndex, String(new))]
  }

  /// The bytes at the lines and columns that Yams tells.
  private struct MarkOffsets {
    private let string: String
    private var text: String.UnicodeScalarView { string.unicodeScalars }
    private let lines: [String.Index]
    private let start: Int

    /// - Parameter start: The offset of the text's first byte.
    init(_ text: String, start: Int) {
      string = text
      self.start = start
      var lines = [text.startIndex]
      for index in text.unicodeScalars.indices {
        let next = text.unicodeScalars.index(after: index)
        switch text.unicodeScalars[index] {
        case "\r" where next < text.endIndex && text.unicodeScalars[next] == "\n": break
        // As YAML 1.1 has them.
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": lines.append(next)
        default: break
        }
      }
      self.lines = lines
    }

    func offset(_ mark: Mark) -> Int {
      let line = lines[min(mark.line, lines.count) - 1]
      let index =
        text.index(line, offsetBy: mark.column - 1, limitedBy: text.endIndex) ?? text.endIndex
      return start + string.utf8.distance(from: string.startIndex, to: index)
    }
  }
}
