import Foundation
import TestSupport
import Testing

@testable import Literate

/// What can be said to the commands, said in every place that promises to tell it.
@Suite("The manual") struct ManualTests {
  /// The long options of a command.
  private func options(_ name: String) throws -> Set<String> {
    let help = try Command(name: name)("--help", in: Workplace()).output
    let list = help.split(separator: "OPTIONS:", maxSplits: 1).last ?? ""
    return Set(list.matches(of: /--[a-z][a-z-]+/).map { String($0.output) })
  }

  private static let keys =
    SettingsReader.keys + SettingsReader.partKeys
    + SettingsReader.coverKeys + SettingsReader.programKeys + SettingsReader.referenceKeys
    + SettingsReader.termKeys

  private static let tags = [
    "file", "define", "append", "replace", "insert", "after", "before", "change", "from", "to",
    "show", "fails", "compiler", "behind", "mark", "sketch", "console", "here", "still", "status",
    "signal", "superseded", "name", "stdin", "tolerance", "math", "figure", "data",
  ]

  @Test(
    "Every command's help tells every key of book.yml", arguments: ["tangle", "weave", "verify"])
  func help(_ name: String) throws {
    let help = try Command(name: name)("--help", in: Workplace()).output
    for key in Self.keys {
      #expect(help.contains(try Regex("\\b\(key)\\b")), "\(name) --help has no \(key)")
    }
    for word in Self.tags {
      #expect(help.contains(try Regex("\\b\(word)\\b")), "\(name) --help has no \(word)")
    }
  }

  @Test("The appendix tells every option of the commands, every key, and every word of a tag")
  func appendix() throws {
    let path = Repository.path + "/chapters/90-how-this-book-is-made.md"
    let text = String(decoding: try Disk.read(path), as: UTF8.self)
    for name in ["tangle", "weave", "verify"] {
      let options = try options(name)
      #expect(options.count > 8)
      for option in options {
        #expect(text.contains(option), "the appendix has no \(option) of \(name)")
      }
    }
    for key in Self.keys {
      #expect(text.contains(try Regex("\\b\(key):")), "the appendix has no \(key):")
    }
    for word in Self.tags + ["solves"] {
      #expect(text.contains(try Regex("\\b\(word)\\b")), "the appendix has no \(word)")
    }
  }

  @Test("The README's first screen leads to the appendix")
  func readme() throws {
    let text = String(decoding: try Disk.read(Repository.path + "/README.md"), as: UTF8.self)
    let screen = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(30)
    #expect(screen.contains { $0.contains("(chapters/90-how-this-book-is-made.md)") })
  }
}
