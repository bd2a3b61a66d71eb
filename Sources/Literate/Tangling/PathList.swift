/// The files that a root chunk's name stands for: one path, or with `{x,y}` in it one for each of
/// the words between the commas.
struct PathList {
  let paths: [RelativePath]

  struct Problem: Error {
    let message: String
  }

  init(_ name: String) throws(Problem) {
    if let last = name.unicodeScalars.last, last == "," || last == ";" {
      throw Problem(
        message: "the path `\(name)` ends with `\(last)`; put spaces, not commas, between keys")
    }
    if name.unicodeScalars.first == "~" { throw Self.problem(name, .absolute) }
    var paths: [RelativePath] = []
    for text in try Self.expanded(name) {
      do throws(RelativePath.Problem) {
        paths.append(try RelativePath(text))
      } catch {
        throw Self.problem(text, error)
      }
    }
    self.paths = paths
  }

  /// The paths that a name with a group of words stands for. Braces without a comma between them
  /// stand for themselves.
  private static func expanded(_ name: String) throws(Problem) -> [String] {
    let scalars = Array(name.unicodeScalars)
    var open: [Int] = []
    var groups: [(range: ClosedRange<Int>, depth: Int)] = []
    for (index, scalar) in scalars.enumerated() {
      if scalar == "{" { open.append(index) }
      guard scalar == "}" else { continue }
      guard let start = open.popLast() else { throw unpaired(name) }
      if scalars[start...index].contains(",") { groups.append((start...index, open.count)) }
    }
    if !open.isEmpty { throw unpaired(name) }
    guard let group = groups.first else { return [name] }
    if groups.count > 1 || group.depth > 0 {
      throw Problem(
        message: "the path `\(name)` has more than one group of words; write one, as in `{a,b}/x`")
    }
    return scalars[group.range].dropFirst().dropLast()
      .split(separator: ",", omittingEmptySubsequences: false).map { word in
        var text = String.UnicodeScalarView(scalars[..<group.range.lowerBound])
        text += Array(word)
        text += scalars[(group.range.upperBound + 1)...]
        return String(text)
      }
  }

  private static func problem(_ path: String, _ problem: RelativePath.Problem) -> Problem {
    Problem(
      message: problem.message(path) + "; name a file below the output folder, such as "
        + "`microgpt/Value.swift`")
  }

  private static func unpaired(_ name: String) -> Problem {
    Problem(message: "the path `\(name)` has a brace without its other half; take it out")
  }
}

extension RelativePath.Problem {
  /// The fact in words, for a path as it was written.
  public func message(_ path: String) -> String {
    switch self {
    case .absolute: "the path `\(path)` is absolute"
    case .leavesFolder: "the path `\(path)` leaves the output folder"
    case .namesFolder: "the path `\(path)` names a folder, not a file"
    case .controlCharacter: "a path holds no control characters"
    case .longPart: "a part of the path `\(path)` has over 255 bytes"
    case .tooLong: "the path `\(path)` has over 4,000 bytes"
    }
  }
}
