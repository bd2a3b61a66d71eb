import Foundation
import Literate
import TestSupport
import Testing

@testable import Weaving

@Suite("The pages' own words") struct WordsTests {
  @Test("A page speaks the book's language, and a book can bring words of its own")
  func german() throws {
    let chapters = [
      "01-one.md": """
      # Eins

      Siehe [](02-two.md) und [](#sec:teil).[^1]

      ## Teil

      > [!NOTE]
      > Text.

      ```text file=a.txt
      <<stück>>
      ```

      ```text define=stück
      x
      ```

      [^1]: Mehr.
      """, "02-two.md": "# Zwei\n",
    ]
    let german = try TestBook(chapters.merging(["book.yml": "language: de-CH\n"]) { $1 }).weave()
    let page = try #require(german.files["01-one.html"])
    for text in [
      "<span class=\"kicker\">Kapitel 1</span>", ">Kapitel 2</a>", ">Abschnitt 1.1</a>",
      "<p class=\"aside-title\">Hinweis</p>", "<span class=\"verb\">definiert</span>",
      "Verwendet in <a", "aria-label=\"Anmerkungen\"", "aria-label=\"In diesem Kapitel\"",
      "<p class=\"minutes\">Etwa 1 Minute</p>", ">Zum Text</a>",
      "<script src=\"words.js\"></script>",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(german.files["words.js"]?.contains("\"Copy\": \"Kopieren\",\n") == true)
    #expect(german.files["index.html"]?.contains("Verzeichnis der Codestücke") == true)

    let own = try TestBook(
      chapters.merging([
        "book.yml": "language: la\nwords:\n  \"Chapter {}\": Caput {}\n  Note: Nota & cetera\n"
      ]) { $1 }
    ).weave().files["01-one.html"]
    #expect(own?.contains("<span class=\"kicker\">Caput 1</span>") == true)
    #expect(own?.contains("<p class=\"aside-title\">Nota &amp; cetera</p>") == true)
    #expect(own?.contains("aria-label=\"In this chapter\"") == true)

    let english = try TestBook(chapters).weave().files
    #expect(english["words.js"] == nil && english["01-one.html"]?.contains("words.js") == false)
  }

  @Test("What is put into a text stands where its language wants it")
  func order() {
    var settings = BookSettings(title: "T")
    settings.words = ["replaces {} by {}": "{2} statt {1}", "{} lines": "{} <Zeilen>"]
    let words = Words(settings)
    #expect(words("replaces {} by {}", "a", "b") == "b statt a")
    #expect(words.lines(3) == "3 &lt;Zeilen&gt;")
    #expect(words("unknown {}", "x") == "unknown x")
    #expect(words("{}", "{} {}") == "{} {}")
    #expect(words.list(["a", "b", "c"]) == "a, b and c")
  }

  /// The texts that the sources ask for.
  private static func asked() throws -> Set<String> {
    let folder = Repository.path + "/Sources/Weaving"
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    var asked: Set<String> = []
    for name in names
    where name.hasSuffix(".js") || name.hasSuffix(".swift") && !name.hasPrefix("Code/Languages") {
      let text = String(decoding: try Disk.read("\(folder)/\(name)"), as: UTF8.self)
        .replacing(/"\s*\+\s*"/, with: "")
      for call in text.matches(of: /\b(words|say)\(\s*"([^"\\$`]*[A-Za-z{][^"\\$`]*)"/) {
        if name.hasSuffix(".swift") == (call.output.1 == "words") {
          asked.insert(String(call.output.2))
        }
      }
    }
    return asked
  }

  @Test("Every language's file has every text, with a place for each thing that is put into it")
  func complete() throws {
    let asked = try Self.asked()
    #expect(asked.count > 60)
    #expect(Words.languages.count == 5)
    let all = Words.table(Words.languages["de"] ?? [])
    for (language, file) in Words.languages {
      let texts = Words.table(file)
      #expect(asked.subtracting(texts.keys) == [], "\(language)")
      #expect(Set(texts.keys) == Set(all.keys), "\(language)")
      for (english, text) in texts {
        #expect(!text.isEmpty)
        #expect(
          english.count { $0 == "{" } == text.count { $0 == "{" }, "\(language): \(english)")
      }
    }
  }

  @Test("A book that is read from right to left says so on every page, and its code does not")
  func rightToLeft() throws {
    let book = try TestBook([
      "01-one.md": "# אחד\n\n```text file=a.txt\nx\n```\n", "book.yml": "language: he\n",
    ])
    let files = book.weave().files
    for (path, text) in files where path.hasSuffix(".html") {
      #expect(text.contains("<html lang=\"he\" dir=\"rtl\">"), "\(path)")
    }
    #expect(files["theme.css"]?.contains("direction: ltr") == true)
    let made = EBook(try CheckedBook(Book(folder: book.folder))).files().files
    let ebook = Dictionary(
      uniqueKeysWithValues: made.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) })
    #expect(ebook["EPUB/01-one.xhtml"]?.contains("xml:lang=\"he\" dir=\"rtl\"") == true)
    #expect(ebook["EPUB/01-one.xhtml"]?.contains("<pre dir=\"ltr\">") == true)
    #expect(ebook["EPUB/package.opf"]?.contains("page-progression-direction=\"rtl\"") == true)
  }
}
