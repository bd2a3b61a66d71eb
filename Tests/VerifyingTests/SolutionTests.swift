import Foundation
import TestSupport
import Testing

@testable import Compiling

@Suite("Solutions to exercises") struct SolutionTests {
  @Test("A solution that the book shows is applied at its exercise's chapter and run, and no more")
  func solutions() throws {
    let book = try TestBook(main: "print(1)")
    try book.write("02-b.md", "# B\n\n```swift append=\"demo/main.swift\"\nprint(2)\n```\n")
    func verify(_ exercise: String, prints number: Int) throws -> ChildProcess.Outcome {
      try book.write(
        "03-solutions.md",
        """
        # Solutions

        1. With a pen: 42.
        2. A line more:

           ```swift solves=\(exercise) append="demo/main.swift"
           print(9)
           ```

           ```console solves=\(exercise)
           $ swift run demo
           1
           \(number)
           ```

        """)
      return try run([], in: book)
    }
    let right = try verify("1.2", prints: 9)
    #expect(right.ending == .status(0))
    let said = String(decoding: right.output, as: UTF8.self)
    #expect(said.contains("chapters/03-solutions.md: exercise 1.2, "))
    let wrong = try verify("1.2", prints: 8)
    #expect(wrong.ending == .status(1))
    let complaint = String(decoding: wrong.errors, as: UTF8.self)
    #expect(complaint.hasPrefix("chapters/03-solutions.md:13:"))
    #expect(!complaint.contains("--update"))
    let unknown = try verify("9.1", prints: 9)
    #expect(unknown.ending == .status(1))
    #expect(
      String(decoding: unknown.errors, as: UTF8.self).contains(
        "03-solutions.md:6:4: error: `solves=9.1` names no exercise of an earlier chapter"))
  }

  @Test("A solution's commands find the files that the book gives, its own and a reader's")
  func data() throws {
    let book = try TestBook(main: "print(1)")
    try book.write("book.yml", "programs: [{name: demo}]\nfiles: [list.txt]\n")
    try book.write("list.txt", "a\n")
    let solution = """
      # Solution

      ```swift MARK append="demo/main.swift"
      #if canImport(Glibc)
        import Glibc
      #else
        import Darwin
      #endif
      print(access("list.txt", R_OK))
      ```

      ```console MARK
      $ swift run demo
      1
      0
      ```

      """
    try book.write("../mine.md", solution.replacingOccurrences(of: " MARK", with: ""))
    #expect(try run(["--exercise", "1.2", "mine.md"], in: book).ending == .status(0))
    try book.write(
      "02-solutions.md", solution.replacingOccurrences(of: "MARK", with: "solves=1.2"))
    #expect(try run([], in: book).ending == .status(0))
  }

  @Test("A solution's transcript that needs a given file runs where it is given")
  func givenData() throws {
    let book = try TestBook(main: "print(1)")
    let solution = """
      # Solutions

      ```swift solves=1.2 append="demo/main.swift"
      print(2)
      ```

      ```console solves=1.2 data=play.txt
      $ swift run demo
      1
      3
      ```

      """
    try book.write("02-solutions.md", solution)
    try book.write("../play.txt", "a\n")
    #expect(try run([], in: book).ending == .status(0))
    let given = try run(["--data", "play.txt=play.txt"], in: book)
    #expect(given.ending == .status(1))
    #expect(String(decoding: given.errors, as: UTF8.self).hasPrefix("chapters/02-solutions.md:10:"))
  }

  @Test("A text that changes nothing is no solution")
  func emptySolution() throws {
    let book = try TestBook(main: "print(1)")
    try book.write("../mine.md", "I would print 2.\n")
    let outcome = try run(["--exercise", "1.2", "mine.md"], in: book)
    #expect(outcome.ending == .status(2))
    #expect(
      String(decoding: outcome.errors, as: UTF8.self).hasPrefix("mine.md changes nothing"))
  }

  private func run(_ arguments: [String], in book: TestBook) throws -> ChildProcess.Outcome {
    try ChildProcess(
      executable: Products.path(of: "verify"), arguments: arguments, folder: book.root,
      timeLimit: .seconds(1_200), outputLimit: 1 << 20
    ).run()
  }
}
