/// What a transcript says and what was printed, as a diff and as a new transcript.
struct TranscriptDifference {
  private let expected: [ArraySlice<UInt8>]
  private let output: [ArraySlice<UInt8>]
  private let alignment: Alignment

  /// - Parameters:
  ///   - expected: The transcript's lines as they are compared.
  ///   - output: The lines that were printed as they are compared.
  ///   - tolerance: By how much numbers may differ.
  init(
    _ expected: [ArraySlice<UInt8>], _ output: [ArraySlice<UInt8>], tolerance: Double = 0
  ) {
    self.expected = expected
    self.output = output
    alignment = Alignment(transcript: expected, output: output, tolerance: tolerance)
  }

  /// The whole difference, a line each: `-` what the transcript says and `+` what was printed, with
  /// three lines around each change.
  func diff() -> [String] {
    var lines: [(text: String, isChange: Bool)] = []
    var added: [(text: String, isChange: Bool)] = []
    let removed = alignment.steps.compactMap { step in
      if case .remove(let index) = step { expected[index].look } else { nil }
    }
    let inserted = alignment.steps.compactMap { step in
      if case .insert(let index) = step { output[index].look } else { nil }
    }
    let alike = Set(removed).intersection(inserted)
    func text(_ line: ArraySlice<UInt8>) -> String {
      alike.contains(line.look) ? line.escapedText : line.visibleText
    }
    for step in alignment.steps {
      switch step {
      case .remove(let index): lines.append(("-" + text(expected[index]), true))
      case .insert(let index): added.append(("+" + text(output[index]), true))
      case .keep(let index, _), .elide(let index, _):
        lines += added + [(" " + text(expected[index]), false)]
        added = []
      }
    }
    lines += added
    var shown = [Bool](repeating: false, count: lines.count)
    for (index, line) in lines.enumerated() where line.isChange {
      for near in max(0, index - 3)..<min(lines.count, index + 4) { shown[near] = true }
    }
    var result: [String] = []
    for index in lines.indices {
      if shown[index] {
        result.append(lines[index].text)
      } else if index == 0 || shown[index - 1] {
        result.append("@@")
      }
    }
    return result
  }

  /// A line of the new transcript: one that stays, or a new text.
  enum NewLine: Equatable {
    case old(Int)
    case new([UInt8])
  }

  /// The transcript that is right, with what it leaves out as far as that still holds.
  func newLines() -> [NewLine] {
    var lines: [NewLine] = []
    var removed: [Int] = []
    for step in alignment.steps {
      switch step {
      case .keep(let index, _), .elide(let index, _):
        lines.append(.old(index))
        removed = []
      case .remove(let index): removed.append(index)
      case .insert(let index):
        let old = removed.isEmpty ? nil : removed.removeFirst()
        lines.append(.new(Self.line(output[index], elidedAs: old.map { expected[$0] })))
      }
    }
    return lines
  }

  /// A printed line with `…` where the old line had it, if most of what stood around them is there
  /// still.
  static func line(
    _ line: ArraySlice<UInt8>, elidedAs old: ArraySlice<UInt8>?
  ) -> [UInt8] {
    guard let old, old.firstRange(of: Elision.characters) != nil else { return Array(line) }
    let before = Array(String(decoding: old, as: UTF8.self))
    let after = Array(String(decoding: line, as: UTF8.self))
    let alignment = Alignment(
      before.count, after.count, isElision: { before[$0] == "…" },
      matches: { before[$0] == after[$1] })
    var text = ""
    var kept = 0
    for step in alignment.steps {
      switch step {
      case .keep(_, let index):
        text.append(after[index])
        kept += 1
      case .insert(let index): text.append(after[index])
      case .elide: text.append("…")
      case .remove: break
      }
    }
    let literal = before.count { $0 != "…" }
    let candidate = Array(text.utf8)
    guard kept * 2 >= literal, kept > 0, Elision.matches(candidate[...], line) else {
      return Array(line)
    }
    return candidate
  }
}

extension ArraySlice<UInt8> {
  /// What the text looks like: letters with their marks as one, every space the same.
  fileprivate var look: String {
    // Strings that differ only in how marks are joined to letters are equal to Swift.
    String(
      String.UnicodeScalarView(
        String(decoding: self, as: UTF8.self).unicodeScalars.compactMap { scalar in
          scalar.properties.isDefaultIgnorableCodePoint
            ? nil : scalar.isSpace ? " " : scalar
        }))
  }

  /// The text with all but ASCII as Swift writes it by number.
  fileprivate var escapedText: String {
    String(decoding: self, as: UTF8.self).unicodeScalars.reduce(into: "") { text, scalar in
      text +=
        scalar.isASCII && scalar.value >= 0x20 ? String(scalar) : scalar.escaped(asASCII: true)
    }
  }

  /// The text, with control characters, which a terminal would obey, as Swift writes them.
  var visibleText: String {
    String(decoding: self, as: UTF8.self).unicodeScalars.reduce(into: "") { text, scalar in
      let isControl = scalar.properties.generalCategory == .control && scalar != "\t"
      text += isControl ? scalar.escaped(asASCII: true) : String(scalar)
    }
  }
}
