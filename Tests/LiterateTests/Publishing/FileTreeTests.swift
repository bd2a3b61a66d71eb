import Foundation
import Testing

@testable import Literate

private let one = "# A\n\n```text file=a.txt\nx\n```\n"
private let two = "# A\n\n```text file=a.txt\nx\n```\n\n```text file=b/c.txt\ny\n```\n"

@Suite("The output folder")
struct FileTreeTests {
  @Test("Every root file is written below the folder, beside a record of it")
  func writes() throws {
    let book = try BookOnDisk(two)
    let plan = try book.tangle()
    #expect(plan.writes.map(\.path) == ["a.txt", "b/c.txt"])
    #expect(book.folder.files(below: "Sources") == ["a.txt": "x\n", "b/c.txt": "y\n"])
    #expect(
      book.folder.text("Sources/.tangle-record") == """
        # Written by tangle: what it wrote here. Keep it in version control.
        book ../chapters
        file 08f0de07b58d2b17 a.txt
        2961e24b
        file 08ed7c07b58a4eba b/c.txt
        2961e118

        """)
  }

  @Test("Tangling twice changes nothing: files and record keep their modification time")
  func twice() throws {
    let book = try BookOnDisk(two)
    try book.tangle()
    let times = try ["a.txt", "b/c.txt", ".tangle-record"].map {
      try book.folder.modified("Sources/\($0)")
    }
    let plan = try book.tangle()
    #expect(plan.isUpToDate && plan.summary == "2 unchanged")
    #expect(
      try ["a.txt", "b/c.txt", ".tangle-record"].map { try book.folder.modified("Sources/\($0)") }
        == times)
  }

  @Test("Only the file that changed is written")
  func onlyChanged() throws {
    let book = try BookOnDisk(two)
    try book.tangle()
    let time = try book.folder.modified("Sources/a.txt")
    try book.write(two.replacing("\ny\n", with: "\nz\n"))
    #expect(try book.tangle().writes.map(\.path) == ["b/c.txt"])
    #expect(try book.folder.modified("Sources/a.txt") == time)
    #expect(book.folder.text("Sources/b/c.txt") == "z\n")
  }

  @Test("A stale file is removed, and its folder when nothing else is in it")
  func stale() throws {
    let book = try BookOnDisk(two)
    try book.tangle()
    try book.write(one)
    #expect(
      try book.differences().first == "Sources/.tangle-record: error: is outdated; run `tangle`")
    try book.tangle()
    #expect(book.folder.files(below: "Sources") == ["a.txt": "x\n"])
    #expect(Disk.kind("\(book.folder.path)/Sources/b") == nil)
  }

  @Test("A stale file's folder stays while something else is in it")
  func staleBesideForeign() throws {
    let book = try BookOnDisk(two)
    try book.tangle()
    try book.folder.write("mine", to: "Sources/b/mine.txt")
    try book.write(one)
    try book.tangle()
    #expect(book.folder.files(below: "Sources") == ["a.txt": "x\n", "b/mine.txt": "mine"])
  }

  @Test(
    "A file that tangle did not write is not overwritten, not even by force, and is not removed")
  func foreign() throws {
    let book = try BookOnDisk(two)
    try book.folder.write("mine\n", to: "Sources/a.txt")
    try book.folder.write("mine\n", to: "Sources/d.txt")
    let obstacle =
      "Sources/a.txt: error: tangle did not write this file and leaves it alone; move it away, or "
      + "delete it if the book's text is to stand here"
    #expect(try book.obstacles() == [obstacle])
    #expect(throws: Faults.self) { try book.tangle(force: true) }
    #expect(book.folder.files(below: "Sources") == ["a.txt": "mine\n", "d.txt": "mine\n"])
  }

  @Test("A file that already has the very text is adopted, and is tangle's from then on")
  func adopted() throws {
    let book = try BookOnDisk(one)
    try book.folder.write("x\n", to: "Sources/a.txt")
    let time = try book.folder.modified("Sources/a.txt")
    try book.tangle()
    #expect(try book.folder.modified("Sources/a.txt") == time)
    try book.write(one.replacing("\nx\n", with: "\nz\n"))
    try book.tangle()
    #expect(book.folder.text("Sources/a.txt") == "z\n")
  }

  @Test("A fresh clone, or the project moved elsewhere, behaves the same")
  func freshClone() throws {
    let book = try BookOnDisk(two)
    try book.tangle()
    let clone = try BookOnDisk(two)
    try clone.folder.remove("chapters")
    for name in ["chapters", "Sources"] {
      try FileManager.default.copyItem(
        atPath: "\(book.folder.path)/\(name)", toPath: "\(clone.folder.path)/\(name)")
    }
    #expect(try clone.plan().isUpToDate)
    try clone.write(one)
    try clone.tangle()
    #expect(clone.folder.files(below: "Sources") == ["a.txt": "x\n"])
  }

  @Test("Another book's files count as foreign, whether they are the same or stale")
  func anotherBook() throws {
    let book = try BookOnDisk(two)
    try book.tangle()
    var other = book
    other.chapters = "other"
    try other.write("# B\n\n```text file=a.txt\nz\n```\n")
    #expect(
      try other.obstacles() == [
        "Sources/a.txt: error: this file belongs to the book ../chapters; choose another folder "
          + "with `--output` (or, if that is this book under its old name, change the `book` line "
          + "in .tangle-record)"
      ])
    try other.write("# B\n\n```text file=d.txt\nz\n```\n")
    try other.tangle()
    #expect(
      book.folder.files(below: "Sources") == ["a.txt": "x\n", "b/c.txt": "y\n", "d.txt": "z\n"])
    #expect(try book.plan().isUpToDate)
    try other.write("# B\n")
    try other.tangle()
    #expect(book.folder.files(below: "Sources") == ["a.txt": "x\n", "b/c.txt": "y\n"])
    #expect(try book.plan().isUpToDate)
  }

  @Test("A file edited by hand is shown with its chapter and line, and is not overwritten")
  func edited() throws {
    let book = try BookOnDisk("# A\n\n```swift file=a.swift\none\ntwo\nthree\n```\n")
    try book.tangle()
    let text = try #require(book.folder.text("Sources/a.swift"))
    try book.folder.write(text.replacing("two", with: "2"), to: "Sources/a.swift")
    let (problem, diff) = try #require(try book.firstEdit())
    let path = book.folder.path
    #expect(
      problem
        == "\(path)/Sources/a.swift:3:1: error: this file was edited by hand since it was written; "
        + "`--stitch` carries the edit into the chapters, `--force` drops it")
    #expect(
      diff == """
        --- \(path)/Sources/a.swift as the book gives it
        +++ \(path)/Sources/a.swift as edited
        @@ -1,4 +1,4 @@ \(path)/chapters/01-chapter.md:5
         // Tangled from 1 chapter, 01-chapter.md. Do not edit: change the chapters.
         one
        -two
        +2
         three
        """)
    #expect(book.folder.text("Sources/a.swift")?.contains("2") == true)
    try book.tangle(force: true)
    #expect(book.folder.text("Sources/a.swift") == text)
    #expect(try book.plan().isUpToDate)
  }

  @Test("An edit that only takes the last newline away is shown too")
  func missingNewline() throws {
    let book = try BookOnDisk(one)
    try book.tangle()
    try book.folder.write("x", to: "Sources/a.txt")
    let (_, diff) = try #require(try book.firstEdit())
    #expect(diff.hasSuffix("-x\n+x\n\\ No newline at end of file"))
  }

  @Test("A stale file that was edited by hand stays, unless forced")
  func editedStale() throws {
    let book = try BookOnDisk(two)
    try book.tangle()
    try book.folder.write("y\nmine\n", to: "Sources/b/c.txt")
    try book.write(one)
    let (problem, diff) = try #require(try book.firstEdit())
    #expect(
      problem.hasSuffix(
        "this file is stale and was edited by hand since it was written; move it away, or let "
          + "`--force` remove it"))
    #expect(diff.hasSuffix("+mine"))
    #expect(book.folder.text("Sources/b/c.txt") == "y\nmine\n")
    #expect(
      try book.differences().last
        == "Sources/b/c.txt: error: is stale, and was edited by hand; `tangle --force` removes it")
    try book.tangle(force: true)
    #expect(book.folder.files(below: "Sources") == ["a.txt": "x\n"])
  }

  @Test("An edit that the book has caught up with is no edit any more")
  func caughtUp() throws {
    let book = try BookOnDisk(one)
    try book.tangle()
    try book.folder.write("z\n", to: "Sources/a.txt")
    try book.write(one.replacing("\nx\n", with: "\nz\n"))
    let plan = try book.tangle()
    #expect(plan.edits.isEmpty && plan.writes.isEmpty)
    #expect(try book.plan().isUpToDate)
  }

  @Test("A tangled file that was deleted is written again")
  func deleted() throws {
    let book = try BookOnDisk(one)
    try book.tangle()
    try book.folder.remove("Sources/a.txt")
    #expect(try book.differences() == ["Sources/a.txt: error: is missing; run `tangle`"])
    try book.tangle()
    #expect(book.folder.text("Sources/a.txt") == "x\n")
  }

  @Test("Checking names every file that differs, is missing or stale, and an outdated record")
  func checking() throws {
    let book = try BookOnDisk(two)
    #expect(
      try book.differences() == [
        "Sources/.tangle-record: error: is outdated; run `tangle`",
        "Sources/a.txt: error: is missing; run `tangle`",
        "Sources/b/c.txt: error: is missing; run `tangle`",
      ])
    #expect(book.folder.files(below: "Sources").isEmpty)
    try book.tangle()
    #expect(try book.differences() == [])
    try book.write("# A\n\n```text file=a.txt\nz\n```\n")
    #expect(
      try book.differences() == [
        "Sources/.tangle-record: error: is outdated; run `tangle`",
        "Sources/a.txt: error: differs from what the book gives; run `tangle`",
        "Sources/b/c.txt: error: is stale: the book no longer has it; run `tangle`",
      ])
    #expect(book.folder.text("Sources/a.txt") == "x\n")
  }

  @Test("A record that is missing or names too little is outdated")
  func outdatedRecord() throws {
    let book = try BookOnDisk(one)
    try book.tangle()
    try book.folder.remove("Sources/.tangle-record")
    #expect(try book.differences() == ["Sources/.tangle-record: error: is outdated; run `tangle`"])
    try book.tangle()
    try book.folder.write("book ../chapters\n", to: "Sources/.tangle-record")
    #expect(try book.differences() == ["Sources/.tangle-record: error: is outdated; run `tangle`"])
  }

  @Test(
    "A malformed record is an error at its line, and nothing is written",
    arguments: [
      ("file 00 a.txt\n", 1), ("book ../chapters\nfile xyz a.txt\n", 2),
      ("book ../chapters\nfile 00\n", 2), ("book ../chapters\nfile 00 ../a.txt\n", 2),
      ("book ../chapters\nfile 00 /etc/passwd\n", 2), ("book ../chapters\n12345678\n", 2),
      ("# a\nbook ../chapters\nfile 00 a.txt\nnonsense\n", 4),
      ("<<<<<<< HEAD\nnonsense\n", 2), ("\u{0}\u{1}", 1),
      ("book ../chapters\nfile 00 a/../b.txt\n", 2),
      ("book ../chapters\nfile fffffffffffffffff a.txt\n", 2),
    ])
  func malformedRecord(_ record: String, _ line: Int) throws {
    let book = try BookOnDisk(one)
    try book.folder.write(record, to: "Sources/.tangle-record")
    #expect(
      try book.obstacles() == [
        "Sources/.tangle-record:\(line):1: error: this record cannot be read; delete it and tangle "
          + "again: files that are as the book gives them are taken over"
      ])
    #expect(book.folder.text("Sources/.tangle-record") == record)
  }

  @Test("A record that is a folder or a link is no record")
  func recordThatIsNoFile() throws {
    let book = try BookOnDisk(one)
    try book.folder.write("", to: "Sources/.tangle-record/x")
    #expect(
      try book.obstacles() == [
        "Sources/.tangle-record: error: this is not a file that tangle wrote; move it away"
      ])
    try book.folder.remove("Sources/.tangle-record")
    try book.folder.link("Sources/.tangle-record", to: "/dev/null")
    #expect(try book.obstacles().count == 1)
  }

  @Test("A link out of the output folder is refused; one that stays inside is followed")
  func links() throws {
    let book = try BookOnDisk(two)
    try book.folder.write("", to: "outside/x")
    try book.folder.write("", to: "Sources/inside/x")
    try book.folder.link("Sources/b", to: "../outside")
    #expect(
      try book.obstacles() == [
        """
        chapters/01-chapter.md:7:1: error: `b` is a symbolic link out of the output folder; take it away
        Sources/b/c.txt: note: this file cannot be written
        """
      ])
    try book.folder.remove("Sources/b")
    try book.folder.link("Sources/b", to: "inside")
    try book.tangle()
    #expect(book.folder.text("Sources/inside/c.txt") == "y\n")
    #expect(book.folder.files(below: "outside") == ["x": ""])
  }

  @Test("A stale file behind a link out of the folder is not removed")
  func staleBehindLink() throws {
    let book = try BookOnDisk(two)
    try book.tangle()
    try book.folder.remove("Sources/b")
    try book.folder.write("y\n", to: "outside/c.txt")
    try book.folder.link("Sources/b", to: "../outside")
    try book.write(one)
    try book.tangle()
    #expect(book.folder.text("outside/c.txt") == "y\n")
    #expect(try book.plan().isUpToDate)
  }

  @Test("A link in a file's place is refused, dangling or not")
  func linkInPlace() throws {
    let book = try BookOnDisk(one)
    try book.folder.write("x\n", to: "outside.txt")
    try book.folder.write("", to: "Sources/other")
    for target in ["../outside.txt", "nowhere", "other"] {
      try book.folder.link("Sources/a.txt", to: target)
      #expect(
        try book.obstacles() == [
          "Sources/a.txt: error: this is a symbolic link, which tangle did not write; move it away"
        ])
      try book.folder.remove("Sources/a.txt")
    }
    try book.folder.link("Sources/b", to: "nowhere")
    try book.write(two)
    #expect(
      try book.obstacles() == ["Sources/b/c.txt: error: `b` is a link to no folder; take it away"])
  }

  @Test(
    "Someone's file where a folder is needed, and someone's folder where a file is, are refused")
  func fileAndFolder() throws {
    let book = try BookOnDisk(two)
    try book.folder.write("mine", to: "Sources/b")
    try book.folder.write("mine", to: "Sources/a.txt/mine")
    #expect(
      try book.obstacles() == [
        "Sources/a.txt: error: this is a folder, but the book gives a file; move it away",
        "Sources/b/c.txt: error: `b` is a file, but a folder is needed; move it away",
      ])
  }

  @Test("A file of the book may become a folder, and a folder a file")
  func fileBecomesFolder() throws {
    let file = "# A\n\n```text file=a\nx\n```\n"
    let folder = "# A\n\n```text file=a/b/c.txt\ny\n```\n"
    let book = try BookOnDisk(file)
    try book.tangle()
    for (text, files) in [(folder, ["a/b/c.txt": "y\n"]), (file, ["a": "x\n"])] {
      try book.write(text)
      try book.tangle()
      #expect(book.folder.files(below: "Sources") == files)
      #expect(try book.plan().isUpToDate)
    }
    try book.folder.write("mine\n", to: "Sources/a")
    try book.write(folder)
    #expect(try book.plan().edits.map(\.path) == ["a"])
    try book.tangle(force: true)
    try book.folder.write("mine", to: "Sources/a/b/mine.txt")
    try book.write(file)
    #expect(try book.obstacles().count == 1)
  }

  @Test("A file whose name changes only in case is renamed")
  func caseRename() throws {
    let book = try BookOnDisk("# A\n\n```text file=A.txt\nx\n```\n")
    try book.tangle()
    // On a disk that does not tell cases apart both names lead to one file; a hard link does too.
    try FileManager.default.linkItem(
      atPath: "\(book.folder.path)/Sources/A.txt", toPath: "\(book.folder.path)/Sources/a.txt")
    try book.write(one)
    try book.tangle()
    #expect(book.folder.files(below: "Sources") == ["a.txt": "x\n"])
    #expect(try book.plan().isUpToDate)
  }

  @Test("The record's own name is no name for a file")
  func recordName() throws {
    let book = try BookOnDisk("# A\n\n```text file=.tangle-record\nx\n```\n")
    #expect(
      try book.obstacles() == [
        "Sources/.tangle-record: error: this is the name of tangle's own record; rename the file"
      ])
  }

  @Test("An output folder that is a file is refused")
  func outputIsFile() throws {
    let book = try BookOnDisk(one)
    try book.folder.write("mine", to: "Sources")
    #expect(
      try book.obstacles() == [
        "Sources: error: this is a file; name another folder with `--output`"
      ])
  }

  @Test("When one file cannot be written, none is", .enabled(if: geteuid() != 0))
  func readOnlyFolder() throws {
    let book = try BookOnDisk(two)
    try book.tangle()
    try book.write(two.replacing("\nx\n", with: "\nX\n").replacing("\ny\n", with: "\nY\n"))
    let folder = "\(book.folder.path)/Sources/b"
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
    defer {
      try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
    }
    let faults = #expect(throws: Faults.self) { try book.tangle() }
    #expect(faults?.diagnostics.count == 1)
    #expect(faults?.diagnostics.first?.message.hasSuffix("b/c.txt: Permission denied") == true)
    #expect(book.folder.files(below: "Sources") == ["a.txt": "x\n", "b/c.txt": "y\n"])
  }

  @Test("A path that is too long for the disk is an error, and nothing is written")
  func longPath() throws {
    let long = Array(repeating: String(repeating: "n", count: 200), count: 40)
    let book = try BookOnDisk(one + "\n```text file=\(long.joined(separator: "/"))\n```\n")
    #expect(throws: Faults.self) { try book.tangle() }
    #expect(book.folder.files(below: "Sources") == [:])
  }

  @Test("A book without code writes nothing")
  func noCode() throws {
    let book = try BookOnDisk("# A\n")
    #expect(try book.tangle().isUpToDate)
    #expect(Disk.kind("\(book.folder.path)/Sources") == nil)
  }

  @Test("A written file keeps its rights; a new one has the user's")
  func rights() throws {
    let book = try BookOnDisk(one)
    try book.tangle()
    let path = "\(book.folder.path)/Sources/a.txt"
    try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: path)
    try book.write(one.replacing("\nx\n", with: "\nz\n"))
    try book.tangle()
    let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(rights as? Int == 0o750)
  }
}
