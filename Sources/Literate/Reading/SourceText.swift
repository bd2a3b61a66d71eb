/// The bytes of a chapter and where its lines begin.
///
/// A line ends with a line feed, a carriage return, or both, as in CommonMark.
public struct SourceText: Sendable {
  public let bytes: [UInt8]
  /// The offset at which each line begins; a last one stands behind the text's end.
  private let starts: [Int]

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    starts.reserveCapacity(bytes.count / 32 + 2)
    bytes.withUnsafeBufferPointer { text in
      var i = 0
      while i < text.count {
        let byte = text[i]
        i += 1
        guard byte == 0x0A || byte == 0x0D else { continue }
        if byte == 0x0D, i < text.count, text[i] == 0x0A { i += 1 }
        starts.append(i)
      }
    }
    if starts.last != bytes.count { starts.append(bytes.count) }
    self.starts = starts
  }

  public init(_ text: String) {
    self.init(Array(text.utf8))
  }

  public var lineCount: Int { starts.count - 1 }

  /// The bytes of the line with this number, from 1, without its line end; empty outside the text.
  /// A byte order mark at the text's beginning is no part of its line, as libcmark counts columns.
  public func line(_ number: Int) -> ArraySlice<UInt8> {
    guard number >= 1, number <= lineCount else { return [] }
    let isMarked = number == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let start = isMarked ? 3 : starts[number - 1]
    var end = starts[number]
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return bytes[start..<end]
  }

  /// The offsets of the line with this number, its line end included.
  public func range(ofLine number: Int) -> Range<Int> {
    starts[number - 1]..<starts[number]
  }

  /// The line and column, both from 1, of the byte at `offset`.
  public func position(of offset: Int) -> (line: Int, column: Int) {
    var low = 0
    var high = starts.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return (low + 1, offset - starts[low] + 1)
  }

  /// The offset of the first byte that is not part of well-formed UTF-8, if there is one.
  public var firstInvalidOffset: Int? {
    bytes.withUnsafeBufferPointer { text in
      var i = 0
      while i < text.count {
        if text[i] < 0x80 {
          i += 1
          continue
        }
        let length = wellFormedLength(text, at: i)
        if length == 0 { return i }
        i += length
      }
      return nil
    }
  }
}

/// The length of the scalar of several bytes that begins at `i`, or 0 if it is not well-formed
/// (The Unicode Standard, table 3-7).
private func wellFormedLength(_ text: UnsafeBufferPointer<UInt8>, at i: Int) -> Int {
  let first = text[i]
  let length: Int
  var second: ClosedRange<UInt8> = 0x80...0xBF
  switch first {
  case 0xC2...0xDF: length = 2
  case 0xE0...0xEF:
    length = 3
    if first == 0xE0 { second = 0xA0...0xBF }
    if first == 0xED { second = 0x80...0x9F }
  case 0xF0...0xF4:
    length = 4
    if first == 0xF0 { second = 0x90...0xBF }
    if first == 0xF4 { second = 0x80...0x8F }
  default: return 0
  }
  guard i + length <= text.count, second.contains(text[i + 1]) else { return 0 }
  for k in 2..<max(2, length) where text[i + k] & 0xC0 != 0x80 { return 0 }
  return length
}

/// Space, tab, line feed, vertical tab, form feed, carriage return.
@inline(__always)
func isWhitespace(_ byte: UInt8) -> Bool {
  byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
}

extension Collection<UInt8> where Self: BidirectionalCollection {
  /// Without the white space at either end.
  func trimmed() -> SubSequence {
    var start = startIndex
    while start != endIndex, isWhitespace(self[start]) { formIndex(after: &start) }
    var end = endIndex
    while end != start, isWhitespace(self[index(before: end)]) { formIndex(before: &end) }
    return self[start..<end]
  }
}
