import Foundation
import Literate
import Testing
import Weaving

@testable import Verifying

extension BrowserTests {
  @Suite("The committed site's transcripts that run")
  struct LiveTranscripts {
    @Test("Each prints in the page what the page says it prints")
    func each() throws {
      var count = 0
      for page in try LiveSite.pages() {
        let tab = try Tab()
        try tab.open(CommittedSite.address + page)
        let texts: [String] = try tab.value(
          "\(LiveSite.all).map(t => t.querySelector('code').textContent)")
        for (index, text) in texts.enumerated() {
          let run = try LiveSite.run(index, on: tab)
          let steps = LiveSite.steps(text)
          #expect(run.badge == "as printed", "\(page): \(steps.first?.command ?? "")")
          #expect(run.outputs.count == steps.count, "\(page): \(text)")
          for (step, output) in zip(steps, run.outputs) {
            let departure = Elision.departure(
              of: Elision.lines(ofOutput: Array(output.utf8)),
              from: Elision.lines(ofTranscript: step.expected), tolerance: run.tolerance)
            #expect(departure == nil, "\(page): \(step.command)\n\(output)")
            count += 1
          }
        }
        #expect(
          try tab.faults(outside: CommittedSite.address).filter { !$0.contains("blob:") } == [])
      }
      #expect(count > 0)
      print("\(count) commands of the book were run in Chromium")
    }

    @Test("Where the clock sees twentieths of a second, what is measured is measured")
    func coarseClock() throws {
      let tab = try Tab()
      try tab.open(CommittedSite.address + "index.html")
      try tab.run(
        """
        const Whole = Blob;
        const clock = "const exact = performance.now.bind(performance);"
          + "performance.now = () => Math.floor(exact() / 50) * 50;";
        window.Blob = function (parts, options) {
          return new Whole(
            options?.type === "text/javascript" ? [`{ ${clock} }`, ...parts] : parts, options);
        };
        """)
      let printed: String = try tab.value(
        """
        book.live.run(["peak"]).then(({ ending, output }) =>
          ending.status === 0 ? new TextDecoder().decode(output) : JSON.stringify(ending))
        """)
      let rows = printed.split(separator: "\n").dropFirst().map { row in
        row.split(separator: " ").map { Double($0) ?? .nan }
      }
      #expect(rows.map(\.first) == [1, 2, 4, 8, 12, 16], "\(printed)")
      #expect(rows.allSatisfy { $0.count == 2 && $0[1] > 0 && $0[1].isFinite }, "\(printed)")
    }

