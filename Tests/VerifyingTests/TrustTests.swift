import Foundation
import Literate
import Testing

@testable import Compiling
@testable import Verifying

/// What is run is only what nobody else can have put there, and what is known is known.
@Suite struct TrustTests {
  private func book() throws -> TestBook {
    try TestBook(main: "print(1)", "```console\n$ swift run demo\n1\n```")
  }

  private func permit(_ mode: Int, _ path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  @Test("A program in the cache that others can write to is not run")
  func plantedProgram() throws {
    let book = try book()
    #expect(try book.verify().messages == [])
    let programs = book.root + "/.build/verify/programs"
    let name = try #require(try Disk.names(in: programs).first { !$0.hasPrefix(".") })
    let executable = "\(programs)/\(name)/demo"
    try AtomicWrites([(executable, Array("#!/bin/sh\necho planted\n".utf8))])
    try permit(0o777, executable)
    try FileManager.default.removeItem(atPath: book.root + "/.build/verify/outcomes")
    let outcome = try book.verify()
    #expect(outcome.messages == [])
    #expect(outcome.compiledCount == 1)
  }

  @Test("A cache that others can write to is left alone, and said to be")
  func plantedCache() throws {
    let book = try book()
    #expect(try book.verify().messages == [])
    try permit(0o777, book.root + "/.build/verify")
    let verifier = try Verifier(CheckedBook(Book(folder: book.path)), options: Verifier.Options())
    let warnings = verifier.settingsFindings().map(\.description)
    #expect(warnings.count == 1)
    #expect(warnings.first?.contains(".build/verify: warning: others can write here") == true)
    #expect(verifier.verify(0).compiledCount == 1)
    #expect(try book.verify().messages == [])
    func left() throws -> Int {
      try Disk.names(in: book.root).count { $0.hasPrefix(".verify") }
    }
    // The other verifier's own folder goes when the last of its threads lets go of it.
    for _ in 0..<1000 where try left() > 1 { usleep(10_000) }
    let count = try left()
    withExtendedLifetime(verifier) { #expect(count <= 1) }
  }

  @Test("A manifest that everybody may write is not used")
  func plantedManifest() throws {
    let book = try book()
    try book.write("../Package.swift", "// swift-tools-version: 6.1\nplanted\n")
    #expect(EnclosingPackage(of: book.path).hasManifest)
    try permit(0o666, book.root + "/Package.swift")
    let surroundings = EnclosingPackage(of: book.path)
    #expect(!surroundings.hasManifest)
    #expect(surroundings.warning?.message.hasPrefix("others can write here") == true)
    #expect(try book.verify().messages == [])
  }

  @Test("A program that reads a file outside the book is run again when the file changes")
  func outside() throws {
    let folder = try ScratchFolder("outside")
    try AtomicWrites([(folder.path + "/words.txt", Array("one".utf8))])
    let book = try TestBook(
      main: """
        import Foundation
        print(try String(contentsOfFile: "\(folder.path)/words.txt", encoding: .utf8))
        """, "```console\n$ swift run demo\none\n```")
    #expect(try book.verify().messages == [])
    #expect(try book.verify().runCount == 0)
    try AtomicWrites([(folder.path + "/words.txt", Array("two".utf8))])
    #expect(try book.verify().messages.count == 1)
    let other = try TestBook(
      main: """
        import Foundation
        let name = "words"
        print(try String(contentsOfFile: "\(folder.path)/\\(name).txt", encoding: .utf8))
        """, "```console\n$ swift run demo\ntwo\n```")
    #expect(try other.verify().messages == [])
    #expect(try other.verify().runCount == 1)
  }

  @Test("When a chapter changes, a command that read one is run again, and no other")
  func chaptersRead() throws {
    let book = try TestBook(
      main: """
        import Foundation
        if CommandLine.arguments.count > 1 {
          let text = try String(contentsOfFile: "FOLDER/01-a.md", encoding: .utf8)
          print(text.contains("A new" + " sentence."))
        } else {
          print("hello")
        }
        """, "")
    let text = try book.read("01-a.md").replacing("FOLDER", with: book.path)
    let transcript = "\n```console\n$ swift run demo\nhello\n$ swift run demo read\nfalse\n```\n"
    try book.write("01-a.md", text + transcript)
    #expect(try book.verify().messages == [])
    #expect(try book.verify().runCount == 0)
    try book.write("01-a.md", text + transcript + "\nAn old sentence.\n")
    let unchanged = try book.verify()
    #expect(unchanged.messages == [])
    #if os(Linux)
      #expect(unchanged.runCount == 1)
    #endif
    try book.write("01-a.md", text + transcript + "\nA new sentence.\n")
    #expect(try book.verify().messages.count == 1)
  }

  @Test("A program that looks above its executable is run again when what it finds changes")
  func above() throws {
    let book = try TestBook(
      main: """
        import Foundation
        var folder = Bundle.main.bundleURL
        while folder.path != "/" {
          let file = folder.appendingPathComponent("NOTES.txt")
          if let text = try? String(contentsOf: file, encoding: .utf8) { print(text) }
          folder.deleteLastPathComponent()
        }
        """, "```console\n$ swift run demo\nfound\n```")
    try book.write("../NOTES.txt", "found")
    #expect(try book.verify().messages == [])
    #expect(try book.verify().runCount == 0)
    try book.write("../NOTES.txt", "lost")
    #expect(try book.verify().messages.count == 1)
  }

  @Test("Data behind a link out of the book is an error at its line, and never an old answer")
  func linkedData() throws {
    let folder = try ScratchFolder("outside")
    try AtomicWrites([(folder.path + "/words.txt", Array("one".utf8))])
    let book = try TestBook(
      [
        "01-a.md": """
        # A

        ```sh file=say.sh
        cat "$1"
        ```

        ```console
        $ say words.txt
        one
        ```

        """
      ], settings: "programs:\n  - name: say\n    run: [sh, say.sh]\nfiles:\n  - words.txt")
    let link = book.path + "/words.txt"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: folder.path + "/words.txt")
    let findings = try Verifier(CheckedBook(Book(folder: book.path)), options: Verifier.Options())
      .settingsFindings().map(\.description)
    #expect(findings.count == 2)
    #expect(
      findings.first?.hasPrefix("\(book.path)/book.yml:5:1: error: `words.txt` under") == true)
    #expect(findings.last?.hasPrefix("\(link): error: this cannot be data of the book") == true)
    #expect(findings.allSatisfy { $0.contains("it is a symbolic link out of the book") })
  }

