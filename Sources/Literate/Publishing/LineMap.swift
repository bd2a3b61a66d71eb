/// Where each line of the tangled files comes from, as JSON.
public struct LineMap {
  /// `{"microgpt/Value.swift": [null, ["05-autograd.md", 42], …], …}`: an entry a line, `null` for
  /// a line that tangle added itself.
  public let json: String

  public init(_ web: Web, _ files: [TangledFile]) {
    let names = web.book.chapters.map { quoted($0.name) }
    let entries = files.map { file in
      let lines = file.origins.map { origin in
        guard let origin else { return "null" }
        let line = web.block(origin.block).sourceLine(origin.line)
        return "[\(names[origin.block.chapter]), \(line)]"
      }
      return "  \(quoted(file.path)): [\n    \(lines.joined(separator: ",\n    "))\n  ]"
    }
    json = entries.isEmpty ? "{}\n" : "{\n\(entries.joined(separator: ",\n"))\n}\n"
  }
}

/// A JSON string.
func quoted(_ text: String) -> String {
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case "\n": quoted += "\\n"
    case "\t": quoted += "\\t"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}

extension TangledFile {
  /// The file as something to write, each line knowing its chapter.
  public func output(_ web: Web) -> OutputFile {
    OutputFile(path: path, bytes: text, definition: web.location(definition)) { line in
      guard origins.indices.contains(line), let origin = origins[line] else { return nil }
      let location = web.location(origin.block, line: origin.line)
      return "\(location.file):\(location.line)"
    }
  }
}
