import Foundation
import TestSupport
import Testing

@testable import microgpt

/// The names that come with the book, read as the program reads them.
enum Census {
  static func names() throws -> [String] {
    try readText(at: Repository.path + "/chapters/data/names.txt").documents
  }
}

/// Runs `body` on the path of a file that holds `bytes` and is deleted afterwards.
private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
  let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try Data(bytes).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }
  try body(file.path)
}

@Suite("Files")
struct FilesTests {
  @Test("The census's list has 5,163 names, each once, in order")
  func census() throws {
    let names = try Census.names()
    #expect(names.count == 5163)
    #expect(names == Set(names).sorted())
  }

  @Test("Shuffled with the seed 42 the census's list begins as Python's does")
  func shuffledCensus() throws {
    var names = try Census.names()
    var random = MersenneTwister(seed: 42)
    random.shuffle(&names)
    #expect(names.prefix(5) == ["mignon", "richie", "prince", "rudolf", "melba"])
  }

  @Test("--input names the file that the documents come from")
  func input() throws {
    try withFile(Array("emma\r\n\n ava".utf8)) { path in
      var arguments = Arguments(["--input", path])
      let documents = try arguments.documents()
      #expect(documents == ["emma", "ava"])
      #expect(throws: Never.self) { try arguments.finish() }
    }
  }

  @Test("A missing file is named")
  func missing() {
    var arguments = Arguments(["--input", "nowhere/names.txt"])
    let complaint = #expect(throws: Complaint.self) { try arguments.documents() }
    #expect(complaint?.message == "there is no file `nowhere/names.txt`")
    #expect(complaint?.status == 1)
  }

  @Test("A folder is not a file")
  func folder() {
    #expect(throws: Complaint.self) { try readText(at: "/") }
  }

  @Test("A file without documents is refused", arguments: ["", "\n", " \r\n\t\n"])
  func empty(text: String) throws {
    try withFile(Array(text.utf8)) { path in
      var arguments = Arguments(["--input", path])
      let complaint = #expect(throws: Complaint.self) { try arguments.documents() }
      #expect(complaint?.message == "`\(path)` holds no documents")
    }
  }

  @Test(
    "A file that is not UTF-8 is refused, and the line named",
    arguments: [
      ([0xFF], 1), ([0x61, 0x0A, 0x7A, 0x6F, 0xEB, 0x0A], 2), ([0x0A, 0x0A, 0xC3], 3),
      ([0x61, 0x0A, 0xED, 0xA0, 0x80], 2), ([0x0A, 0xC0, 0x80], 2),
    ] as [([UInt8], Int)])
  func notUTF8(bytes: [UInt8], line: Int) throws {
    try withFile(bytes) { path in
      let complaint = #expect(throws: Complaint.self) { try readText(at: path) }
      #expect(complaint?.message == "`\(path)` is not UTF-8: look at line \(line)")
    }
  }

  @Test("The replacement character itself is sound UTF-8, and so is a NUL")
  func replacementCharacter() throws {
    try withFile([0xEF, 0xBF, 0xBD, 0x00, 0x0A]) { path in
      let text = try readText(at: path)
      #expect(text == "\u{FFFD}\0\n")
    }
  }

  @Test("A picture that cannot be written is complained about")
  func unwritable() {
    let drawing = Drawing(width: 1, height: 1, title: "", description: "")
    let complaint = #expect(throws: Complaint.self) { try drawing.write(to: "nowhere/at/all.svg") }
    #expect(complaint?.message == "cannot write `nowhere/at/all.svg`")
  }
}
