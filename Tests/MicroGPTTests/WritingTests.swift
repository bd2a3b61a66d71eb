import Foundation
import Testing

@testable import microgpt

@Suite("Writing")
struct WritingTests {
  @Test("A new file is written, an old one replaced, and nothing else left in the folder")
  func replaced() throws {
    let folder = try Folder()
    try write([1, 2, 3], to: folder.place("a"))
    try write([4], to: folder.place("a"))
    #expect(try folder.bytes("a") == [4])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a"])
  }

  @Test("Through a link the file behind it is written, and the link stays")
  func link() throws {
    let folder = try Folder()
    try folder.write("old", to: "file")
    try FileManager.default.createSymbolicLink(
      atPath: folder.place("link"), withDestinationPath: folder.place("file"))
    try write(Array("new".utf8), to: folder.place("link"))
    #expect(try folder.text("file") == "new")
    let type = try FileManager.default.attributesOfItem(atPath: folder.place("link"))[.type]
    #expect(type as? FileAttributeType == .typeSymbolicLink)
  }

  @Test("What is no file is not replaced", arguments: ["/dev/null", "/", "nowhere/at/all"])
  func noFile(path: String) {
    let complaint = #expect(throws: Complaint.self) { try write([1], to: path) }
    #expect(complaint?.message == "cannot write `\(path)`")
  }

  @Test("A saved model takes the place of an old one only when it is whole")
  func afterFailure() throws {
    let folder = try Folder()
    try folder.write("precious", to: "a")
    let outcome = try Program.run(
      "--input", Census.path, "--steps", "5", "--learning-rate", "1e300", "--save", "a",
      in: folder)
    #expect(outcome.status == 1)
    #expect(try folder.text("a") == "precious")
  }

  @Test("Bytes are read as they are, and a missing file is named")
  func bytes() throws {
    let folder = try Folder()
    try write([0, 255, 10, 13], to: folder.place("a"))
    #expect(try readBytes(at: folder.place("a")) == [0, 255, 10, 13])
    let complaint = #expect(throws: Complaint.self) { try readBytes(at: "nowhere") }
    #expect(complaint?.message.contains("`nowhere`") == true)
  }
}
