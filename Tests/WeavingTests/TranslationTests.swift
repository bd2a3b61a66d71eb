import Literate
import TestSupport
import Testing

@testable import Weaving

/// A book that translates another beside it.
@Suite("Translations") struct TranslationTests {
  private let home: TemporaryFolder

  init() throws {
    home = try TemporaryFolder("translation")
    try home.write(
      "title: Counting\nprogram: count\nrepository: https://example.com/r\n", to: "en/book.yml")
    try home.write(
      """
      # Counting

      We count to three.

      ```swift file=count/main.swift
      print(1, 2, 3)
      <<the end>>
      ```

      > ```swift define="the end"
      > print("done")
      > ```

      ```console
      $ swift run count
      1 2 3
      done
      ```

      ## The picture

      ![Three.](figures/three.svg)

      See [the end](02-end.md#how-it-ends).
      """, to: "en/01-counting.md")
    try home.write(
      "# The end\n\nBack to [](01-counting.md#the-picture).\n\n## How it ends\n", to: "en/02-end.md"
    )
    try home.write("<svg viewBox=\"0 0 1 1\"></svg>", to: "en/figures/three.svg")
    try home.write("title: Zählen\nlanguage: de\ntranslates: ../en\n", to: "de/book.yml")
    try home.write(german, to: "de/01-zaehlen.md")
  }

  private let german = """
    # Zählen

    Wir zählen bis drei.

    ```swift file=count/main.swift
    ```

    > ```swift define="the end"
    > ```

    ```console
    ```

    ## Das Bild

    ![Drei.](figures/three.svg)

    Siehe [das Ende](02-end.md#how-it-ends), [](#das-bild).
    """

