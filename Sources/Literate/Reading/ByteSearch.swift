import Foundation

extension ArraySlice<UInt8> {
  /// The first place at which these bytes stand; nil where they do not, and for no bytes.
  ///
  /// What libraries offer for any collection takes more time for a page than reading it as Markdown.
  ///
  /// - Complexity: O(*n*), *n* the number of bytes.
  public func firstRange(of wanted: [UInt8]) -> Range<Int>? {
    if wanted.isEmpty || wanted.count > count { return nil }
    let offset = withUnsafeBufferPointer { text in
      wanted.count > 16 ? Self.long(wanted, in: text) : Self.short(wanted, in: text)
    }
    return offset.map { startIndex + $0..<startIndex + $0 + wanted.count }
  }

  /// A few bytes: the places of the first are looked at.
  private static func short(_ wanted: [UInt8], in text: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let start = text.baseAddress else { return nil }
    let last = text.count - wanted.count
    var place = 0
    while place <= last, let found = memchr(start + place, Int32(wanted[0]), last - place + 1) {
      place = UnsafeRawPointer(found) - UnsafeRawPointer(start)
      if memcmp(start + place, wanted, wanted.count) == 0 { return place }
      place += 1
    }
    return nil
  }

  /// Knuth, Morris and Pratt: no byte is looked at again.
  private static func long(_ wanted: [UInt8], in text: UnsafeBufferPointer<UInt8>) -> Int? {
    // How many of the first bytes stand at the end of each beginning of `wanted` too.
    var borders = [0]
    var length = 0
    for byte in wanted.dropFirst() {
      while length > 0, byte != wanted[length] { length = borders[length - 1] }
      if byte == wanted[length] { length += 1 }
      borders.append(length)
    }
    length = 0
    for (index, byte) in text.enumerated() {
      while length > 0, byte != wanted[length] { length = borders[length - 1] }
      if byte == wanted[length] { length += 1 }
      if length == wanted.count { return index + 1 - length }
    }
    return nil
  }
}

extension [UInt8] {
  /// The first place at which these bytes stand; nil where they do not, and for no bytes.
  public func firstRange(of wanted: [UInt8]) -> Range<Int>? { self[...].firstRange(of: wanted) }
}
