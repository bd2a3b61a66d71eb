import Literate

/// A file that book.yml lays into the transcripts' working folder.
struct LaidFile: Sendable {
  /// In the book's folder, or in the output folder of tangle, and in the working folder.
  let path: String
  let bytes: [UInt8]

  /// The files that patterns name: those in the book's folder, else those that the book tangles. In
  /// a part of a path `*` stands for any characters and `?` for one.
  ///
  /// - Returns: The files in the order of their paths, and the patterns that name none, each with
  ///   the reason.
  static func files(
    _ patterns: [String], in book: Book, _ tangled: [TangledFile]
  ) -> (files: [LaidFile], faults: [(pattern: String, reason: String)]) {
    var found: [String: [UInt8]] = [:]
    var faults: [(String, String)] = []
    for pattern in patterns {
      do throws(DiskError) {
        let own = try Self.own(pattern, in: book.files)
        let parts = parts(pattern)
        let given = tangled.filter { matches(parts, Self.parts($0.path)) }
        for (path, bytes) in own { found[path] = bytes }
        for file in given where found[file.path] == nil { found[file.path] = file.text }
        if own.isEmpty, given.isEmpty {
          faults.append(
            (pattern, "no file of the book's folder, and none that it tangles, is this"))
        }
      } catch {
        faults.append((pattern, error.message))
      }
    }
    let files = found.sorted { $0.key < $1.key }.map { LaidFile(path: $0.key, bytes: $0.value) }
    return (files, faults)
  }

  /// What is wrong with patterns, at their lines in book.yml.
  static func diagnostics(
    _ faults: [(pattern: String, reason: String)], of book: Book
  ) -> [Diagnostic] {
    faults.map { pattern, reason in
      .error(
        "`\(pattern)` under `files:`: \(reason); mend the path",
        at: book.settingsLocation(pattern, or: "files:"))
    }
  }

  private static func parts(_ path: String) -> [String.UnicodeScalarView.SubSequence] {
    path.unicodeScalars.split(separator: "/").filter { !$0.elementsEqual(".".unicodeScalars) }
  }

  private static func own(
    _ pattern: String, in files: BookFiles
  ) throws(DiskError) -> [(String, [UInt8])] {
    var paths: [RelativePath?] = [nil]
    for part in parts(pattern) {
      var next: [RelativePath?] = []
      for path in paths {
        let isPattern = part.contains { $0 == "*" || $0 == "?" }
        let names = isPattern ? files.names(in: path) : [String(part)]
        for name in names
        where !isPattern || (!name.hasPrefix(".") && matches(part, name.unicodeScalars[...])) {
          let text = path.map { $0.text + "/" + name } ?? name
          if let path = try? RelativePath(text), files.entry(path) != nil { next.append(path) }
        }
      }
      paths = next
    }
    var found: [(String, [UInt8])] = []
    for case .some(let path) in paths where files.entry(path) != .folder {
      // A link must not show what lies outside.
      found.append((path.text, try files.bytes(path)))
    }
    return found
  }

  private static func matches(
    _ pattern: [String.UnicodeScalarView.SubSequence],
    _ path: [String.UnicodeScalarView.SubSequence]
  ) -> Bool {
    pattern.count == path.count && zip(pattern, path).allSatisfy { matches($0, $1) }
  }

  /// Whether a name is what a pattern says.
  static func matches(
    _ pattern: String.UnicodeScalarView.SubSequence, _ name: String.UnicodeScalarView.SubSequence
  ) -> Bool {
    let (pattern, name) = (Array(pattern), Array(name))
    var (p, n) = (0, 0)
    // Where the last `*` stands, and how far it reached.
    var star: (p: Int, n: Int)?
    while n < name.count {
      if p < pattern.count, pattern[p] == "*" {
        star = (p, n)
        p += 1
      } else if p < pattern.count, pattern[p] == "?" || pattern[p] == name[n] {
        (p, n) = (p + 1, n + 1)
      } else if let last = star {
        star = (last.p, last.n + 1)
        (p, n) = (last.p + 1, last.n + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }
}