  @Test("A program that reads through a link out of the book is run each time")
  func throughLink() throws {
    let folder = try ScratchFolder("outside")
    try AtomicWrites([(folder.path + "/words.txt", Array("one".utf8))])
    let book = try TestBook(
      main: """
        import Foundation
        let folder = URL(fileURLWithPath: CommandLine.arguments[1], isDirectory: true)
        let file = folder.appendingPathComponent("words" + ".txt")
        print(try String(contentsOf: file, encoding: .utf8))
        """, "")
    // The book's folder as the program finds it.
    let text = try book.read("01-a.md")
    try book.write(
      "01-a.md",
      text.replacing("CommandLine.arguments[1]", with: "\"\(book.path)\"")
        + "\n```console\n$ swift run demo\none\n```\n")
    try FileManager.default.createSymbolicLink(
      atPath: book.path + "/words.txt", withDestinationPath: folder.path + "/words.txt")
    #expect(try book.verify().messages == [])
    try AtomicWrites([(folder.path + "/words.txt", Array("two".utf8))])
    #expect(try book.verify().messages.count == 1)
  }

  @Test("The literals of a program, up to what is put into them")
  func literals() {
    let text = #"let a = "/etc/x"; let b = "/tmp/\(a)y" // "no"# + "\n" + ##"print("a\"b", #"c"#)"##
    #expect(
      OutsideFiles.literals(in: Array(text.utf8)) == [
        OutsideFiles.Literal(text: "/etc/x", isWhole: true),
        OutsideFiles.Literal(text: "/tmp/", isWhole: false),
        OutsideFiles.Literal(text: "no", isWhole: false),
        OutsideFiles.Literal(text: "a", isWhole: false),
        OutsideFiles.Literal(text: "c", isWhole: true),
      ])
  }
}
