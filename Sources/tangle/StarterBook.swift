import ArgumentParser
import Commands
import Foundation
import Literate

/// A small book to start from: a program of two chapters, in a package that builds it.
enum StarterBook {
  /// Writes the package, and tangles the program into it.
  ///
  /// - Throws: Exit status 1 if something stands in the folder already.
  static func write(to folder: String) throws {
    try requireEmpty(folder)
    let chapters = files.map { ("\(folder)/chapters/\($0.name)", Array($0.text.utf8)) }
    let package = StarterPackage.files.map { ("\(folder)/\($0.name)", Array($0.text.utf8)) }
    try AtomicWrites(chapters + package)
    let tangler = Tangler(try CheckedBook(Book(folder: folder + "/chapters")))
    let tree = FileTree(
      folder: folder + "/Sources", tool: "tangle", book: folder + "/chapters", keepsLines: true)
    try tree.publish(tangler.files().map { $0.output(tangler.web) }, .write)
  }

  static func advice(_ folder: String) -> String {
    """
    \(folder): a book of two chapters. In this folder (`cd \(folder)`)
      tangle    writes its program to Sources/greetings
      weave     writes its pages to site
      verify    compiles every chapter and runs what it prints
    """
  }

  private static let files: [(name: String, text: String)] = [
    (
      "book.yml",
      """
      title: Greetings
      subtitle: A book to start from
      language: en
      program: greetings
      live: true

      """
    ),
    (
      "01-hello.md",
      """
      # Hello

      A program begins with one line that does something. Ours greets the world:

      ```swift file=greetings/main.swift
      <<read the names>>
      for name in names {
        print(greeting(name))
      }
      ```

      The block above is a whole file, but its first line is not Swift: it is a *reference*, and
      tangling puts a *chunk* in its place. The names are the words that stand behind the program's
      own name, or the world where there are none:

      ```swift define="read the names"
      let words = CommandLine.arguments.dropFirst()
      let names = words.isEmpty ? ["world"] : Array(words)
      ```

      A greeting is a line of text. It is made in a function and a file of its own, so that a test
      can ask for it:

      ```swift file=greetings/Greeting.swift
      func greeting(_ name: String) -> String {
        <<greet one name>>
      }
      ```

      ```swift define="greet one name"
      "Hello, \\(name)!"
      ```

      What a program prints can stand in the book, and is checked against the program as it is at
      the end of the chapter. The mark behind `console` says that
      [chapter 2](02-manners.md) will change it:

      ```console superseded=02
      $ swift run greetings Ada Grace
      Hello, Ada!
      Hello, Grace!
      ```

      """
    ),
    (
      "02-manners.md",
      """
      # Manners

      One does not shout at everybody. A later chapter may *replace* a chunk of an earlier one; the
      chapters before it keep the program as it was:

      ```swift replace="greet one name"
      let mark = name == "world" ? "!" : "."
      return "Good morning, \\(name)\\(mark)"
      ```

      ```console
      $ swift run greetings Ada
      Good morning, Ada.
      $ swift run greetings
      Good morning, world!
      ```

      Code that is only shown is marked as a sketch:

      ```swift sketch
      return "Good evening, \\(name)."
      ```

      """
    ),
  ]
}
