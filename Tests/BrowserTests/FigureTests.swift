import Foundation
import Literate
import Testing

extension BrowserTests {
  @Suite("The interactive figures of the committed site")
  struct Figures {
    @Test("Each is live, quiet and no wider than a phone, and still in print and without scripts")
    func every() throws {
      let pages = try Figure.pages()
      #expect(!pages.isEmpty)
      for page in pages {
        let tab = try Tab(width: 320)
        try tab.open(CommittedSite.address + page)
        let count: Int = try tab.value("\(Figure.all).length")
        #expect(count > 0, "\(page)")
        let (lives, stills) = (
          Array(repeating: "live", count: count), Array(repeating: "still", count: count)
        )
        try tab.expect("\(Figure.all).map(f => f.dataset.state)", is: lives, "\(page)")
        #expect(try tab.faults(outside: CommittedSite.address) == [], "\(page)")
        try tab.expect("document.documentElement.scrollWidth", is: 320, "\(page)")
        try tab.expect(Self.shown, is: lives, "\(page)")
        try tab.call("Emulation.setEmulatedMedia", ["media": "print"])
        try tab.expect(Self.shown, is: stills, "\(page)")
        let quiet = try Tab()
        try quiet.allowScripts(false)
        try quiet.open(CommittedSite.address + page)
        try quiet.expect(Self.shown, is: stills, "\(page)")
      }
    }

    @Test("Pages without figures load nothing of them, and the whole book shows them still")
    func without() throws {
      let figures = try Figure.pages()
      let others = try CommittedSite.pages().filter { !figures.contains($0) }
      #expect(others.contains("book.html") && others.contains("chunks.html"))
      for page in others {
        let html = try CommittedSite.text(page)
        #expect(!html.contains("figures.js") && !html.contains("figures.css"), "\(page)")
      }
    }

    @Test("The tokenizer takes a word that is typed")
    func tokens() throws {
      let figure = try Figure("tokens")
      try figure.expect("26 4 12 12 0 26")
      try figure.type("ava")
      try figure.expect("26 0 21 0 26")
      try figure.type("zoë")
      try figure.expect("No document has the character “ë” (EB).")
    }

    @Test("The table of pairs tells a word's loss and each cell")
    func matrix() throws {
      let figure = try Figure("matrix")
      try figure.type("emma")
      try figure.expect("The loss of emma is 2.4402.")
      try figure.type("qadir")
      try figure.expect("The loss of qadir is infinite.")
      try figure.reach("td[tabindex='0']")
      try figure.press(["Home"] + Array(repeating: "ArrowDown", count: 16))
      try figure.press(Array(repeating: "ArrowRight", count: 20))
      try figure.expect("u after q: 53 of 54, p = 0.9815")
    }

    @Test("The graph is stepped through to every gradient")
    func graph() throws {
      let figure = try Figure("graph")
      try figure.expect("Nothing is known yet.")
      try figure.reach("input[type=range]")
      try figure.press(["Home"])
      try figure.expect("Nothing is known yet.")
      try figure.press(Array(repeating: "ArrowRight", count: 9))
      try figure.expect(
        "Backward: a b passes on 3 · 0.125 = 0.375 to a, which makes 0.5, "
          + "and 2 · 0.125 = 0.25 to b.")
      try figure.tab.expect("location.pathname.endsWith('\(figure.page)')")
    }

    @Test("The curve tells each step's values")
    func curve() throws {
      let figure = try Figure("curve")
      try figure.reach("input[type=range]")
      try figure.press(["Home", "ArrowRight"])
      let sentence: String = try figure.tab.value(
        """
        "step 2: " + JSON.parse(\(figure.element).querySelector("script").textContent).series
          .map(series => `${series.name} ${series.values[1].toFixed(4)}`).join(", ")
        """)
      try figure.expect(sentence)
    }

    @Test("Attention is computed anew for a word")
    func attention() throws {
      let figure = try Figure("attention")
      try figure.type("anna")
      let names = "\(figure.element).querySelectorAll('.grid tbody th')"
      #expect(
        try figure.tab.becomes(
          "[...\(names)].slice(0, 5).map(e => e.innerText).join() === 'BOS,a,n,n,a'"))
      try figure.type("zoë")
      try figure.expect("no document has the character `ë` (EB).")
    }

    @Test("The temperature changes the chances")
    func softmax() throws {
      let figure = try Figure("softmax")
      try figure.reach("input[type=range]")
      try figure.press(Array(repeating: "ArrowLeft", count: 10))
      let start = "At 0.5: n 45.2 %, r 23.1 %, l 11.4 %, s 9.4 %, e 2.5 %"
      try figure.tab.expect("\(figure.said).slice(0, \(start.count))", is: start)
    }

    /// Which of its two parts each figure shows, by the first of their classes.
    private static let shown = """
      \(Figure.all).map(figure => [...figure.querySelectorAll(".live, .still")]
        .filter(part => part.checkVisibility()).map(part => part.classList[0]).join(" "))
      """
  }
}

/// The first figure of a kind, on the first page that has one.
struct Figure {
  static let all = "[...document.querySelectorAll('figure[data-figure]')]"

  let tab: Tab
  let page: String
  let element: String

  init(_ kind: String, on wanted: String? = nil) throws {
    page = try #require(try Self.pages(kind).first { wanted == nil || $0 == wanted })
    tab = try Tab()
    element = "document.querySelector('figure[data-figure=\(kind)]')"
    try tab.open(CommittedSite.address + page)
    try tab.expect("\(element).dataset.state", is: "live")
  }

  /// The chapters' pages that have figures, or those of one kind.
  static func pages(_ kind: String = "") throws -> [String] {
    try CommittedSite.pages().filter {
      try $0 != "book.html" && CommittedSite.text($0).contains("data-figure=\"\(kind)")
    }
  }

  /// What the figure tells, as an expression.
  var said: String { "\(element).querySelector('[role=status]').innerText" }

  /// The lines that the book's program prints in this page for a command.
  func printed(_ words: String...) throws -> [String] {
    let list = words.map(tab.quoted).joined(separator: ", ")
    let text: String = try tab.value(
      "book.live.run([\(list)]).then(({ output }) => new TextDecoder().decode(output))")
    return text.split(separator: "\n").map(String.init)
  }

  func expect(_ text: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) throws {
    try tab.expect(said, is: text, sourceLocation: sourceLocation)
  }

  /// Reaches a control by the Tab key alone.
  func reach(_ selector: String) throws {
    try tab.run("const f = \(element); f.tabIndex = -1; f.focus(); f.removeAttribute('tabindex')")
    for _ in 0..<12 {
      try tab.press("Tab")
      let isThere = "document.activeElement === \(element).querySelector(\"\(selector)\")"
      if try tab.value(isThere) { return }
    }
    Issue.record("\(selector) on \(page) cannot be reached")
  }

  /// Sets one of the figure's sliders.
  func slide(_ index: Int, to value: Int) throws {
    try tab.run(
      """
      const one = \(element).querySelectorAll('input[type=range]')[\(index)];
      one.value = \(value);
      one.dispatchEvent(new Event('input', { bubbles: true }))
      """)
  }

  /// Clicks the button that says this.
  func press(_ button: String) throws {
    try tab.run(
      "[...\(element).querySelectorAll('button')].find(b => b.textContent === '\(button)').click()")
  }

  func press(_ keys: [String]) throws {
    for key in keys { try tab.press(key) }
  }

  func type(_ word: String) throws {
    try reach("input[type=text]")
    try tab.run("document.activeElement.select()")
    try tab.type(word)
  }
}
