import Foundation
import Testing

extension BrowserTests {
  @Suite("What pages remember and take along", .enabled(if: Browser.path != nil))
  struct Remembering {
    private let book: WovenBook

    init() throws {
      book = try WovenBook([
        "book.yml": "title: Memory\nprogram: a\npromises:\n  2: The second adds a line.\n",
        "01-one.md": """
        # One

        ```swift file=a/One.swift
        /// The first of the numbers.
        struct One {
          // It never changes.
          let first = 1
          <<the rest>>
        }
        ```

        ```swift define="the rest"
        let second = 2
        ```
        """,
        "02-two.md": """
        # Two

        ```swift append="the rest"
        let third = 3
        ```

        ```swift file=a/Two.swift
        // Another one.
        struct Two {
        \((1...20).map { "  let number\($0) = \($0)" }.joined(separator: "\n"))
        }
        ```
        """,
      ])
    }

    @Test("Copying takes of a change the new lines alone")
    func newLines() throws {
      let tab = try Tab()
      try tab.open(book.site + "02-two.html")
      try tab.run(
        "navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve() }"
      )
      try tab.expect("document.querySelector('.view .same') !== null")
      try tab.run("document.querySelector('.view > .code > .copy').click()")
      try tab.expect("window.copied?.trim()", is: "let third = 3")
    }

    @Test("How the program's lines are shown is remembered from file to file")
    func program() throws {
      let tab = try Tab()
      try tab.open(book.site + "program-a-one-swift.html")
      let remarks = "[...document.querySelectorAll('.remark')].some(row => row.checkVisibility())"
      try tab.expect(remarks)
      try tab.click("label:has(#comments-none), label[for=comments-none]")
      try tab.expect("!(\(remarks))")
      try tab.click("label:has(#wrap), label[for=wrap]")
      try tab.open(book.site + "program-a-two-swift.html")
      try tab.expect("document.querySelector('#comments-none').checked")
      try tab.expect("document.querySelector('#wrap').checked")
      try tab.expect("!(\(remarks))")
    }

    @Test("An index shows what holds the letters that are typed")
    func filter() throws {
      let tab = try Tab()
      try tab.open(book.site + "names.html")
      let shown = """
        [...document.querySelectorAll('.index dt')].filter(term => term.checkVisibility())
          .map(term => term.querySelector('code').textContent)
        """
      try tab.expect("(\(shown)).includes('second') && (\(shown)).includes('Two')")
      try tab.run("document.querySelector('.filter input').focus()")
      try tab.expect("document.activeElement.matches('.filter input')")
      try tab.type("SECO")
      try tab.expect(shown, is: ["second"])
      try tab.expect("document.querySelector('.filter .state').textContent", is: "one entry")
    }

    @Test("A chapter that was read to its end is marked in the contents, its end promises the next")
    func progress() throws {
      let tab = try Tab()
      try tab.open(book.site + "01-one.html")
      try tab.expect(
        "document.querySelector('.turn .promise').textContent", is: "The second adds a line.")
      try tab.run("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
      try tab.expect(
        "Object.keys(localStorage).some(key => localStorage[key].includes('01-one.html'))")
      try tab.open(book.site + "02-two.html")
      try tab.expect(
        "[...document.querySelectorAll('.chapters a.read')].map(link => link.innerText.trim())"
          + ".join().includes('One')")
      try tab.expect("document.querySelector('.turn .promise') === null")
    }

    @Test("Where nothing hovers, Copy covers no code", arguments: [390, 1280])
    func touch(width: Int) throws {
      let tab = try Tab(width: width)
      try tab.call("Emulation.setTouchEmulationEnabled", ["enabled": true])
      for page in ["01-one.html", "02-two.html"] {
        try tab.open(book.site + page)
        try tab.expect("matchMedia('(hover: none)').matches")
        try tab.expect(
          """
          [...document.querySelectorAll('.code')].filter(box => box.checkVisibility()).every(box => {
            const text = document.createRange();
            text.selectNodeContents(box.querySelector('code'));
            const first = text.getClientRects()[0];
            return box.querySelector('.copy').getBoundingClientRect().bottom <= first.top + 3;
          })
          """)
      }
    }
  }
}
