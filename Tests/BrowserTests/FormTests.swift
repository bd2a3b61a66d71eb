import Foundation
import Literate
import Testing

@testable import Weaving

extension BrowserTests {
  @Suite("How pages take what readers set", .enabled(if: Browser.path != nil))
  struct Forms {
    @Test("On the page of all chapters only what is reached is measured, and the bar names it")
    func wholeBook() throws {
      let text = String(repeating: "Many words that fill a page. ", count: 200)
      let chapters = (1...4).map { number in
        ("0\(number)-c.md", "# C\(number)\n\n\(text)\n\n## S\(number)\n\n\(text)\n\n\(text)\n")
      }
      let book = try WovenBook(Dictionary(uniqueKeysWithValues: chapters))
      let tab = try Tab()
      try tab.call(
        "Page.addScriptToEvaluateOnNewDocument",
        [
          "source": """
          const { getBoundingClientRect } = Element.prototype;
          globalThis.measured = new Set();
          Element.prototype.getBoundingClientRect = function () {
            if (this.matches("article > h2")) measured.add(this.id);
            return getBoundingClientRect.call(this);
          };
          """
        ])
      try tab.open(book.site + "book.html")
      try tab.expect("document.querySelectorAll('article > h2[id]').length", is: 4)
      try tab.rest()
      try tab.expect("measured.size", is: 0)
      try tab.run("document.querySelectorAll('article > h2')[2].scrollIntoView()")
      try tab.expect("document.querySelector('.top .here').textContent.includes('S3')")
      try tab.expect("measured.size < 4")
    }

    @Test("What is searched and what cards tell is found where it comes deflated")
    func packed() throws {
      let text = (0..<900).map { "word\($0)" }.joined(separator: " ")
      let book = try WovenBook(["01-one.md": "# One\n\nFirst.\n\n## Last\n\n\(text)\n"])
      let tab = try Tab()
      try tab.open(book.site + "01-one.html")
      try tab.press("/")
      try tab.expect("document.activeElement.matches('dialog.search[open] input')")
      try tab.type("word899")
      try tab.expect("document.querySelector('dialog.search li a').hash", is: "#last")
      let unpacked: [[Int]] = try tab.value(
        "weaveUnpack(\"\(PackedText(Self.numbers)?.text ?? "")\")")
      #expect(unpacked == [Array(0..<2000)])
    }

    private static let numbers =
      "[[" + (0..<2000).map(String.init).joined(separator: ",") + "]]"

    nonisolated(unsafe) private static let book = Result { try woven(language: "en") }

    private static func woven(language: String) throws -> WovenBook {
      try WovenBook([
        "book.yml": "title: Forms\nprogram: a\nlanguage: \(language)\n",
        "01-one.md": """
        # One

        ```swift file=a/One.swift
        struct One {
          let first = 1
          <<the rest>>
        }
        ```

        ```swift define="the rest"
        let second = 2
        let third = 3
        ```

        ```text
        \(String(repeating: "wide ", count: 60))
        ```
        """,
        "02-two.md": """
        # Two

        ```swift append="the rest"
        let fourth = 4
        ```

        ```swift replace="the rest"
        let second = 22
        let third = 3
        let fourth = 4
        ```
        """,
        "03-three.md": """
        # Three

        ```swift replace="the rest"
        let second = 22
        let third = 33
        let fourth = 4
        ```

        ```swift file=a/Many.swift
        \((1...24).map { "let number\($0) = \($0)\n" }.joined())
        ```
        """,
      ])
    }

    @Test("The map shows a file as a chapter leaves it, by slider, list and address")
    func slider() throws {
      let tab = try Tab()
      try tab.open(try Self.book.get().site + "program-a-one-swift.html")
      #expect(try tab.becomes("document.querySelector('.as-of:not([hidden]) option')"))
      try tab.expect("document.querySelector('.as-of select').value", is: "2")
      let lines = """
        [...document.querySelectorAll('.listing code > i')].filter(row => row.checkVisibility())
          .map(row => row.textContent.replace(/^[0-9−]+/, '').trim())
        """
      try tab.expect(
        "(all => all.includes('let second = 22') && all.includes('let fourth = 4'))(\(lines))")
      try tab.run("document.querySelector('.as-of input').focus()")
      try tab.expect("document.activeElement.matches('.as-of input')")
      try tab.press("Home")
      #expect(try tab.becomes("location.hash === '#as-of:0'"))
      try tab.expect(
        "(all => all.includes('let second = 2') && !all.includes('let fourth = 4'))(\(lines))")
      try tab.expect("document.querySelector('.as-of select').value", is: "0")
      let first: [String] = try tab.value(lines)
      try tab.expect(
        """
        [...document.querySelectorAll('.listing code > i')].filter(row => row.checkVisibility())
          .map(row => row.firstElementChild.textContent)
        """, is: (1...first.count).map(String.init))
      try tab.expect(
        "[...document.querySelectorAll('.listing code > i > a:first-child')].every(a => a.href !== '')"
      )
      try tab.expect(
        "document.querySelector('.tree [aria-current=page]').textContent", is: "One.swift")
    }

