/// Lines of one text that stand in the place of lines of another.
struct LineChange: Equatable {
  var old: Range<Int>
  var new: Range<Int>
}

/// What leads from the lines `old` to the lines `new`: changes in order, none touching the next.
///
/// - Complexity: O((*n* + *m*) · *d*), *d* the number of lines that differ; beyond a size at which
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
  if a.isEmpty || b.isEmpty || a.count + b.count > 8_000 { return [LineChange(old: a, new: b)] }
  var isRemoved = Array(repeating: false, count: old.count)
  var isInserted = Array(repeating: false, count: new.count)
  for change in Array(new[b]).difference(from: Array(old[a])) {
    switch change {
    case .remove(let offset, _, _): isRemoved[head + offset] = true
    case .insert(let offset, _, _): isInserted[head + offset] = true
    }
  }
  var changes: [LineChange] = []
  var i = a.lowerBound
  var j = b.lowerBound
  while i < a.upperBound || j < b.upperBound {
    let start = (i, j)
    while i < a.upperBound, isRemoved[i] { i += 1 }
    while j < b.upperBound, isInserted[j] { j += 1 }
    if start != (i, j) { changes.append(LineChange(old: start.0..<i, new: start.1..<j)) }
    if i < a.upperBound, j < b.upperBound, !isRemoved[i], !isInserted[j] {
      i += 1
      j += 1
    }
  }
  return changes
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
) -> String {
  let changes = lineChanges(from: old, to: new)
  if changes.isEmpty { return "" }
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
  return output.joined(separator: "\n")
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
