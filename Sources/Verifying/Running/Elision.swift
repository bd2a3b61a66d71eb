/// The marks by which a transcript leaves something out.
enum Elision {
  /// A line that is this stands for any lines.
  static let lines = Array("...".utf8)
  /// Inside a line this stands for any characters.
  static let characters = Array("…".utf8)

  /// The lines of what a program printed, as they are compared.
  static func lines(ofOutput output: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines = output.split(omittingEmptySubsequences: false) { $0 == 0x0A || $0 == 0x0D }
      .map(withoutSpaceAtEnd)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// The lines that a transcript expects, as they are compared.
  static func lines(ofTranscript expected: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>] {
    var lines = expected.map(withoutSpaceAtEnd)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private static func withoutSpaceAtEnd(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line
    while let last = line.last, last == 0x20 || (0x09...0x0D).contains(last) { line.removeLast() }
    return line
  }

  /// Whether a line of output is what a line of a transcript, not `...`, says.
  ///
  /// - Parameter tolerance: By how much numbers may differ; 0 compares their digits.
  static func matches(
    _ expected: ArraySlice<UInt8>, _ line: ArraySlice<UInt8>, tolerance: Double = 0
  ) -> Bool {
    if expected == line { return true }
    if tolerance > 0 { return Tolerance(tolerance).matches(expected, line) }
    let parts = expected.split(separator: characters, omittingEmptySubsequences: false)
    guard let first = parts.first, let last = parts.last, parts.count > 1,
      line.count >= first.count + last.count, line.starts(with: first),
      line.suffix(last.count).elementsEqual(last)
    else { return false }
    var rest = line.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }

  /// Where output departs from what a transcript says.
  enum Departure: Equatable {
    /// The first expected line, from 0, that has no counterpart.
    case line(Int)
    /// More is printed than is written.
    case end
  }

  /// Where the output departs from the transcript; nil if it is what the transcript says.
  ///
  /// - Complexity: O(*n* · *m*) where lines are left out, else O(*n*).
  static func departure(
    of output: [ArraySlice<UInt8>], from expected: [ArraySlice<UInt8>], tolerance: Double = 0
  ) -> Departure? {
    // How many lines of the output the expected lines so far can stand for.
    var reached = [0]
    for (index, line) in expected.enumerated() {
      if line.elementsEqual(lines) {
        reached = Array(reached[0]...output.count)
      } else {
        reached = reached.compactMap { count in
          count < output.count && matches(line, output[count], tolerance: tolerance)
            ? count + 1 : nil
        }
      }
      if reached.isEmpty { return .line(index) }
    }
    return reached.last == output.count ? nil : .end
  }
}