  private func weave() -> (files: [String: String], said: [String]) {
    let checked: CheckedBook
    do {
      checked = try CheckedBook(Book(folder: home.path + "/de"))
    } catch {
      return ([:], error.diagnostics.map { $0.description.replacing(home.path + "/", with: "") })
    }
    let (files, problems) = Weaver(checked).site()
    return (
      Dictionary(
        uniqueKeysWithValues: files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) }),
      problems.map { $0.description.replacing(home.path + "/", with: "") }
    )
  }

  private func record() throws {
    let path = home.path + "/de/" + TranslationRecord.name
    var record = TranslationRecord((try? Disk.read(path)) ?? [])
    for chapter in Book(folder: home.path + "/de").chapters { record.record(chapter) { _ in true } }
    try home.write(
      String(decoding: record.bytes, as: UTF8.self), to: "de/" + TranslationRecord.name)
  }

  @Test("A translated chapter has the code of its original, and links lead to what is translated")
  func code() throws {
    let (files, said) = weave()
    #expect(said == [])
    let page = try #require(files["01-zaehlen.html"])
    #expect(page.contains("Wir zählen bis drei.") && page.contains("definiert"))
    #expect(page.contains("print") && page.contains("1 2 3\ndone"))
    #expect(page.contains("<a href=\"02-end.html#how-it-ends\">das Ende</a>"))
    #expect(page.contains("<svg") && !page.contains("class=\"stale\""))
    // What is not translated stands there as it is, and leads to the translation.
    let end = try #require(files["02-end.html"])
    #expect(end.contains("<article lang=\"en\">"))
    #expect(
      end.contains("<p class=\"stale\" lang=\"de\">Dieses Kapitel ist noch nicht übersetzt.</p>"))
    #expect(end.contains("<a href=\"01-zaehlen.html#das-bild\">Abschnitt 1.1</a>"))
    let book = Book(folder: home.path + "/de")
    let original = Book(folder: home.path + "/en")
    #expect(
      try Tangler(CheckedBook(book)).files().map(\.path)
        == Tangler(CheckedBook(original)).files().map(\.path))
    #expect(
      try Set(
        Tangler(CheckedBook(book)).files().map {
          String(decoding: $0.text.drop { $0 != 10 }, as: UTF8.self)
        })
        == ["\nprint(1, 2, 3)\nprint(\"done\")\n"])
  }

  @Test("A paragraph whose original has changed since it was recorded is marked, and no other")
  func stale() throws {
    try record()
    #expect(weave().said == [])
    let english = try #require(home.text("en/01-counting.md"))
    // Line breaks and what the program prints are no change of a paragraph.
    try home.write(
      english.replacing("We count", with: "We\ncount").replacing("1, 2, 3", with: "1, 2, 3, 4")
        .replacing("1 2 3", with: "1 2 3 4"), to: "en/01-counting.md")
    #expect(weave().said == [])
    try home.write(english.replacing("to three", with: "to 3"), to: "en/01-counting.md")
    let (files, said) = weave()
    #expect(
      said == [
        "de/01-zaehlen.md:3:1: warning: the original of this has changed since it was translated; it "
          + "stands at en/01-counting.md:3"
      ])
    let mark = "Der Urtext des Folgenden hat sich geändert, seit es übersetzt wurde."
    let page = try #require(files["01-zaehlen.html"])
    #expect(page.contains("<p class=\"stale\">\(mark)</p>\n<p>Wir zählen"))
    #expect(page.matches(of: /class="stale"/).count == 1)
    try record()
    #expect(weave().said == [])
    // What the translator writes anew is not marked before it is recorded.
    try home.write(german.replacing("bis drei", with: "bis 3"), to: "de/01-zaehlen.md")
    let states = Book(folder: home.path + "/de").chapters[0].translation?.paragraphs.map(\.state)
    #expect(states == [.current, .unrecorded, .current, .current, .current])
  }

  @Test(
    "Code that differs from the original, that is missing, or that is new is an error at its line")
  func otherCode() throws {
    try home.write(
      german.replacing(
        "```swift file=count/main.swift\n", with: "```swift file=count/main.swift\nprint(2)\n"
      )
      .replacing("define=\"the end\"", with: "define=\"the ende\""), to: "de/01-zaehlen.md")
    #expect(
      weave().said == [
        "de/01-zaehlen.md:1:1: error: `swift define=\"the end\"` of en/01-counting.md:10:1 is missing here; a "
          + "translation has all code of its original, in empty blocks",
        "de/01-zaehlen.md:5:1: error: en/01-counting.md:5:1 has other code here; leave the block empty to "
          + "take it from there",
        "de/01-zaehlen.md:9:1: error: en/01-counting.md has no block `swift define=\"the ende\"`; did you mean "
          + "`swift define=\"the end\"`?",
        "de/01-zaehlen.md:9:3: warning: nothing uses `the ende`; refer to it with a line `<<the ende>>`, "
          + "or mark it `sketch`",
      ])
  }

  @Test(
    "What is wrong in the code that is taken over, and below it, is told at lines of the translation"
  )
  func lines() throws {
    try home.write(german + "\n\n[](nowhere.md)\n", to: "de/01-zaehlen.md")
    #expect(weave().said.map { $0.prefix(24) } == ["de/01-zaehlen.md:20:1: e"])
  }

  @Test("A translation of nothing, of a translation, and a chapter too many are errors")
  func wrongOriginals() throws {
    try home.write("# Drei\n", to: "de/03-drei.md")
    #expect(weave().said.first?.contains("de/03-drei.md:1:1: error: en has no chapter 3") == true)
    try home.write("# Drei\n", to: "fr/03-trois.md")
    try home.write("translates: ../de\n", to: "fr/book.yml")
    for (folder, text) in [("../fr", "is a translation itself"), ("../xx", "there is no book in")] {
      try home.write("translates: \(folder)\n", to: "de/book.yml")
      #expect(
        weave().said.contains {
          $0.contains("de/book.yml: error: `translates") && $0.contains(text)
        })
    }
  }
}
