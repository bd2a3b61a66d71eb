/// Lines of one text that stand in the place of lines of another.
struct LineChange: Equatable {
  var old: Range<Int>
  var new: Range<Int>
}

/// What leads from the lines `old` to the lines `new`: changes in order, none touching the next.
///
/// - Complexity: O((*n* + *m*) · *d*), *d* the number of lines that differ; beyond a *d* at which
///   this would take seconds, the part that differs is one change.
func lineChanges<Line: Hashable>(from old: [Line], to new: [Line]) -> [LineChange] {
  let shorter = min(old.count, new.count)
  var head = 0
  while head < shorter, old[head] == new[head] { head += 1 }
  var tail = 0
  while tail < shorter - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] { tail += 1 }
  let a = head..<(old.count - tail)
  let b = head..<(new.count - tail)
  if a.isEmpty && b.isEmpty { return [] }
  guard !a.isEmpty, !b.isEmpty, let matches = matches(numbered(old[a], new[b])) else {
    return [LineChange(old: a, new: b)]
  }
  var changes: [LineChange] = []
  var (i, j) = (head, head)
  for (x, y) in matches + [(a.count, b.count)] {
    if i < head + x || j < head + y {
      changes.append(LineChange(old: i..<(head + x), new: j..<(head + y)))
    }
    (i, j) = (head + x + 1, head + y + 1)
  }
  return changes
}

/// A number for each different line, to compare them quickly.
private func numbered<Line: Hashable>(
  _ a: ArraySlice<Line>, _ b: ArraySlice<Line>
) -> (a: [Int32], b: [Int32]) {
  var numbers: [Line: Int32] = [:]
  func number(_ line: Line) -> Int32 {
    let next = Int32(truncatingIfNeeded: numbers.count)
    if let known = numbers[line] { return known }
    numbers[line] = next
    return next
  }
  return (a.map(number), b.map(number))
}

/// A longest common subsequence as pairs of offsets; nil if more than 3,000 lines differ.
///
/// The greedy algorithm of E. Myers, *An O(ND) Difference Algorithm and Its Variations* (1986): for
/// each number of differences `d`, how far down each diagonal `k` of the edit graph one can get.
private func matches(_ lines: (a: [Int32], b: [Int32])) -> [(Int, Int)]? {
  let (a, b) = lines
  let limit = min(a.count + b.count, 3_000)
  var reach = Array(repeating: 0, count: 2 * limit + 3)
  let middle = limit + 1
  var before: [[Int]] = []
  for d in 0...limit {
    before.append(Array(reach[(middle - d - 1)...(middle + d + 1)]))
    for k in stride(from: -d, through: d, by: 2) {
      let isDown = k == -d || k != d && reach[middle + k - 1] < reach[middle + k + 1]
      var x = isDown ? reach[middle + k + 1] : reach[middle + k - 1] + 1
      while x < a.count, x - k < b.count, a[x] == b[x - k] { x += 1 }
      reach[middle + k] = x
      if x >= a.count, x - k >= b.count { return path(to: (a.count, b.count), before) }
    }
  }
  return nil
}

/// Walks back through what could be reached with one difference less each time, collecting the
/// lines that are the same.
private func path(to end: (Int, Int), _ before: [[Int]]) -> [(Int, Int)] {
  var matches: [(Int, Int)] = []
  var (x, y) = end
  for d in before.indices.reversed() {
    let reach = before[d]
    let k = x - y
    func at(_ diagonal: Int) -> Int { reach[diagonal + d + 1] }
    let isDown = k == -d || k != d && at(k - 1) < at(k + 1)
    let start = d == 0 ? 0 : isDown ? at(k + 1) : at(k - 1) + 1
    while x > start {
      x -= 1
      y -= 1
      matches.append((x, y))
    }
    if isDown { y -= 1 } else { x -= 1 }
  }
  return matches.reversed()
}

/// The lines of a text, their line feeds left out.
func lines(of text: [UInt8]) -> [ArraySlice<UInt8>] {
  var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
  if lines.last?.isEmpty == true { lines.removeLast() }
  return lines
}

/// A unified diff with three lines of context.
///
/// - Parameter place: What stands behind a hunk's numbers, given the old lines that it changes.
func unifiedDiff(
  from old: [ArraySlice<UInt8>], to new: [ArraySlice<UInt8>], oldName: String, newName: String,
  place: (LineChange) -> String
) -> [String] {
  let changes = lineChanges(from: old, to: new)
  if changes.isEmpty { return [] }
  var output = ["--- \(oldName)", "+++ \(newName)"]
  var group: [LineChange] = []
  func flush() {
    guard let first = group.first, let last = group.last else { return }
    let before = min(3, first.old.lowerBound)
    let after = min(3, old.count - last.old.upperBound)
    let a = (first.old.lowerBound - before)..<(last.old.upperBound + after)
    let b = (first.new.lowerBound - before)..<(last.new.upperBound + after)
    output.append("@@ -\(span(a)) +\(span(b)) @@ \(place(first))")
    var i = a.lowerBound
    for change in group {
      output += old[i..<change.old.lowerBound].map { " " + text($0) }
      output += old[change.old].map { "-" + text($0) }
      output += new[change.new].map { "+" + text($0) }
      i = change.old.upperBound
    }
    output += old[i..<a.upperBound].map { " " + text($0) }
    group = []
  }
  for change in changes {
    if let last = group.last, change.old.lowerBound - last.old.upperBound > 6 { flush() }
    group.append(change)
  }
  flush()
  return output
}

/// A hunk's first line, from 1, and its length.
private func span(_ range: Range<Int>) -> String {
  range.count == 1
    ? "\(range.lowerBound + 1)"
    : "\(range.isEmpty ? range.lowerBound : range.lowerBound + 1),\(range.count)"
}

private func text(_ line: ArraySlice<UInt8>) -> String {
  String(decoding: line, as: UTF8.self)
}
