import Foundation
import Literate
import Testing

extension BrowserTests {
  @Suite("The book served while it is written")
  struct PreviewTests {
    let tab: Tab
    let book: WovenBook
    let preview: Preview

    init() throws {
      tab = try Tab()
      book = try WovenBook(BrowserTests.chapters)
      preview = try Preview(of: book.folder + "/book")
    }

    @Test("A page shows what was saved, and its reader stays at the place")
    func editing() throws {
      try tab.open(preview.address + "01-one.html")
      try tab.run("scrollTo({ top: 700, behavior: 'instant' })")
      try tab.rest()
      try change("01-one.md", "A name begins", "Every name begins")
      #expect(try tab.becomes("document.querySelector('main').innerText.includes('Every name')"))
      // The browser may put a line of text on a whole pixel when the page comes again.
      #expect(try tab.becomes("Math.abs(scrollY - 700) <= 2"))
    }

    @Test("What is wrong stands on the page until it is right again, whatever it is")
    func faults() throws {
      let alert = "document.querySelector('[role=alert]')"
      try tab.open(preview.address + "02-two.html")
      try tab.expect("\(alert) === null")

      try change("02-two.md", "```swift append=a/main.swift", "```swift append=<nothing>")
      #expect(try tab.becomes("\(alert)?.textContent.includes('02-two.md:11:1: error: ')"))
      try tab.expect("\(alert).textContent.includes('`<nothing>`')")
      try tab.expect("document.querySelector('h1').innerText.includes('Two')")
      try change("02-two.md", "append=<nothing>", "append=a/main.swift")
      #expect(try tab.becomes("\(alert) === null && document.body"))

      try change("book.yml", "title: Two chapters", "title: [Other")
      #expect(try tab.becomes("\(alert)?.textContent.includes('book.yml:')"))
      try change("book.yml", "title: [Other", "title: Other")
      #expect(try tab.becomes("document.title.endsWith('Other')"))

      try FileManager.default.moveItem(
        atPath: book.folder + "/book/01-one.md", toPath: book.folder + "/01-one.md")
      #expect(try tab.becomes("\(alert)?.textContent.includes('which no earlier block defines')"))
      try FileManager.default.moveItem(
        atPath: book.folder + "/01-one.md", toPath: book.folder + "/book/01-one.md")
      #expect(try tab.becomes("\(alert) === null && document.querySelector('a[rel=prev]')"))
    }

    @Test("Chapters, figures and the theme are looked at too")
    func otherFiles() throws {
      try tab.open(preview.address + "02-two.html")
      try book.write(["03-three.md": "# Three\n\n![Dots](figures/dots.svg)\n"])
      try book.write(["figures/dots.svg": svg("first")])
      #expect(try tab.becomes("document.querySelector('a[rel=next]')?.innerText.includes('Three')"))
      try tab.open(preview.address + "03-three.html")
      try tab.expect("document.querySelector('figure title').textContent", is: "first")
      try book.write(["figures/dots.svg": svg("second")])
      #expect(try tab.becomes("document.querySelector('figure title').textContent === 'second'"))
      try book.write(["theme/theme.css": "body { color: rgb(1, 2, 3) }"])
      #expect(try tab.becomes("getComputedStyle(document.body).color === 'rgb(1, 2, 3)'"))
      try FileManager.default.removeItem(atPath: book.folder + "/book/03-three.md")
      #expect(try tab.becomes("document.title.startsWith('No such page')"))
    }

    private func svg(_ title: String) -> String {
      "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>\(title)</title></svg>"
    }

    private func change(_ name: String, _ old: String, _ new: String) throws {
      let text = String(decoding: try Disk.read("\(book.folder)/book/\(name)"), as: UTF8.self)
      try #require(text.contains(old))
      try book.write([name: text.replacing(old, with: new)])
    }
  }
}

/// `weave --serve`, running until the value goes away.
final class Preview {
  private(set) var address = ""
  private let process = Process()

  init(of book: String) throws {
    #if os(macOS)
      let products = Bundle(for: Preview.self).bundleURL.deletingLastPathComponent()
    #else
      let products = Bundle.main.bundleURL
    #endif
    let messages = Pipe()
    process.executableURL = products.appendingPathComponent("weave")
    process.arguments = [book, "--serve", "--port", "0"]
    process.standardError = messages
    try process.run()
    var said = ""
    while address.isEmpty {
      let data = messages.fileHandleForReading.availableData
      if data.isEmpty { throw Browser.Fault(description: "weave --serve has ended: \(said)") }
      said += String(decoding: data, as: UTF8.self)
      let words = said.split { $0 == " " || $0 == "\n" }
      address = words.first { $0.hasPrefix("http://127.0.0.1:") }.map(String.init) ?? ""
    }
    messages.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }
}
