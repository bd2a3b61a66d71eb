import Foundation
import Literate
import Testing
import Weaving

extension BrowserTests {
  @Suite("What a reader does with a program in the page", .enabled(if: LiveSite.hasCompiler))
  struct LivePage {
    nonisolated(unsafe) private static let book = Result {
      try WovenBook([
        "book.yml": "title: Live\nprogram: live\nlive: true\nmodels: {1: train --steps 40}\n",
        "01-live.md": """
        # Live

        ```swift file=live/main.swift
        \(program)
        ```

        ```console
        $ swift run live read
        nothing is there
        ```

        """,
      ])
    }

    private static let program = """
      #if canImport(WASILibc)
        import WASILibc
      #endif

      let words = CommandLine.arguments.dropFirst()

      func bytes(of path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var all: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while true {
          let count = Int(fread(&part, 1, part.count, file))
          if count == 0 { return all }
          all += part[..<count]
        }
      }

      switch words.first {
      case "help":
        print("  read [--times N]\\n      read the input\\n  train [--steps N]\\n      train")
        print("\\n  --times N says it N times\\n  --steps N takes N steps")
      case "train":
        for step in 1...40 { print("step \\(step) | loss \\(4 - Double(step) / 20)") }
        print("sample 1: \\(bytes(of: "input.txt")?.count ?? 0)")
      default:
        let all = bytes(of: "input.txt")
        print(all.map { "\\($0.count) bytes, \\($0.count { $0 == 0 }) of them 0" } ?? "nothing is there")
      }
      """

    private static func tab() throws -> Tab {
      let tab = try Tab()
      try tab.open(try book.get().site + "01-live.html")
      return tab
    }

    @Test("A model of the reader's own is trained at the chapter's end, its loss drawn")
    func model() throws {
      let tab = try Self.tab()
      try tab.click(".your-model .run")
      let badge = "document.querySelector('.your-model .badge').textContent"
      try tab.wait(for: "\(badge) === \"on the book's list\"")
      try tab.expect(
        "document.querySelector('.your-model .losses svg').getAttribute('aria-label')",
        is: "The loss over 40 steps, from 3.95 to 2.00")
      try tab.run("book.live.setData('anna\\nbert\\n')")
      try tab.click(".your-model .run")
      try tab.wait(for: "\(badge) === 'on your list'")
      #expect(
        try tab.becomes(
          "document.querySelector('.your-model code').textContent.includes('sample 1: 10')"))
    }

    @Test("Options and commands are completed from the program's help")
    func completion() throws {
      let tab = try Self.tab()
      let command = "document.querySelector('.transcript b')"
      try tab.run(
        """
        \(command).focus();
        getSelection().selectAllChildren(\(command));
        getSelection().collapseToEnd()
        """)
      try tab.type(" --t")
      let list = "document.querySelector('.completions')"
      #expect(try tab.becomes("\(list)?.textContent.includes('says it N times')"))
      try tab.expect("\(list).children.length", is: 1)
      try tab.expect("\(command).getAttribute('aria-expanded')", is: "true")
      try tab.press("Tab")
      #expect(try tab.becomes("\(command).textContent === 'swift run live read --times '"))
      try tab.expect("document.activeElement === \(command)")
      #expect(try tab.becomes("!\(list)"))
      try tab.type("--")
      #expect(try tab.becomes("\(list)?.children.length === 2"))
      try tab.press("Escape")
      #expect(try tab.becomes("!\(list)"))
      try tab.expect("\(command).textContent.endsWith('--times --')")
    }

    @Test("A paste of a hundred million letters is refused, and the page goes on")
    func largePaste() throws {
      let tab = try Self.tab()
      try Self.paste("'x'.repeat(100_000_000)", on: tab)
      #expect(try tab.becomes("\(Self.state) === 'This is too long: 8 million bytes at most.'"))
      #expect(try LiveSite.run(0, on: tab).outputs == ["nothing is there\n"])
    }

    @Test("A paste of a million letters, or with NUL in it, reaches the program as it is")
    func paste() throws {
      let tab = try Self.tab()
      try Self.paste("'\\u0000x'.repeat(500_000)", on: tab)
      #expect(try tab.becomes("\(Self.state) === 'in use: your 1,000,000 bytes'"))
      let run = try LiveSite.run(0, on: tab)
      #expect(run.outputs == ["1000000 bytes, 500000 of them 0\n"])
      #expect(run.badge == "your data")
    }

    private static let state = "document.querySelector('.own-data .badge').textContent"

