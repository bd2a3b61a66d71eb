/// The lines at the beginning of a file that have to stay there, in front of any comment.
struct FirstLines {
  private let lines: [String]

  /// - Parameter text: The file's text.
  init(_ text: [UInt8]) {
    var lines: [String] = []
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false).prefix(200) {
      lines.append(String(decoding: line.prefix(300), as: UTF8.self).lowercased())
    }
    self.lines = lines
  }

  /// Whether a kernel reads the first line, `#!/bin/sh`: the file is a script, which one runs.
  /// Rust's `#![no_std]` is none.
  static func isScript(_ text: [UInt8]) -> Bool {
    text.starts(with: Array("#!".utf8)) && !text.starts(with: Array("#![".utf8))
  }

  /// How many lines a comment has to stand behind; nil for a file that a comment would change
  /// wherever it stood.
  ///
  /// - Parameter path: The file's path, by which the kinds of files are told.
  func count(path: String) -> Int? {
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    switch ending {
    case "php", "phtml": return php
    case "md", "markdown", "mdx", "qmd": return frontMatter
    case "yml", "yaml": return lines.prefix { $0.hasPrefix("%") }.count
    case "css": return hasFirst(["@charset"]) ? 1 : 0
    case "bat", "cmd": return hasFirst(["@echo off"]) ? 1 : 0
    case "tex", "sty", "cls": return hasFirst(["%&"]) ? 1 : 0
    default: return beginning
    }
  }

  private func hasFirst(_ beginnings: [String]) -> Bool {
    guard let first = lines.first, !first.hasPrefix("#![") else { return false }
    return beginnings.contains { first.hasPrefix($0) }
  }

  /// Outside of `<?php` all text is printed.
  private var php: Int? {
    let start = hasFirst(["#!"]) ? 1 : 0
    guard lines.count > start, lines[start].hasPrefix("<?php"), !lines[start].contains("?>")
    else { return nil }
    return start + 1
  }

  /// The lines from `---` to the next one.
  private var frontMatter: Int {
    guard lines.first == "---",
      let end = lines.dropFirst().firstIndex(where: { $0 == "---" || $0 == "..." })
    else { return 0 }
    return end + 1
  }

  /// What a kernel, a package manager, a parser of markup, Python or a container's builder reads
  /// first.
  private var beginning: Int {
    let fixed = [
      "#!", "// swift-tools-version", "//swift-tools-version", "<?xml", "<!doctype", "#lang ",
    ]
    var count = hasFirst(fixed) ? 1 : 0
    // `# -*- coding: latin-1 -*-` counts on the first two lines.
    while count < min(2, lines.count), Self.isCodingCookie(lines[count]) { count += 1 }
    // `# syntax=docker/dockerfile:1`
    while count < lines.count, Self.isDirective(lines[count]) { count += 1 }
    return count
  }

  private static func isCodingCookie(_ line: String) -> Bool {
    guard line.hasPrefix("#"), let start = line.firstRange(of: "coding")?.upperBound
    else { return false }
    return line[start...].first == ":" || line[start...].first == "="
  }

  private static func isDirective(_ line: String) -> Bool {
    guard line.hasPrefix("#") else { return false }
    let text = line.dropFirst().drop { $0 == " " || $0 == "\t" }
    return ["syntax=", "escape=", "check="].contains { text.hasPrefix($0) }
  }
}
