import Testing

@testable import Literate

@Suite("book.yml")
struct BookSettingsTests {
  private func read(_ yaml: String) -> (settings: BookSettings, messages: [String]) {
    var diagnostics: [Diagnostic] = []
    let settings = BookSettings(
      yaml: yaml, path: "book.yml", title: "Folder", diagnostics: &diagnostics)
    return (settings, diagnostics.map(\.description))
  }

  @Test("All of a book's settings")
  func all() {
    let (settings, messages) = read(
      """
      title: Greetings
      subtitle: "A: book"
      description: |
        How to *greet*.
      authors: [Ada, Grace]
      language: en-GB
      base-url: https://example.org/book
      repository: https://example.org/source
      parts:
        - name: One
          first: 1
          numbering: none
        - name: Two
          first: 03
          numbering: letters
        - {name: Three, first: 10, summary: The end.}
      program: micro_gpt-2
      drawn:
        - a.svg
      foreign: torch
      """)
    #expect(messages == [])
    var expected = BookSettings(title: "Greetings")
    expected.subtitle = "A: book"
    expected.description = "How to *greet*.\n"
    expected.authors = ["Ada", "Grace"]
    expected.language = "en-GB"
    expected.baseURL = "https://example.org/book/"
    expected.repositoryURL = "https://example.org/source"
    expected.parts = settings.parts
    expected.program = "micro_gpt-2"
    expected.drawn = ["a.svg"]
    expected.foreign = ["torch"]
    #expect(settings == expected)
    #expect(settings.parts.map(\.name) == ["One", "Two", "Three"])
    #expect(settings.parts.map(\.first) == [1, 3, 10])
    #expect(settings.parts.map(\.numbering) == [.none, .letters, .numbers])
    #expect(settings.parts.map(\.summary) == [nil, nil, "The end."])
  }

  @Test("A byte order mark and Windows' line ends do not matter")
  func windows() {
    let (settings, messages) = read("\u{FEFF}title: Greetings\r\nprogram: greetings\r\n")
    #expect(messages == [])
    #expect(settings.title == "Greetings")
    #expect(settings.program == "greetings")
  }

  @Test(
    "An empty file, or one of comments, changes nothing",
    arguments: ["", "\n", "# a\n", "---\n", "{}"])
  func empty(_ yaml: String) {
    let (settings, messages) = read(yaml)
    #expect(settings == BookSettings(title: "Folder"))
    #expect(messages == [])
  }

  @Test(
    "Every mistake is told at its line, with its remedy",
    arguments: [
      (
        "titel: x", "book.yml:1:1: warning: unknown key `titel`; did you mean `title`?"
      ),
      (
        "title: x\n\nprogram: a/b\n",
        "book.yml:3:10: error: `program` is the name of a tangled folder: letters, digits, `-` "
          + "and `_`"
      ),
      ("title: [a]", "book.yml:1:8: error: `title` is one line of text; write it behind `title:`"),
      (
        "authors: {a: b}",
        "book.yml:1:10: error: `authors` is a list of texts; write each on a line `- …`"
      ),
      ("parts: 3", "book.yml:1:8: error: `parts` is a list of `name:`, `first:` and `numbering:`"),
      (
        "parts:\n- name: A\n",
        "book.yml:2:3: error: a part has a `name:` and the number of its `first:` chapter"
      ),
      (
        "parts:\n- {name: A, first: 1, numbering: roman}\n",
        "book.yml:2:34: error: `numbering: roman` is not known; write `numbers`, `letters` or "
          + "`none`"
      ),
      (
        "parts:\n- {name: A, first: 2}\n- {name: B, first: 2}\n",
        "book.yml:3:3: error: the part `B` must begin after `A`; put the parts in the order of "
          + "their chapters"
      ),
      (
        "parts:\n- {name: A, first: 1, numberin: none}\n",
        "book.yml:2:3: warning: unknown key `numberin`; did you mean `numbering`?"
      ),
      (
        "- a",
        "book.yml:1:1: error: a book's settings are `key: value` lines; the first could be "
          + "`title: …`"
      ),
      ("[a]: b", "book.yml:1:1: error: a key must be a word, such as `title`"),
    ])
  func mistakes(_ yaml: String, _ message: String) {
    #expect(read(yaml).messages == [message])
  }

  @Test(
    "What is not YAML is an error with its line",
    arguments: ["a: [", "a: b: c", "a:\n\t- b", "title: x\ntitle: y", "'"])
  func notYAML(_ yaml: String) {
    let messages = read(yaml).messages
    #expect(messages.count == 1)
    #expect(messages.first?.contains(": error: this is not YAML") == true, "\(messages)")
    #expect(messages.first?.hasSuffix("; mend it, or put texts in quotes") == true, "\(messages)")
  }

  @Test(
    "Anchors and aliases are an error at their line; in quotes and inside words they are text",
    arguments: [
      ("title: &a x", 1), ("a: 1\ntitle: *a", 2), ("parts: [&a x]", 1), ("- *a", 1),
      ("? *a\n: 1", 1),
      ("title: 'a' \nx: {b: *c}", 2), ("title: \"&a\"", nil), ("title: '*'", nil),
      ("title: Knuth & Levy", nil), ("title: 2*3", nil), ("title: a\n  *b", 2),
    ])
  func anchors(_ yaml: String, _ line: Int?) {
    var diagnostics: [Diagnostic] = []
    _ = BookSettings(yaml: yaml, path: "book.yml", title: "x", diagnostics: &diagnostics)
    let found = diagnostics.first { $0.message.contains("no anchors and aliases") }
    #expect(found?.location.line == line, "\(diagnostics)")
  }
}
