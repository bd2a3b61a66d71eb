import Literate

/// Colours for Swift, whether it parses or is a piece of something that does.
///
/// A line that is `<<name>>` alone stands for other code: it gets no colour, and what surrounds
/// it is read as if that line was a comment.
package enum SwiftColours {
  /// The code's coloured ranges in order; none overlaps another.
  package static func ranges(in code: [UInt8]) -> [ColouredRange] {
    var bytes = code
    let references = hideReferences(in: &bytes)
    let ranges = SwiftReader.ranges(in: bytes)
    return references.isEmpty ? ranges : cut(references, outOf: ranges)
  }
}

extension SwiftColours {
  /// Makes comments of the lines that are references and says where they are.
  @discardableResult
  static func hideReferences(in code: inout [UInt8]) -> [Range<Int>] {
    var references: [Range<Int>] = []
    let read = CodeLines(code)
    for line in read.lines {
      let mark: Int
      switch line.kind {
      case .text, .blank: continue
      case .reference(let index): mark = read.references[index].indentation.upperBound
      case .escaped(let backslash): mark = backslash
      }
      code.replaceSubrange(mark..<mark + 2, with: "//".utf8)
      references.append(line.start..<line.end)
    }
    return references
  }

  /// The ranges without what lies in `gaps`; both are in order.
  package static func cut(_ gaps: [Range<Int>], outOf ranges: [ColouredRange]) -> [ColouredRange] {
    var gaps = gaps[...]
    var kept: [ColouredRange] = []
    for token in ranges {
      var rest = token.range
      while let gap = gaps.first, gap.lowerBound < rest.upperBound {
        if gap.lowerBound > rest.lowerBound {
          kept.append(ColouredRange(colour: token.colour, range: rest.lowerBound..<gap.lowerBound))
        }
        rest = min(max(rest.lowerBound, gap.upperBound), rest.upperBound)..<rest.upperBound
        guard gap.upperBound <= token.range.upperBound else { break }
        gaps.removeFirst()
      }
      if !rest.isEmpty { kept.append(ColouredRange(colour: token.colour, range: rest)) }
    }
    return kept
  }
}
