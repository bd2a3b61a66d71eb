/// Lines that are equal but for numbers that differ by little.
struct Tolerance {
  private let allowed: Double

  /// - Parameter allowed: By how much a number may differ, absolutely or relative to the expected
  ///   one, whichever allows more.
  init(_ allowed: Double) {
    self.allowed = allowed
  }

  /// Whether a line of output is what a line of a transcript says.
  ///
  /// - Complexity: O(*n* · *m*), *n* and *m* the numbers of parts of the lines.
  func matches(_ expected: ArraySlice<UInt8>, _ line: ArraySlice<UInt8>) -> Bool {
    let (pattern, parts) = (Self.parts(expected), Self.parts(line))
    // How many parts of the line the parts of the pattern so far can stand for.
    var reached: Set<Int> = [0]
    for part in pattern {
      if case .elision = part {
        guard let first = reached.min() else { return false }
        reached = Set(first...parts.count)
        continue
      }
      reached = Set(
        reached.compactMap { count in
          count < parts.count && isEqual(part, parts[count]) ? count + 1 : nil
        })
      if reached.isEmpty { return false }
    }
    return reached.contains(parts.count)
  }

  enum Part: Equatable {
    case number(Double, text: ArraySlice<UInt8>)
    case byte(UInt8)
    case elision
  }

  private func isEqual(_ a: Part, _ b: Part) -> Bool {
    guard case .number(let x, let text) = a, case .number(let y, let other) = b else {
      return a == b
    }
    if text.elementsEqual(other) { return true }
    return abs(x - y) <= max(allowed, allowed * abs(x))
  }

  /// A line as numbers and the bytes between them.
  static func parts(_ line: ArraySlice<UInt8>) -> [Part] {
    var parts: [Part] = []
    var i = line.startIndex
    while i < line.endIndex {
      if line[i...].starts(with: Elision.characters) {
        parts.append(.elision)
        i += Elision.characters.count
      } else if let (value, end) = number(in: line, at: i) {
        parts.append(.number(value, text: line[i..<end]))
        i = end
      } else {
        parts.append(.byte(line[i]))
        i += 1
      }
    }
    return parts
  }

  /// The number that begins at a place, and where it ends: digits, with a sign where no digit or
  /// letter stands before it, a fraction, an exponent. The digits of a name are no number.
  static func number(
    in line: ArraySlice<UInt8>, at start: Int
  ) -> (value: Double, end: Int)? {
    func isDigit(_ i: Int) -> Bool { i < line.endIndex && (0x30...0x39).contains(line[i]) }
    let before = start > line.startIndex ? line[start - 1] : 0x20
    let isInWord =
      (0x30...0x39).contains(before) || (0x41...0x5A).contains(before & 0xDF) || before == 0x5F
      || before >= 0x80
    if isInWord { return nil }
    var i = start
    if line[i] == UInt8(ascii: "-") || line[i] == UInt8(ascii: "+") { i += 1 }
    let digits = i
    while isDigit(i) { i += 1 }
    let hasWhole = i > digits
    if i < line.endIndex, line[i] == UInt8(ascii: "."), isDigit(i + 1) {
      i += 1
      while isDigit(i) { i += 1 }
    } else if !hasWhole {
      return nil
    }
    if i < line.endIndex, line[i] | 0x20 == UInt8(ascii: "e") {
      var end = i + 1
      if end < line.endIndex, line[end] == UInt8(ascii: "-") || line[end] == UInt8(ascii: "+") {
        end += 1
      }
      if isDigit(end) {
        while isDigit(end) { end += 1 }
        i = end
      }
    }
    guard let value = Double(String(decoding: line[start..<i], as: UTF8.self)) else { return nil }
    return (value, i)
  }
}
