/// The cheapest way from what was expected to what is there, where some of the expected elements
/// stand for any number of others.
struct Alignment {
  enum Step: Equatable {
    /// An expected element that is as it was.
    case keep(expected: Int, actual: Int)
    /// A mark that stands for these elements.
    case elide(expected: Int, actual: Range<Int>)
    case remove(expected: Int)
    case insert(actual: Int)
  }

  private(set) var steps: [Step] = []

  /// Aligns sequences of `expected` and `actual` elements.
  ///
  /// - Parameters:
  ///   - isElision: Whether the expected element stands for any number of others.
  ///   - matches: Whether the expected element, no elision, stands for the actual one.
  /// - Complexity: O(*expected* · *actual*); where that is beyond four million, what is between the
  ///   equal ends is removed and inserted whole.
  init(
    _ expected: Int, _ actual: Int, isElision: (Int) -> Bool, matches: (Int, Int) -> Bool
  ) {
    var head = 0
    while head < min(expected, actual), !isElision(head), matches(head, head) { head += 1 }
    var tail = 0
    while tail < min(expected, actual) - head, !isElision(expected - 1 - tail),
      matches(expected - 1 - tail, actual - 1 - tail)
    {
      tail += 1
    }
    steps = (0..<head).map { .keep(expected: $0, actual: $0) }
    alignMiddle(head..<(expected - tail), head..<(actual - tail), isElision, matches)
    steps += (0..<tail).reversed().map {
      .keep(expected: expected - 1 - $0, actual: actual - 1 - $0)
    }
  }

  private enum Move: UInt8 {
    case keep, replace, remove, insert, absorb, endElision
  }

  private mutating func alignMiddle(
    _ expected: Range<Int>, _ actual: Range<Int>, _ isElision: (Int) -> Bool,
    _ matches: (Int, Int) -> Bool
  ) {
    let (n, m) = (expected.count, actual.count)
    guard n > 0, m > 0, n <= 4_000_000 / m else {
      steps += expected.map { .remove(expected: $0) } + actual.map { .insert(actual: $0) }
      return
    }
    // costs[j]: the least cost from expected element i and actual element j to both ends. Putting
    // one element in the place of another is cheaper than leaving one out, so that an elision does
    // not swallow lines that the page showed so far.
    var moves = [Move](repeating: .insert, count: (n + 1) * (m + 1))
    var costs = (0...m).map { (m - $0) * 6 }
    for i in (0..<n).reversed() {
      let isMark = isElision(expected.lowerBound + i)
      var row = costs
      for j in (0...m).reversed() {
        var best = isMark ? (costs[j], Move.endElision) : (costs[j] + 6, Move.remove)
        if j < m {
          if isMark {
            if row[j + 1] <= best.0 { best = (row[j + 1], .absorb) }
          } else if matches(expected.lowerBound + i, actual.lowerBound + j) {
            if costs[j + 1] <= best.0 { best = (costs[j + 1], .keep) }
          } else if costs[j + 1] + 5 <= best.0 {
            best = (costs[j + 1] + 5, .replace)
          }
          if row[j + 1] + 6 < best.0 { best = (row[j + 1] + 6, .insert) }
        }
        row[j] = best.0
        moves[i * (m + 1) + j] = best.1
      }
      costs = row
    }
    var (i, j) = (0, 0)
    var elided = actual.lowerBound
    while i < n || j < m {
      let (e, a) = (expected.lowerBound + i, actual.lowerBound + j)
      switch i < n ? moves[i * (m + 1) + j] : .insert {
      case .keep:
        steps.append(.keep(expected: e, actual: a))
        (i, j) = (i + 1, j + 1)
      case .replace:
        steps += [.remove(expected: e), .insert(actual: a)]
        (i, j) = (i + 1, j + 1)
      case .remove:
        steps.append(.remove(expected: e))
        i += 1
      case .insert:
        steps.append(.insert(actual: a))
        j += 1
      case .absorb:
        j += 1
        continue
      case .endElision:
        steps.append(.elide(expected: e, actual: elided..<a))
        i += 1
      }
      elided = actual.lowerBound + j
    }
  }
}

extension Alignment {
  /// Aligns the lines of a transcript and of what was printed.
  init(
    transcript: [ArraySlice<UInt8>], output: [ArraySlice<UInt8>], tolerance: Double = 0
  ) {
    self.init(
      transcript.count, output.count,
      isElision: { transcript[$0].elementsEqual(Elision.lines) },
      matches: { Elision.matches(transcript[$0], output[$1], tolerance: tolerance) })
  }
}
