import Compiling
import Foundation
import Literate
import Testing

@testable import Verifying

@Suite("Opened files")
struct OpenedFilesTests {
  @Test("A file that is opened, or that another takes the place of, is told; one left alone is not")
  func opened() throws {
    let folder = try ScratchFolder("opened")
    let (file, other) = (folder.path + "/a.md", folder.path + "/b.md")
    try AtomicWrites([(file, Array("a".utf8)), (other, Array("b".utf8))])
    #if os(Linux)
      #expect(!OpenedFiles([file]).isAny())
      let unopened = OpenedFiles([file])
      _ = try Disk.read(other)
      #expect(!unopened.isAny())
    #endif
    let read = OpenedFiles([file])
    _ = try Disk.read(file)
    #expect(read.isAny())
    let replaced = OpenedFiles([file])
    #expect(rename(other, file) == 0)
    #expect(replaced.isAny())
    #expect(OpenedFiles([other]).isAny())
  }
}
