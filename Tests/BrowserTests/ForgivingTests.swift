import Foundation
import Testing

extension BrowserTests {
  @Suite("A search that forgives")
  struct Forgiving {
    let book: WovenBook
    let tab: Tab

    init() throws {
      book = try WovenBook([
        "01-words.md": """
        # Words

        Résumé, café, Zürich, Straße, don’t, اللُّغة, ＡＢＣ, soft\u{AD}hyphen, a KV cache.

        ## About attention

        It is spoken of: attention.

        ```swift file=a.swift
        struct Value {
          func backward() {}
        }
        ```
        """,
        "02-attention.md": "# Attention\n\nAt last. The softmax comes before.\n",
      ])
      tab = try Tab()
    }

    @Test(
      "Accents, width, quotes, hyphens, a letter too few and a type before a member do not matter",
      arguments: [
        ("resume", "01-words"), ("cafe", "01-words"), ("zurich", "01-words"),
        ("strasse", "01-words"), ("Straße", "01-words"), ("don't", "01-words"),
        ("اللغة", "01-words"), ("ABC", "01-words"), ("softhyphen", "01-words"),
        ("kv-cache", "01-words"), ("attention", "02-attention"), ("sofmax", "02-attention"),
        ("Value.backward", "01-words"),
      ])
    func found(_ words: String, _ page: String) throws {
      try tab.open(book.site + "02-attention.html")
      try tab.press("/")
      try tab.expect("document.activeElement.matches('dialog.search[open] input')")
      try tab.type(words)
      try tab.expect(
        "document.querySelector('dialog.search li a').href.split(/[/.]/).find(p => p === '\(page)')",
        is: page, "where \(words) leads to")
    }
  }

  @Suite("A search in the committed site")
  struct SearchingTheBook {
    @Test(
      "What readers looked for in vain is found, the place that explains it first",
      arguments: [
        ("attention", "10-attention.html"), ("sofmax", "93-glossary.html#softmax"),
        ("kv-cache", "93-glossary.html#kv-cache"), ("overfitting", "27-overfitting.html"),
        ("backpropagation", "93-glossary.html#backpropagation"),
        ("Value.backward", "05-chain-rule.html"),
      ])
    func first(_ words: String, _ place: String) throws {
      let tab = try Tab()
      try tab.open(CommittedSite.address + "index.html")
      try tab.press("/")
      try tab.expect("document.activeElement.matches('dialog.search[open] input')")
      try tab.type(words)
      let start = (CommittedSite.address + place).count
      try tab.expect(
        "document.querySelector('dialog.search li a').href.slice(0, \(start))",
        is: CommittedSite.address + place, "where \(words) leads to")
    }
  }

  @Suite("Pictures and paper")
  struct PicturesAndPaper {
    @Test("The style sheet of a picture rules neither the page nor another picture")
    func styles() throws {
      let book = try WovenBook([
        "01-two.md": "# Two\n\nText.\n\n![Red.](a.svg)\n\n![Blue.](b.svg)\n",
        "a.svg": """
        <svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><style>.s{fill:red} \
        #k rect{stroke:lime} *{stroke-linejoin:round}</style><g id="k">\
        <rect class="s" width="9" height="9"/></g></svg>
        """,
        "b.svg": """
        <svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><style>.s{fill:blue} \
        p{color:blue}</style><linearGradient id="g"/>\
        <rect class="s" width="9" height="9" stroke="url('#g')"/></svg>
        """,
      ])
      let tab = try Tab()
      try tab.open(book.site + "01-two.html")
      func style(_ selector: String, _ name: String) -> String {
        "getComputedStyle(\(selector)).\(name)"
      }
      let rects = "document.querySelectorAll('rect')"
      try tab.expect(style(rects + "[0]", "fill"), is: "rgb(255, 0, 0)")
      try tab.expect(style(rects + "[0]", "stroke"), is: "rgb(0, 255, 0)")
      try tab.expect(style(rects + "[1]", "fill"), is: "rgb(0, 0, 255)")
      try tab.expect(style(rects + "[1]", "strokeLinejoin"), is: "miter")
      let gradient: String = try tab.value("document.querySelector('linearGradient').id")
      try tab.expect("\(style(rects + "[1]", "stroke")).includes('\(gradient)')")
      let text: String = try tab.value(style("document.body", "color"))
      try tab.expect(style("document.querySelector('article > p')", "color"), is: text)
    }

    @Test("On paper details are open, and tables and formulas keep within the page")
    func paper() throws {
      let cell = " internationalization |"
      let terms = (0..<60).map { "x_{\($0)}" }.joined(separator: "+")
      let book = try WovenBook([
        "01-p.md": """
        # P

        <details>
        <summary>Answer</summary>

        Forty-two.

        </details>

        |\(String(repeating: " a |", count: 10))
        |\(String(repeating: "---|", count: 10))
        |\(String(repeating: cell, count: 10))

        ```math
        \(terms)
        ```
        """
      ])
      let tab = try Tab()
      try tab.setSize(width: 640)
      try tab.open(book.site + "01-p.html")
      _ = try tab.call("Emulation.setEmulatedMedia", ["media": "print"])
      try tab.run("dispatchEvent(new Event('beforeprint'))")
      try tab.expect("document.querySelector('details').open")
      for part in ["table", ".formula mrow", ".formula msub:last-of-type"] {
        try tab.expect(
          "[...document.querySelectorAll('\(part)')].at(-1).getBoundingClientRect().right <= 640",
          "where \(part) ends")
      }
      try tab.run("dispatchEvent(new Event('afterprint'))")
      try tab.expect("!document.querySelector('details').open")
      _ = try tab.call("Emulation.setEmulatedMedia", ["media": ""])
    }
  }
}
