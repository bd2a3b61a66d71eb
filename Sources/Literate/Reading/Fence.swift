/// An opening code fence.
struct Fence: CustomStringConvertible {
  let mark: UInt8
  let length: Int

  /// The fence at `column` of a line, if there is one.
  init?(opening line: ArraySlice<UInt8>, column: Int) {
    let rest = line.dropFirst(column - 1)
    guard let mark = rest.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~")
    else { return nil }
    length = rest.prefix { $0 == mark }.count
    self.mark = mark
    if length < 3 { return nil }
  }

  /// Whether a line, the marks of quotes before it aside, closes this fence.
  func isClosed(by line: ArraySlice<UInt8>) -> Bool {
    let rest = line.drop { isWhitespace($0) || $0 == UInt8(ascii: ">") }
    let run = rest.prefix { $0 == mark }
    return run.count >= length && rest.dropFirst(run.count).allSatisfy(isWhitespace)
  }

  var description: String {
    let run = String(repeating: mark == UInt8(ascii: "`") ? "`" : "~", count: length)
    return mark == UInt8(ascii: "`") ? "\(length) back-ticks" : run
  }
}

extension Fence {
  /// Whether a line begins with three back-ticks or tildes, list and quote marks aside, and holds a
  /// verb with `=`.
  static func isLikeTagged(_ line: ArraySlice<UInt8>) -> Bool {
    var rest = line.drop { isWhitespace($0) || $0 == UInt8(ascii: ">") }
    while let first = rest.first, first != UInt8(ascii: "`"), first != UInt8(ascii: "~") {
      guard let behind = skippingListMark(rest) else { return false }
      rest = behind.drop { isWhitespace($0) || $0 == UInt8(ascii: ">") }
    }
    guard let mark = rest.first, rest.prefix(while: { $0 == mark }).count >= 3
    else { return false }
    return verbMarks.contains { verb in
      rest.indices.contains { i in
        rest[i...].starts(with: verb) && !isLetter(rest[i - 1])
      }
    }
  }

  /// What every line that is like a fence holds.
  static let runs = [Array("```".utf8), Array("~~~".utf8)]

  private static let verbMarks = InfoWords.verbs.map { Array("\($0)=".utf8) }

  /// What stands behind `-`, `*`, `+`, `1.` or `1)` and a space.
  private static func skippingListMark(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let digits = line.prefix { (0x30...0x39).contains($0) }.prefix(9)
    let mark = line.dropFirst(digits.count)
    guard let first = mark.first else { return nil }
    let marks: [UInt8] = digits.isEmpty ? Array("-*+".utf8) : Array(".)".utf8)
    guard marks.contains(first), let behind = mark.dropFirst().first, isWhitespace(behind)
    else { return nil }
    return mark.dropFirst()
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
  }
}
