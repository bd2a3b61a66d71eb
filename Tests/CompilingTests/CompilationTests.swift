import Foundation
import Literate
import Testing

@testable import Compiling

@Suite struct CompilationTests {
  @Test("The driver's words are read as a shell reads them")
  func words() {
    #expect(
      Compilation.words(#"/usr/bin/swift-frontend -frontend 'a b.swift' -D X 'it'\''s' ''"#) == [
        "/usr/bin/swift-frontend", "-frontend", "a b.swift", "-D", "X", "it's",
      ])
  }

  private func compilation(_ text: String) throws -> (Compilation, SwiftProgram, ScratchFolder) {
    let folder = try ScratchFolder("compiling-test")
    let chapter = Chapter(
      number: 1, name: "01-a.md", path: folder.path + "/chapters/01-a.md", source: SourceText(text))
    var settings = BookSettings(title: "A")
    settings.program = "demo"
    let book = Book(path: folder.path + "/chapters", settings: settings, chapters: [chapter])
    let checked = try CheckedBook(book)
    let compilation = try #require(try Compilation(of: checked))
    return (compilation, compilation.program(Tangler(checked)), folder)
  }

  @Test("The typed tree is that of the program with its package's flags")
  func syntaxTree() throws {
    let (compilation, program, folder) = try compilation(
      "# A\n\n```swift file=demo/main.swift\n#if DEBUG\nlet word = 12\n#endif\n```\n")
    let tree = try compilation.syntaxTree(of: program, files: ["demo/main.swift"])
    #expect(String(decoding: try #require(tree), as: UTF8.self).contains("word"))
    withExtendedLifetime(folder) {}
  }

  @Test("A program that the compiler refuses has no typed tree, and leaves no folder")
  func refused() throws {
    let (compilation, program, folder) = try compilation(
      "# A\n\n```swift file=demo/main.swift\nlet word: Int = \"\"\n```\n")
    #expect(try compilation.syntaxTree(of: program, files: ["demo/main.swift"]) == nil)
    withExtendedLifetime(folder) {}
  }

  @Test("A compiler that takes too long is stopped, and said to be")
  func slow() throws {
    var (compilation, program, folder) = try compilation(
      "# A\n\n```swift file=demo/main.swift\nprint(1)\n```\n")
    _ = try compilation.syntaxTree(of: program, files: [])
    compilation.timeLimit = .zero
    let error = #expect(throws: CannotRun.self) {
      try compilation.syntaxTree(of: program, files: ["demo/main.swift"])
    }
    #expect(error?.message == "the compiler had not ended after 0 seconds and was stopped")
    withExtendedLifetime(folder) {}
  }

  @Test("A module is named as the package manager names it")
  func module() throws {
    let book = Book(path: "chapters", settings: BookSettings(title: "A"), chapters: [])
    let nothing = Tangler(try CheckedBook(book))
    #expect(SwiftProgram(name: "my-demo.1", nothing).module == "my_demo_1")
    #expect(SwiftProgram(name: "1st", nothing).module == "_1st")
  }
}
