import Compiling
import Foundation
import TestSupport
import Testing

@testable import Verifying

/// A folder that is kept equal to the tangled files.
@Suite struct FileSetTests {
  private let folder: TemporaryFolder
  private let files: FileSet

  init() throws {
    folder = try TemporaryFolder()
    files = FileSet(folder: folder.path + "/source")
  }

  private func second(_ name: String) throws -> Int {
    var status = stat()
    try #require(stat("\(folder.path)/source/\(name)", &status) == 0)
    return status.lastChange
  }

  private func hold(_ text: String) throws {
    try files.hold([("a.py", Array(text.utf8)), ("b.py", Array("same".utf8))])
  }

  @Test("A change has a second of its own, by which tools see it; what stays keeps its time")
  func seconds() throws {
    var seconds: [Int] = []
    try hold("0")
    let other = try second("b.py")
    for text in ["1", "2", "3"] {
      try hold(text)
      seconds.append(try second("a.py"))
      files.markUsed()
    }
    #expect(Set(seconds).count == 3)
    #expect(try second("b.py") == other)
  }

  @Test("What tools were still looking at while the second passed is given another second")
  func used() throws {
    try hold("0")
    var now = Date().timeIntervalSince1970
    Thread.sleep(forTimeInterval: 1.1 - (now - now.rounded(.down)))
    files.markUsed()
    now = Date().timeIntervalSince1970.rounded(.down)
    try hold("1")
    #expect(try second("a.py") > Int(now))
  }

  @Test("What is not there any more goes, but for what tools made")
  func removed() throws {
    try hold("0")
    try folder.write("made", to: "source/made.pyc")
    try files.hold([("b.py", Array("same".utf8))])
    #expect(folder.bytes("source/a.py") == nil)
    #expect(folder.text("source/made.pyc") == "made")
  }
  @Test("One build has the folder at a time, whichever run it belongs to")
  func reserved() throws {
    let other = FileSet(folder: files.folder)
    do {
      let lock = try files.reserve(for: .zero)
      defer { withExtendedLifetime(lock) {} }
      let refused = #expect(throws: CannotRun.self) { _ = try other.reserve(for: .zero) }
      #expect(refused?.message.contains("another run") == true)
    }
    _ = try other.reserve(for: .zero)
  }
}
