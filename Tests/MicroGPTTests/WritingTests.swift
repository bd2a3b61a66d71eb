import Foundation
import Testing

@testable import microgpt

@Suite("Writing")
struct WritingTests {
  @Test("A new file is written, an old one replaced, and nothing else left in the folder")
  func replaced() throws {
    let folder = try Folder()
    try ([1, 2, 3] as [UInt8]).write(to: folder.place("a"))
    try ([4] as [UInt8]).write(to: folder.place("a"))
    #expect(try folder.bytes("a") == [4])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a"])
  }

  @Test("Through a link the file behind it is written, and the link stays")
  func link() throws {
    let folder = try Folder()
    try folder.write("old", to: "file")
    try FileManager.default.createSymbolicLink(
      atPath: folder.place("link"), withDestinationPath: folder.place("file"))
    try Array("new".utf8).write(to: folder.place("link"))
    #expect(try folder.text("file") == "new")
    let type = try FileManager.default.attributesOfItem(atPath: folder.place("link"))[.type]
    #expect(type as? FileAttributeType == .typeSymbolicLink)
  }

  @Test("Where no file can be, none is written", arguments: ["/", "nowhere/at/all"])
  func noFile(path: String) {
    let complaint = #expect(throws: Complaint.self) { try Array("a".utf8).write(to: path) }
    #expect(complaint?.message == "cannot write `\(path)`")
  }

  @Test("What is there and is no file stays, whether bytes or a picture would replace it")
  func pipe() throws {
    let folder = try Folder()
    let path = folder.place("pipe")
    try #require(mkfifo(path, 0o600) == 0)
    let drawing = Drawing(width: 1, height: 1, title: "", description: "")
    for write in [{ try Array("a".utf8).write(to: path) }, { try drawing.write(to: path) }] {
      let complaint = #expect(throws: Complaint.self) { try write() }
      #expect(complaint?.message == "cannot write `\(path)`")
    }
    var status = stat()
    #expect(lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
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
    try ([0, 255, 10, 13] as [UInt8]).write(to: folder.place("a"))
    #expect(try readBytes(at: folder.place("a")) == [0, 255, 10, 13])
    let complaint = #expect(throws: Complaint.self) { try readBytes(at: "nowhere") }
    #expect(complaint?.message == "there is no file `nowhere`")
  }

  @Test("A run cannot be loaded from a file that is not there")
  func load() {
    var arguments = Arguments(["--load", "nowhere"])
    let complaint = #expect(throws: Complaint.self) { try arguments.run() }
    #expect(complaint?.message == "there is no file `nowhere`")
  }
}