    @Test("The view of code that was chosen stays for the whole book")
    func view() throws {
      let tab = try Tab()
      let site = try Self.book.get().site
      try tab.open(site + "02-two.html")
      let checked = "document.querySelector('.switch :checked + label').textContent"
      let before: String = try tab.value(checked)
      let other: String = try tab.value(
        "document.querySelector('.switch input:not(:checked) + label').textContent")
      try tab.run("document.querySelector('.switch input:not(:checked)').click()")
      #expect(try tab.becomes("\(checked) === '\(other)'"))
      try tab.open(site + "03-three.html")
      try tab.open(site + "02-two.html")
      #expect(try tab.becomes("\(checked) === '\(other)'"))
      #expect(before != other)
    }

    @Test("In colours of the reader's own, links, new lines and the bar can still be told")
    func forcedColours() throws {
      let tab = try Tab()
      try tab.call(
        "Emulation.setEmulatedMedia",
        ["features": [["name": "forced-colors", "value": "active"]]])
      try tab.open(try Self.book.get().site + "02-two.html")
      try #require(try tab.value("matchMedia('(forced-colors: active)').matches"))
      try tab.expect(
        "getComputedStyle(document.querySelector('ins')).borderLeftWidth", is: "3px")
      try tab.expect(
        """
        (() => {
          const ground = getComputedStyle(document.querySelector('main')).color;
          const bar = getComputedStyle(document.querySelector('.top'), '::after').backgroundColor;
          return bar === ground;
        })()
        """)
    }

    @Test("From right to left the page is all there, its code from left to right")
    func rightToLeft() throws {
      let woven = try Self.woven(language: "ar")
      for width in [390, 1280] {
        let tab = try Tab(width: width)
        try tab.open(woven.site + "02-two.html")
        try tab.expect("document.documentElement.scrollWidth <= \(width)")
        try tab.expect(
          """
          (() => {
            const box = document.querySelector('h1').getBoundingClientRect();
            return box.width > 0 && box.left >= 0 && box.right <= innerWidth;
          })()
          """)
        try tab.expect("getComputedStyle(document.querySelector('pre')).direction", is: "ltr")
      }
    }

    @Test("At twice the size nothing is cut off, and all tools are there")
    func zoom() throws {
      for page in ["index.html", "01-one.html", "02-two.html", "names.html", "program.html"] {
        // A window of 1280 pixels at 200 % has room for 640.
        let tab = try Tab(width: 640, height: 400)
        try tab.call(
          "Emulation.setDeviceMetricsOverride",
          ["width": 640, "height": 400, "deviceScaleFactor": 2, "mobile": false])
        try tab.open(try Self.book.get().site + page)
        try tab.expect("document.documentElement.scrollWidth", is: 640, "\(page)")
        try tab.expect(
          """
          [...document.querySelectorAll('.tools button, .tools a')].filter(t => t.checkVisibility())
            .every(t => t.getBoundingClientRect().right <= 640)
          """, "\(page)")
      }
    }

    @Test("Scripts move nothing that was there", arguments: ["program-a-one-swift", "names"])
    func stillness(page: String) throws {
      let tab = try Tab()
      try tab.call(
        "Page.addScriptToEvaluateOnNewDocument",
        [
          "source": """
          window.moved = 0;
          new PerformanceObserver(list => {
            for (const shift of list.getEntries()) window.moved += shift.value;
          }).observe({ type: 'layout-shift', buffered: true });
          """
        ])
      try tab.open(try Self.book.get().site + page + ".html")
      try tab.expect(
        "document.querySelector('.as-of:not([hidden]) option, .filter input') !== null", "\(page)")
      try tab.rest()
      try tab.expect("window.moved", is: 0, "\(page)")
    }

    @Test("A line added or replaced takes 110 pixels at most, its place told in the margin")
    func oneLine() throws {
      let tab = try Tab(width: 1280)
      var heights: [Double] = []
      for (page, removed) in [("02-two", 0), ("03-three", 1)] {
        try tab.open(try Self.book.get().site + page + ".html")
        heights += try tab.value(
          """
          [...document.querySelectorAll('article > .chunk')].filter(chunk => {
            const code = [...chunk.querySelectorAll('pre')].find(pre => pre.checkVisibility());
            return code.querySelectorAll('ins').length === 1
              && code.querySelectorAll('del').length === \(removed);
          }).map(chunk => chunk.getBoundingClientRect().height)
          """)
      }
      #expect(heights.count == 2)
      #expect(heights.allSatisfy { $0 <= 110 }, "\(heights)")
    }
  }
}
