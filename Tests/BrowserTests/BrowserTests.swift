import Foundation
import Testing

/// What only a browser can say. All of it is skipped where there is no Chromium.
@Suite(
  .serialized,
  .enabled(
    if: Browser.path != nil,
    "there is no Chromium on the PATH; install it, or name it in the variable CHROMIUM"))
struct BrowserTests {
  static let chapters = [
    "book.yml": "title: Two chapters\nprogram: a\n",
    "01-one.md": """
    # One

    A name begins at the boundary. マルコフ連鎖 is a chain.

    ```swift file=a/main.swift
    let greeting = "hello"
    <<greet a very long list of people whose names nobody could ever keep in the head for long>>
    ```

    ```swift define="greet a very long list of people whose names nobody could ever keep in the head for long"
    print(greeting, greeting, greeting, greeting, greeting, greeting, greeting, greeting, greeting)
    ```

    ```console
    $ swift run a
    hello hello hello hello hello hello hello hello hello
    $ swift run a again
    hello hello hello hello hello hello hello hello hello
    ```

    ## The end

    \((1...60).map { "Paragraph \($0) of many.\n\n" }.joined())
    """,
    "02-two.md": """
    # Two

    | a long heading | another long heading | one more | and more | and again |
    |---|---|---|---|---|
    | unbreakable_text_in_a_cell | unbreakable_text_in_a_cell | 1 | 2 | 3 |

    ```math
    \\sum_{i=1}^{n} x_i + y_i + z_i + x_i + y_i + z_i + x_i + y_i + z_i + x_i + y_i + z_i
    ```

    ```swift append=a/main.swift
    print("goodbye")
    ```
    """,
  ]
}

extension BrowserTests {
  @Suite("A page in the browser")
  struct Reading {
    let book: WovenBook

    init() throws {
      book = try WovenBook(BrowserTests.chapters)
    }

    @Test("The colours chosen are there on the next page before its text is")
    func theme() throws {
      let tab = try Tab()
      try tab.open(book.site + "01-one.html")
      try tab.expect("document.documentElement.dataset.theme === undefined")
      try tab.click("[data-tool=theme]")
      try tab.expect("document.documentElement.dataset.theme", is: "light")
      try tab.click("[data-tool=theme]")
      try tab.expect("document.documentElement.dataset.theme", is: "dark")
      try tab.call(
        "Page.addScriptToEvaluateOnNewDocument",
        [
          "source": """
          new MutationObserver(() => {
            if (document.body && window.first === undefined) {
              window.first = document.documentElement.dataset.theme ?? "none";
            }
          }).observe(document, { childList: true, subtree: true });
          """
        ])
      try tab.open(book.site + "02-two.html")
      try tab.expect("window.first", is: "dark")
      try tab.expect("getComputedStyle(document.body).backgroundColor", is: "rgb(23, 25, 28)")
    }

    @Test(
      "Search finds prose, code and other scripts in pages opened from disk",
      arguments: [
        ("boundary", "01-one.html", "boundary"),
        ("goodbye", "02-two.html#chunk%3Aamainswift", "goodbye"),
        ("コフ連", "01-one.html", "コフ連"),
      ])
    func search(words: String, page: String, marked: String) throws {
      let tab = try Tab()
      try tab.open(book.site + "index.html")
      try tab.press("/")
      try tab.expect("document.activeElement.matches('dialog.search input')")
      try tab.type(words)
      try tab.expect(
        "document.querySelector('dialog.search li a').href.slice(0, \((book.site + page).count))",
        is: book.site + page)
      try tab.expect("document.querySelector('dialog.search mark').textContent", is: marked)
      try tab.press("Enter")
      #expect(try tab.arrives(at: book.site + page))
      #expect(try tab.faults(outside: book.site) == [])
    }

    @Test("Arrows turn the page, unless a modifier is held or something that scrolls has the focus")
    func arrows() throws {
      let tab = try Tab(width: 400)
      try tab.open(book.site + "01-one.html")
      try tab.press("ArrowRight", modifiers: 1)
      try tab.run("document.querySelector('pre').focus()")
      try tab.expect("document.activeElement.matches('pre')")
      try tab.press("ArrowRight")
      #expect(try tab.value("location.pathname.endsWith('01-one.html')"))
      try tab.run("document.activeElement.blur()")
      try tab.expect("document.activeElement === document.body")
      try tab.press("ArrowRight")
      #expect(try tab.arrives(at: book.site + "02-two.html"))
      try tab.press("ArrowLeft")
      #expect(try tab.arrives(at: book.site + "01-one.html"))
    }