    /// - Parameter text: A JavaScript expression.
    private static func paste(_ text: String, on tab: Tab) throws {
      try tab.run(
        """
        const data = new DataTransfer();
        data.setData('text', \(text));
        document.querySelector('.own-data').open = true;
        document.querySelector('.own-data textarea')
          .dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, cancelable: true }))
        """)
    }
  }

  @Suite("The committed site's cover")
  struct Cover {
    @Test("It trains to the digits that are printed, saves the model, and refuses a broken one")
    func train() throws {
      let tab = try Tab(width: 390)
      try tab.open(CommittedSite.address + "index.html")
      let figure = "document.querySelector('figure[data-figure=train]')"
      try #require(try tab.becomes("\(figure)?.querySelector('.start') && book.live"))
      let columns = "[...\(figure).querySelectorAll('.stages ul')].map(list => list.innerText)"
      let printed: [String] = try tab.value(columns)
      try tab.click("figure[data-figure=train] .start")
      let said = "\(figure).querySelector('.state').textContent"
      try tab.wait(for: "\(said).includes('in this page')")
      try tab.expect("\(said).includes('The same digits as CPython ✓')")
      try tab.expect(columns, is: printed, "the names at steps 0, 100, 300 and at the end")

      let names = "[...\(figure).querySelectorAll('.drawn-names li')].map(i => i.textContent)"
      try tab.wait(for: "\(names).length === 20")
      let first: [String] = try tab.value(names)
      try tab.run(
        """
        HTMLAnchorElement.prototype.click = function () {
          window.saved = fetch(this.href).then((answer) => answer.arrayBuffer())
        };
        [...\(figure).querySelectorAll('button')].find(b => b.textContent.startsWith('Save')).click()
        """)
      try tab.wait(for: "window.saved")
      let size: Int = try tab.value("window.saved.then((bytes) => bytes.byteLength)")
      #expect(size > 4 * 4192)

      try Self.load("new Uint8Array([1, 2, 3, 0, 0, 0, 0, 0, 123])", on: tab)
      #expect(try tab.becomes("\(names).length === 1"))
      try tab.expect("\(names)[0].length > 0")
      try Self.load("new Uint8Array(await window.saved)", on: tab)
      try tab.expect(names, is: first)
    }

    @Test("While it trains, no task of the page takes fifty milliseconds of the processor")
    func tasks() throws {
      let tab = try Tab()
      try tab.open(CommittedSite.address + "index.html")
      let figure = "document.querySelector('figure[data-figure=train]')"
      try #require(try tab.becomes("\(figure)?.querySelector('.start') && book.live"))
      let longest = try tab.longestTask {
        try tab.click("figure[data-figure=train] .start")
        try tab.wait(
          for: "\(figure).querySelector('.state').textContent.includes('in this page')")
      }
      print("the longest task while the cover trains takes \(longest) ms")
      #expect(longest < 50)
    }

    @Test("On a phone, offline, it learns a list of the reader's own; transcripts hold as printed")
    func offline() throws {
      let tab = try Tab(width: 390, height: 844)
      try tab.call(
        "Network.emulateNetworkConditions",
        ["offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0])
      try tab.open(CommittedSite.address + "index.html")
      let figure = "document.querySelector('figure[data-figure=train]')"
      try #require(try tab.becomes("\(figure)?.querySelector('.own-data textarea') && book.live"))
      try tab.run(
        """
        document.querySelector('.own-data').open = true;
        document.querySelector('.own-data textarea').value =
          ['lo', 'mi', 'ra', 'te'].flatMap((a) => ['na', 'ri', 'sol'].map((b) => a + b)).join('\\n')
        """)
      try tab.click(".own-data .run-bar button")
      try tab.click("figure[data-figure=train] .start")
      let said = "\(figure).querySelector('.state').textContent"
      try tab.wait(for: "\(said).includes('It learned from your list.')")
      let names = "[...\(figure).querySelectorAll('.drawn-names li')].map(i => i.textContent)"
      try tab.wait(for: "\(names).length === 20")
      let cold = tab.quoted(try tab.value("\(names).join()"))
      try tab.run(
        """
        const heat = \(figure).querySelector('.after input[type=range]');
        heat.value = 30;
        heat.dispatchEvent(new Event('input', { bubbles: true }))
        """)
      try tab.wait(for: "\(names).length === 20 && \(names).join() !== \(cold)")
      try tab.expect("document.documentElement.scrollWidth", is: 390)
      #expect(
        try tab.faults(outside: CommittedSite.address).filter { !$0.contains("blob:") } == [])

      try tab.open(CommittedSite.address + (try #require(try LiveSite.pages().first)))
      #expect(try LiveSite.run(0, on: tab).badge == "your data")
      try tab.run("document.querySelectorAll('.own-data .run-bar button')[1].click()")
      try tab.run("document.querySelector('.transcript .reset').click()")
      #expect(try LiveSite.run(0, on: tab).badge == "as printed")
    }

    private static func load(_ bytes: String, on tab: Tab) throws {
      _ = try tab.value(
        """
        (async () => {
          const input = document.querySelector('figure[data-figure=train] input[type=file]');
          const data = new DataTransfer();
          data.items.add(new File([\(bytes)], 'model.safetensors'));
          input.files = data.files;
          input.dispatchEvent(new Event('change'));
          return true;
        })()
        """, as: Bool.self)
    }
  }
}
