import Foundation
import Testing

@testable import Compiling
@testable import Verifying

/// The command as a user types it.
@Suite struct VerifyCommandTests {
  private struct Ended {
    let status: Int32
    let output: String
    let errors: String
  }

  private func verify(_ arguments: String..., in folder: String) throws -> Ended {
    #if os(macOS)
      let products = Bundle(for: TestBook.self).bundleURL.deletingLastPathComponent()
    #else
      let products = Bundle.main.bundleURL
    #endif
    let process = ChildProcess(
      executable: products.appendingPathComponent("verify").path, arguments: arguments,
      environment: nil, folder: folder, timeLimit: .seconds(120), outputLimit: 1 << 20)
    let outcome = try process.run()
    guard case .status(let status) = outcome.ending else {
      return Ended(status: -1, output: "", errors: "\(outcome.ending)")
    }
    return Ended(
      status: status, output: String(decoding: outcome.output, as: UTF8.self),
      errors: String(decoding: outcome.errors, as: UTF8.self))
  }

  private func book() throws -> TestBook {
    let book = try TestBook(main: "print(1)", "```console\n$ swift run demo\n1\n```")
    try book.write("02-b.md", "# B\n\n```console\n$ swift run demo\n1\n```\n")
    return book
  }

  @Test("A book that holds ends with status 0, a line a chapter and a sum")
  func good() throws {
    let book = try book()
    let ended = try verify("--jobs", "1", in: book.root)
    #expect(ended.status == 0)
    #expect(ended.errors == "")
    let lines = ended.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.first?.hasPrefix("chapters/01-a.md: compiled in ") == true)
    #expect(lines.first?.contains(", 1 command in ") == true)
    #expect(lines.dropFirst().first == "chapters/02-b.md: 1 command as before")
    #expect(lines.last?.hasPrefix("2 chapters verified in ") == true)
    #expect(lines.last?.hasSuffix(": 1 program compiled, 1 of 2 commands run") == true)
    let all = try verify("chapters/", "--all-transcripts", in: book.root)
    #expect(all.status == 0)
    #expect(
      all.output.contains(
        "chapters/01-a.md: 1 command as before, on the program through 02-b.md\n"))
  }

  @Test("One chapter alone says nothing of figures that other chapters make")
  func oneChapter() throws {
    let book = try book()
    try book.write("figures/b.svg", "made by chapter 2")
    let ended = try verify("--chapter", "1", in: book.root)
    #expect(ended.errors == "")
    #expect(ended.status == 0)
    let all = try verify(in: book.root)
    #expect(all.errors.contains("figures/b.svg: error: no transcript makes this file"))
    #expect(all.status == 1)
  }

  @Test("One chapter alone does without a module that a later chapter brings")
  func laterModule() throws {
    let book = try book()
    try book.write("03-c.md", "# C\n\n```swift file=Other/Other.swift\npublic let other = 1\n```\n")
    try book.write(
      "../Package.swift",
      """
      // swift-tools-version: 6.1
      import PackageDescription
      let package = Package(
        name: "demo",
        targets: [
          .target(name: "Other"), .executableTarget(name: "demo", dependencies: ["Other"]),
        ])
      """)
    let ended = try verify("--chapter", "1", in: book.root)
    #expect(ended.errors == "")
    #expect(ended.status == 0)
  }

  @Test("A book that lies ends with status 1, the error and the diff on standard error")
  func bad() throws {
    let book = try book()
    try book.write("02-b.md", book.read("02-b.md").replacing("\n1\n", with: "\n2\n"))
    let ended = try verify(in: book.root)
    #expect(ended.status == 1)
    #expect(
      ended.errors == """
        chapters/02-b.md:5:1: error: the command does not print this line here; `--update` writes \
        what it prints
        -2
        +1
        1 error in 2 chapters

        """)
    #expect(try verify("--chapter", "1", in: book.root).status == 0)
    #expect(try verify("--chapter", "2", in: book.root).status == 1)
    let updated = try verify("--chapter", "2", "--update", in: book.root)
    #expect(updated.status == 0)
    #expect(updated.output.hasPrefix("chapters/02-b.md: updated\n"))
    #expect(try verify(in: book.root).status == 0)
  }

  @Test("What keeps a book from being tangled is told, and nothing is run")
  func unreadable() throws {
    let book = try book()
    try book.write("03-c.md", "# C\n\n```swift append=\"nothing\"\n```\n")
    let ended = try verify(in: book.root)
    #expect(ended.status == 1)
    #expect(ended.errors.hasPrefix("chapters/03-c.md:3:1: error: `append` of `nothing`"))
    #expect(ended.output == "")
    #expect(try verify("--chapter", "2", in: book.root).status == 0)
    #expect(try verify("nowhere", in: book.root).status == 1)
  }

  @Test(
    "Wrong usage ends with status 64",
    arguments: [
      ["--chapter", "9"], ["--chapter", "x"], ["--jobs", "0"], ["--timeout", "0"], ["--nothing"],
      ["chapters", "more"],
    ])
  func usage(arguments: [String]) throws {
    let book = try book()
    let ended =
      try arguments.count == 1
      ? verify(arguments[0], in: book.root)
      : verify(arguments[0], arguments[1], in: book.root)
    #expect(ended.status == 64)
    #expect(ended.output == "")
    #expect(ended.errors.contains("Error: "))
  }

  @Test("Help names every option")
  func help() throws {
    let ended = try verify("--help", in: "/")
    #expect(ended.status == 0)
    for option in ["--chapter", "--update", "--all-transcripts", "--jobs", "--timeout"] {
      #expect(ended.output.contains(option))
    }
  }
}
