import Foundation
import Testing

extension BrowserTests {
  @Suite("The names in the committed site's code")
  struct Types {
    private let card = "document.querySelector('.type-card')"
    private let code = "document.querySelector('main code[data-types]')"

    @Test("Enter leads to the names of a block, arrows from one to the next, Escape out again")
    func keyboard() throws {
      let tab = try Tab()
      try tab.open(CommittedSite.address + (try #require(try CommittedSite.typedPage)))
      try tab.expect("\(card).hidden")
      try reach(tab)
      try tab.press("Enter")
      #expect(try tab.becomes("document.activeElement.matches('.name') && !\(card).hidden"))
      let first: String = try tab.value("\(card).textContent")
      #expect(!first.isEmpty)
      try tab.press("ArrowRight")
      #expect(try tab.becomes("!\(card).hidden && document.querySelector('.name:focus')"))
      try tab.press("Escape")
      #expect(try tab.becomes("\(card).hidden"))
      try tab.press("Escape")
      #expect(try tab.becomes("document.activeElement === \(code).parentElement"))
      #expect(try tab.faults(outside: CommittedSite.address) == [])
    }

    @Test("The card stays in a window of 320 pixels, and copying takes the code alone")
    func narrow() throws {
      let tab = try Tab(width: 320)
      try tab.open(CommittedSite.address + (try #require(try CommittedSite.typedPage)))
      let before: String = try tab.value("\(code).textContent")
      try reach(tab)
      try tab.press("Enter")
      #expect(try tab.becomes("!\(card).hidden"))
      try tab.expect("\(card).getBoundingClientRect().right <= 320")
      // It covers neither the name's line nor the next.
      let line = "document.querySelector('.name[aria-describedby]').getBoundingClientRect()"
      try tab.expect(
        """
        (([card, line]) => card.top > line.bottom + line.height || card.bottom < line.top)(
          [\(card).getBoundingClientRect(), \(line)])
        """)
      try tab.expect("document.documentElement.scrollWidth", is: 320)
      try tab.expect("\(code).textContent", is: before)
    }

    /// Brings the code into the window and gives it the focus; scrolling would close a card.
    private func reach(_ tab: Tab) throws {
      let box = "\(code).parentElement"
      try tab.run("\(box).scrollIntoView({ behavior: 'instant' }); \(box).focus()")
      try tab.expect("document.activeElement === \(box)")
      try tab.rest()
    }
  }
}

extension CommittedSite {
  /// The first chapter's page that tells of the names in its code.
  fileprivate static var typedPage: String? {
    get throws {
      try pages().first { page in
        try page.first?.isNumber == true && text(page).contains("data-types=\"")
      }
    }
  }
}