    @Test("Keys open search and help, Escape closes them, and in a field they are text")
    func keys() throws {
      let isBack = """
        document.querySelector('dialog[open]') === null && document.activeElement === document.body
        """
      let tab = try Tab()
      try tab.open(book.site + "01-one.html")
      try tab.press("?", modifiers: 8)
      #expect(try tab.becomes("document.querySelector('dialog.help[open]')"))
      try tab.press("Escape")
      #expect(try tab.becomes(isBack))
      try tab.press("/")
      #expect(try tab.becomes("document.querySelector('dialog.search[open]')"))
      try tab.press("/")
      try tab.press("?", modifiers: 8)
      try tab.expect("document.activeElement.value", is: "/?")
      try tab.press("Escape")
      #expect(try tab.becomes(isBack))
      try tab.press("?", modifiers: 8)
      #expect(try tab.becomes("document.querySelector('dialog.help[open]')"))
      try tab.click("dialog.help input")
      try tab.expect("!document.querySelector('dialog.help input').checked")
      try tab.press("Escape")
      #expect(try tab.becomes(isBack))
      try tab.press("/")
      try tab.rest()
      try tab.expect("document.querySelector('dialog[open]') === null")
    }

    @Test("On a phone the contents are a drawer that opens, takes the focus and closes")
    func drawer() throws {
      let tab = try Tab(width: 390)
      try tab.open(book.site + "01-one.html")
      let shown = "getComputedStyle(document.querySelector('.contents')).visibility === 'visible'"
      try tab.expect("!(\(shown))")
      try tab.click(".to-contents")
      #expect(try tab.becomes(shown))
      try tab.expect("document.activeElement.closest('.contents') !== null")
      try tab.expect("document.querySelector('.to-contents').ariaExpanded", is: "true")
      try tab.press("Escape")
      #expect(try tab.becomes("!(\(shown))"))
      try tab.expect("document.activeElement.className", is: "to-contents")
    }

    @Test("Copying takes a chunk as its author wrote it, and a transcript's commands")
    func copying() throws {
      let tab = try Tab()
      try tab.open(book.site + "01-one.html")
      try tab.run(
        "navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve() }"
      )
      func copy(_ selector: String) throws {
        try tab.run(
          "document.querySelector('\(selector)').closest('.code').querySelector('.copy').click()")
      }
      try copy(".view:not([hidden]) > .code > pre, .chunk > .code > pre")
      try tab.expect(
        "window.copied",
        is: """
          let greeting = "hello"
          <<greet a very long list of people whose names nobody could ever keep in the head for long>>
          """)
      try copy("pre.console")
      try tab.expect("window.copied", is: "swift run a\nswift run a again")
    }

    @Test("Without scripts every chapter can be reached and each view of a chunk be chosen")
    func withoutScripts() throws {
      let tab = try Tab()
      try tab.allowScripts(false)
      try tab.open(book.site + "index.html")
      try tab.click(".book-contents a[href='01-one.html']")
      #expect(try tab.arrives(at: book.site + "01-one.html"))
      try tab.click(".turn .next")
      #expect(try tab.arrives(at: book.site + "02-two.html"))
      try tab.expect("document.documentElement.className", is: "")
      let shown = """
        [...document.querySelectorAll('.views .view')]
          .map(view => getComputedStyle(view).display !== 'none')
        """
      try tab.expect(shown, is: [true, false, false])
      try tab.click(".views label:nth-of-type(2)")
      try tab.expect(shown, is: [false, true, false])
      let button = "getComputedStyle(document.querySelector('.top button')).display"
      try tab.expect(button, is: "none")
    }

    @Test("Nothing is wider than a window of 320 pixels", arguments: ["01-one", "02-two", "book"])
    func narrow(page: String) throws {
      let tab = try Tab(width: 320)
      try tab.open(book.site + page + ".html")
      try tab.expect("document.documentElement.scrollWidth", is: 320)
    }

    @Test("The whole book prints, each chapter on a page of its own")
    func printing() throws {
      let tab = try Tab()
      try tab.open(book.site + "book.html")
      let pdf = String(decoding: try tab.printed(), as: UTF8.self)
      #expect(pdf.hasPrefix("%PDF-"))
      #expect(pdf.components(separatedBy: "/Type /Page\n").count - 1 >= 4)
    }
  }

  @Suite("The committed site in the browser")
  struct Site {
    @Test("No page has an error, asks for a file that is not there, or is too wide for a phone")
    func everyPage() throws {
      let tab = try Tab(width: 320)
      let pages = try CommittedSite.pages()
      #expect(pages.contains("index.html"))
      for page in pages {
        try tab.open(CommittedSite.address + page)
        #expect(try tab.faults(outside: CommittedSite.address) == [], "\(page)")
        try tab.expect("document.documentElement.scrollWidth", is: 320, "\(page)")
      }
    }

    @Test("An address of before leads on, to the place in the page too")
    func redirects() throws {
      let tab = try Tab()
      let redirects = try CommittedSite.redirects()
      #expect(redirects["21-threads.html"] == "22-threads.html")
      for (old, new) in redirects {
        let address = CommittedSite.address
        try tab.follow(address + old + "#exercises", to: address + new + "#exercises")
      }
    }
  }
}
