import Literate

/// The code of a block as HTML.
struct CodeHTML {
  /// One well-formed string a line.
  let lines: [String]

  /// - Parameter link: The HTML of a reference to the chunk with this name.
  init(_ block: CodeBlock, memory: Memory = Memory(), link: (String) -> String) {
    self.init(block, coloured: Self.coloured(block, memory), link: link)
  }

  /// - Parameter coloured: What `coloured(_:)` gives for the block.
  init(_ block: CodeBlock, coloured: [String], link: (String) -> String) {
    var html = coloured
    for reference in block.references where reference.lineIndex < html.count {
      let indentation = String(decoding: block.text[reference.indentation], as: UTF8.self)
      html[reference.lineIndex] = indentation + link(reference.name)
    }
    lines = html
  }

  /// The block's lines in colours, references as they are written.
  static func coloured(_ block: CodeBlock, _ memory: Memory) -> [String] {
    var html: [String]
    if block.tag.isSwift {
      let code = String(decoding: block.text.dropLast(), as: UTF8.self)
      html = memory.colours(code) { Highlighter.lines(of: code) }
    } else {
      html = block.lines.indices.map {
        escaped(String(decoding: block.lineText($0), as: UTF8.self))
      }
    }
    for (index, line) in block.lines.enumerated() where index < html.count {
      guard case .escaped(let backslash) = line.kind else { continue }
      let plain = block.text[line.start..<backslash] + block.text[(backslash + 1)..<line.end]
      html[index] = escaped(String(decoding: plain, as: UTF8.self))
    }
    return html
  }

  /// The inside of `<code>`, ended by a line feed as libcmark does it.
  var html: String { lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n" }
}

/// A transcript as HTML: the prompt apart from the command, both apart from what is printed.
func transcriptHTML(_ block: CodeBlock) -> String {
  block.lines.indices.map { index in
    let line = String(decoding: block.lineText(index), as: UTF8.self)
    guard line.hasPrefix("$ ") else { return escaped(line) + "\n" }
    return "<span class=\"prompt\">$ </span><b>\(escaped(line.dropFirst(2)))</b>\n"
  }.joined()
}

/// Code in its box.
///
/// - Parameters:
///   - code: As HTML.
///   - kind: The class of the box.
///   - types: The attributes that lead to the page's table of names.
func codeBox(_ code: String, _ kind: String?, _ tag: Tag, _ types: String = "") -> String {
  let classes = kind.map { " class=\"\($0)\"" } ?? ""
  let language =
    tag.language.isEmpty ? "" : " class=\"language-\(escaped(tag.language.lowercased()))\""
  return "<pre\(classes) tabindex=\"0\"><code\(language)\(types)>\(code)</code></pre>\n"
}

/// A reference as it is written.
func escapedReference(_ name: String) -> String { escaped("<<\(name)>>") }
