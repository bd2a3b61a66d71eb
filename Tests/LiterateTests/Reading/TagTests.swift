import Testing

@testable import Literate

@Suite("Info strings")
struct TagTests {
  private func tag(_ info: String) -> (Tag, [String]) {
    var problems: [String] = []
    let tag = Tag(info) { problems.append($0) }
    return (tag, problems)
  }

  @Test(
    "The verbs give a chunk its name", arguments: [Tag.Verb.file, .define, .append, .replace])
  func verbs(_ verb: Tag.Verb) {
    let (tag, problems) = tag("swift \(verb.keyword)=name")
    #expect(tag.role == .chunk(verb, name: "name"))
    #expect(problems.isEmpty)
  }

  @Test("A value with spaces stands in double quotes; its name is trimmed and folded")
  func quotedNames() {
    #expect(
      tag("swift define=\"  backward \t pass \"").0.role == .chunk(.define, name: "backward pass"))
    #expect(tag("swift   define=pass   ").0.role == .chunk(.define, name: "pass"))
  }

  @Test("A block of a solution is a sketch to the book, and knows its exercise")
  func solutions() {
    let (tag, problems) = tag("swift solves=7.2 replace=\"a b\"")
    #expect(tag.role == .sketch && tag.solves == Exercise("7.2") && problems.isEmpty)
    #expect(self.tag("console solves=12.3 status=1").0.solves == Exercise("12.3"))
    for info in [
      "swift solves=7 replace=a", "swift solves=7.0 replace=a", "swift solves=x.1 define=a",
    ] {
      #expect(self.tag(info).1.count == 1, "\(info)")
      #expect(self.tag(info).1.first?.contains("names no exercise") == true)
    }
    #expect(self.tag("swift solves=7.2 sketch").1.first?.contains("give it a verb") == true)
    #expect(self.tag("swift solves=7.2 replace=").1.count == 1)
  }

  @Test("The language is compared without case")
  func languageCase() {
    #expect(tag("Swift define=a").0.isSwift)
    #expect(tag("CONSOLE").0.role == .transcript(.init()))
    #expect(tag("Math").0.role == .formula)
    #expect(tag("SWIFT").1.count == 1)
  }

  @Test("A transcript's flags and values")
  func transcripts() {
    var options = Tag.TranscriptOptions()
    options.isHere = true
    options.ending = .status(3)
    options.superseded = 12
    #expect(tag("console here status=3 superseded=12").0.role == .transcript(options))
    #expect(tag("console sketch here").0.role == .sketch)
  }

  @Test("A figure has a name and perhaps data")
  func figures() {
    #expect(tag("figure name=f data=f.json").0.role == .figure(name: "f", data: "f.json"))
    #expect(tag("figure name=f").0.role == .figure(name: "f", data: nil))
  }

  @Test("A sketch goes with every language", arguments: ["swift", "python", "console", "text"])
  func sketches(_ language: String) {
    let (tag, problems) = tag("\(language) sketch")
    #expect(tag.role == .sketch)
    #expect(problems.isEmpty)
  }

  @Test(
    "Other info strings are none of our business",
    arguments: [
      "", "python", "rust ignore", "text title=\"open", "js {1,3}", "html key=1 key=1",
      "python linenos=table", "c++ =", "text title=x",
    ])
  func foreign(_ info: String) {
    let (tag, problems) = tag(info)
    #expect(tag.role == .plain)
    #expect(problems.isEmpty)
  }

  @Test("Any language is tangled if it carries a verb")
  func otherLanguages() {
    #expect(tag("python file=a.py").0.role == .chunk(.file, name: "a.py"))
    #expect(tag("text append=a").0.role == .chunk(.append, name: "a"))
  }

  @Test(
    "Every mistake in an info string is told with its remedy",
    arguments: [
      (
        "swift",
        "this Swift block is neither tangled nor marked `sketch`; add `file=`, `define=`, "
          + "`append=` or `replace=`, or the word `sketch`"
      ),
      (
        "swift file=a define=b",
        "a block has one verb, this one has `file` and `define`; keep one of them"
      ),
      ("swift sketch define=b", "a sketch is never tangled; drop `sketch` or `define`"),
      ("console define=b", "a `console` block is not tangled; drop `define`"),
      ("math file=b", "a `math` block is not tangled; drop `file`"),
      ("figure name=f replace=b", "a `figure` block is not tangled; drop `replace`"),
      ("swift define=", "the value of `define` is empty; write a name behind `define=`"),
      ("swift define=\"  \"", "the value of `define` is empty; write a name behind `define=`"),
      ("python file", "`file` needs a value; write `file=` and a name"),
      ("swift define=a define=b", "`define` is given twice; keep one of them"),
      ("swift define=a sketch sketch", "`sketch` is given twice; keep one of them"),
      ("swift define=\"a b", "the quote behind `define=` is never closed; add a `\"` at its end"),
      (
        "swift define=\"a\"b",
        "the quote behind `define=` is followed by `b`; put a space between them"
      ),
      (
        "swift define=a here",
        "unknown flag `here`; what can stand here: `file=`, `define=`, `append=`, `replace=`, "
          + "`insert=`, `change=`, `show=`, `fails=`, `behind`, `mark=`, `sketch`, `solves=`"
      ),
      ("swift defin=a", "unknown key `defin`; did you mean `define=a`?"),
      ("python fiel=a", "unknown key `fiel`; did you mean `file=a`?"),
      ("swift sketch=yes", "`sketch` takes no value; write `sketch` alone"),
      ("swift skech", "unknown flag `skech`; did you mean `sketch`?"),
      ("console status=high", "`status=high` is no exit status; write a number from 0 to 255"),
      ("console status=256", "`status=256` is no exit status; write a number from 0 to 255"),
      (
        "console status=99999999999999999999",
        "`status=99999999999999999999` is no exit status; write a number from 0 to 255"
      ),
      ("console status", "`status` needs a value; write `status=` and a number from 0 to 255"),
      ("console superseded=-1", "`superseded=-1` names no chapter; write its number"),
      ("console statsu=1", "unknown key `statsu`; did you mean `status=1`?"),
      ("math inline", "unknown flag `inline`; what can stand here: `sketch`"),
      ("figure data=a.json", "a figure needs `name=`, the figure to show"),
      (
        "figure name=a data=../a.json",
        "`data=../a.json` must name a file in the book's `figures/`, without a folder"
      ),
      (
        "file=a.txt",
        "the first word of a fence's info string is the language; put one before `file=`, such "
          + "as `text file=a.txt`"
      ),
      (
        "swift define=\"a`b\"",
        "a name holds no double quote, no back-tick and no `>>`; rename `a`b`"
      ),
      (
        "swift define=a>>b", "a name holds no double quote, no back-tick and no `>>`; rename `a>>b`"
      ),
      (
        "swift define=a\"b", "a name holds no double quote, no back-tick and no `>>`; rename `a\"b`"
      ),
    ])
  func mistakes(_ info: String, _ problem: String) {
    let (tag, problems) = tag(info)
    #expect(problems.contains(problem), "\(problems)")
    if case .chunk(_, let name) = tag.role { #expect(!name.isEmpty) }
  }

  @Test("Several mistakes in one info string are all told")
  func several() {
    #expect(tag("swift file=a append=b sketch colour=red").1.count == 3)
  }

  @Test("A name's first letter may carry a mark, and so may a value's quotes")
  func combiningMarks() {
    #expect(tag("swift define=\u{301}a").0.role == .chunk(.define, name: "\u{301}a"))
    #expect(tag("swift define=\"\u{301}a b\"").0.role == .chunk(.define, name: "\u{301}a b"))
  }
}