    @Test("A page that is only read loads nothing of the program")
    func onlyRead() throws {
      let tab = try Tab()
      let page = try #require(try LiveSite.pages().first)
      try tab.open(CommittedSite.address + page)
      let names: [String] = try tab.value(
        "performance.getEntriesByType('resource').map(entry => entry.name)")
      #expect(!names.contains { $0.hasSuffix(LiveScript.path) })
    }
  }

  @Suite("A book with `live: true`", .enabled(if: LiveSite.hasCompiler))
  struct LiveBook {
    nonisolated(unsafe) private static let book = Result {
      try LiveSite.woven(program, more: "```console\n$ swift run live line\nx…x\n```\n")
    }

    private static let program = """
      #if canImport(Glibc)
        import Glibc
      #elseif canImport(Darwin)
        import Darwin
      #elseif canImport(WASILibc)
        import WASILibc
      #endif

      let words = CommandLine.arguments.dropFirst()

      switch words.first {
      case "trap":
        let none: [Int] = []
        print(none[words.count])
      case "loop":
        var now = timespec()
        repeat { clock_gettime(CLOCK_MONOTONIC, &now) } while now.tv_nsec >= 0
      case "print": while true { print("again and again") }
      case "line": print(String(repeating: "x", count: 1_000_000))
      case "take":
        var all: [[UInt8]] = []
        while true { all.append([UInt8](repeating: 7, count: 1 << 24)) }
      default: print("e is \\(exp(1)), and there are \\(words.count) words")
      }
      """

    @Test("A command prints as the page says, and says that it does")
    func asPrinted() throws {
      let tab = try Self.tab()
      let run = try LiveSite.run(0, on: tab)
      #expect(run.badge == "as printed")
      #expect(run.outputs == ["e is 2.718281828459045, and there are 2 words\n"])
      try tab.expect(
        "document.querySelector('.transcript code').textContent",
        is: """
          $ swift run live one two
          e is 2.718281828459045, and there are 2 words

          """)
    }

    @Test("A command that is changed says so, and Reset brings back what was printed")
    func changed() throws {
      let tab = try Self.tab()
      let run = try LiveSite.run(0, as: "swift run live one two three", on: tab)
      #expect(run.badge == "your settings")
      #expect(run.outputs == ["e is 2.718281828459045, and there are 3 words\n"])
      try tab.click(".transcript .reset")
      try tab.expect(
        "document.querySelector('.transcript b').textContent", is: "swift run live one two")
    }

    @Test(
      "What traps, takes all memory or prints without end is said, and the page goes on",
      arguments: [
        ("trap", "the program broke off"), ("take", "the program broke off"),
        ("print", "stopped: it printed more than a million bytes"),
      ])
    func trouble(word: String, message: String) throws {
      let tab = try Self.tab()
      let run = try LiveSite.run(0, as: "swift run live \(word)", on: tab)
      #expect(run.badge.hasPrefix(message))
      try Self.reset(tab)
      #expect(try LiveSite.run(0, on: tab).badge == "as printed")
    }

    @Test("Of a line of a million letters the two ends are shown, whether it is as printed or not")
    func longLine() throws {
      let tab = try Self.tab()
      let whole = String(repeating: "x", count: 1_000_000) + "\n"
      func shown(_ index: Int) -> String {
        "document.querySelectorAll('.transcript')[\(index)].querySelector('.output').textContent"
      }
      let ends = (String(repeating: "x", count: 2000), String(repeating: "x", count: 1000))
      let cut = "\(ends.0) … 997000 letters … \(ends.1)\n"
      let own = try LiveSite.run(0, as: "swift run live line", on: tab)
      #expect(own.badge == "your settings")
      #expect(own.outputs == [whole])
      try tab.expect(shown(0), is: cut)
      let printed = try LiveSite.run(1, on: tab)
      #expect(printed.badge == "as printed")
      #expect(printed.outputs == [whole])
      try tab.expect(shown(1), is: cut)
      try Self.reset(tab)
      #expect(try LiveSite.run(0, on: tab).badge == "as printed")
    }

    @Test("What does not end can be stopped, while the page answers")
    func stopped() throws {
      let tab = try Self.tab()
      try tab.run("document.querySelector('.transcript b').textContent = 'swift run live loop'")
      try tab.click(".transcript .run")
      #expect(try tab.becomes("!document.querySelector('.transcript .stop').hidden"))
      try tab.click(".transcript .stop")
      #expect(
        try tab.becomes("document.querySelector('.transcript .badge').textContent === 'stopped'"))
      try Self.reset(tab)
      #expect(try LiveSite.run(0, on: tab).badge == "as printed")
    }

    @Test("A program that is damaged, anywhere, is refused, each time it is asked for")
    func damaged() throws {
      let book = try LiveSite.woven(Self.program)
      let script = "\(book.folder)/site/\(LiveScript.path)"
      let whole = String(decoding: try Disk.read(script), as: UTF8.self)
      let packed = try #require(whole.split(separator: "\"").dropLast().last)
      let deflated = try #require(whole.split(separator: "\"").dropFirst().first)
      // The module's count, its middle, its last byte but three, and what unpacks it.
      for (part, place) in [
        (packed, 0), (packed, packed.utf8.count / 2), (packed, packed.utf8.count - 8),
        (deflated, deflated.utf8.count / 2),
      ] {
        var letters = Array(part.utf8)
        letters[place] = letters[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        let damaged = whole.replacing(part, with: String(decoding: letters, as: UTF8.self))
        try AtomicWrites([(script, Array(damaged.utf8))])
        let tab = try Tab()
        try tab.open(book.site + "01-live.html")
        for _ in 0..<2 {
          let said: String = try tab.value(
            "book.live.run(['one']).then(() => 'it ran', (error) => error.message)")
          #expect(said == "the program cannot be unpacked; load the page again", "at \(place)")
        }
      }
    }

    private static func reset(_ tab: Tab) throws {
      try tab.click(".transcript .reset")
      try tab.expect(
        "document.querySelector('.transcript b').textContent", is: "swift run live one two")
    }

    private static func tab() throws -> Tab {
      let tab = try Tab()
      try tab.open(try book.get().site + "01-live.html")
      return tab
    }
  }
}

/// Transcripts in pages, and how a test runs them.
enum LiveSite {
  static let all =
    "[...document.querySelectorAll('main .transcript')].filter(t => !t.closest('.your-model'))"

  struct Run: Decodable {
    let badge: String
    let outputs: [String]
    let tolerance: Double
  }

  /// Whether there is a compiler for the pages' program.
  static var hasCompiler: Bool {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return Browser.path != nil
      && folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/wasm-ld") }
  }

  static func pages() throws -> [String] {
    try CommittedSite.pages().filter { page in
      try page != "book.html" && CommittedSite.text(page).contains("<div class=\"transcript\"")
    }
  }

  /// Clicks Run, after changing the command if it is to be another, and waits for the end.
  static func run(_ index: Int, as command: String? = nil, on tab: Tab) throws -> Run {
    if let command {
      try tab.run("\(all)[\(index)].querySelector('b').textContent = '\(command)'")
    }
    try tab.run(
      """
      const one = \(all)[\(index)];
      delete one.hasRun;
      one.addEventListener('ran', () => { one.hasRun = true }, { once: true });
      one.querySelector('.run').click()
      """)
    try tab.wait(for: "\(all)[\(index)].hasRun")
    return try tab.value(
      """
      ((one) => ({
        badge: one.querySelector('.badge').textContent, outputs: one.raw,
        tolerance: Number(one.dataset.tolerance ?? 0),
      }))(\(all)[\(index)])
      """)
  }

  /// The commands of a transcript, and what each prints.
  static func steps(_ text: String) -> [(command: String, expected: [ArraySlice<UInt8>])] {
    var steps: [(command: String, expected: [ArraySlice<UInt8>])] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("$ ") {
        steps.append((String(line.dropFirst(2)), []))
      } else if !steps.isEmpty {
        steps[steps.count - 1].expected.append(Array(line.utf8)[...])
      }
    }
    return steps
  }

  /// A book of one chapter with a program of one file, woven with what its pages run.
  ///
  /// - Parameter more: What stands behind its first transcript.
  static func woven(_ program: String, more: String = "") throws -> WovenBook {
    try WovenBook(
      [
        "book.yml": "title: Live\nprogram: live\nlive: true\n",
        "01-live.md": """
        # Live

        ```swift file=live/main.swift
        \(program)
        ```

        ```console
        $ swift run live one two
        e is 2.718281828459045, and there are 2 words
        ```

        \(more)
        """,
      ])
  }
}
