import Foundation
import Testing

extension BrowserTests {
  @Suite("Figures of the committed site that ask the book's program")
  struct AskingFigures {
    @Test("Numbers that are set at the graph's start run through the program")
    func graph() throws {
      let figure = try Figure("graph")
      let sliders = "\(figure.element).querySelectorAll('input[type=range]')"
      try figure.tab.expect("\(sliders).length", is: 3)
      try figure.slide(1, to: 10)
      let texts = "\(figure.element).querySelector('.graph').textContent"
      try figure.tab.expect("\(texts).includes('1.3863')")
      let box = "\(figure.element).querySelectorAll('[data-grip]')[1].getBoundingClientRect()"
      try figure.tab.run(
        "\(figure.element).scrollIntoView({ behavior: 'instant', block: 'center' })")
      let place: [Double] = try figure.tab.value("[\(box).x + 20, \(box).y + 20]")
      for (type, x) in [("mousePressed", 0.0), ("mouseMoved", 60), ("mouseReleased", 60)] {
        try figure.tab.call(
          "Input.dispatchMouseEvent",
          [
            "type": type, "x": place[0] + x, "y": place[1], "button": "left", "buttons": 1,
            "clickCount": 1,
          ])
      }
      // A tenth for every six pixels: from 3 to 4, and log(1 · 4 + 1) is 1.6094.
      try figure.tab.expect("\(texts).includes('1.6094')")
    }

    @Test("Play goes through the graph at once where motion is not wanted")
    func calm() throws {
      let figure = try Figure("graph")
      try figure.tab.call(
        "Emulation.setEmulatedMedia",
        ["features": [["name": "prefers-reduced-motion", "value": "reduce"]]])
      try figure.slide(0, to: 0)
      try figure.expect("Nothing is known yet.")
      try figure.press("Play")
      try figure.tab.expect("\(figure.said).startsWith('Backward: a b passes on')")
    }

    @Test("Attention forms as the model trains, and each letter can be asked")
    func attention() throws {
      let figure = try Figure("attention")
      let printed: String = try figure.tab.value(figure.said)
      let arcs = "\(figure.element).querySelectorAll('.arc')"
      try figure.tab.expect("\(arcs).length", is: 5)
      try figure.slide(0, to: 0)
      let isNew = "\(figure.said) !== \(figure.tab.quoted(printed))"
      try figure.tab.expect("\(isNew) && \(arcs).length === 5")
      try figure.tab.run("\(figure.element).querySelectorAll('.letters button')[1].click()")
      try figure.tab.expect("\(arcs).length", is: 2)
      try figure.tab.expect("\(figure.said).includes('e (1) looks at BOS (0)')")
    }

    @Test("A second seed is laid over the losses, and a rate that is too high is said")
    func curve() throws {
      let figure = try Figure("curve")
      let own = "\(figure.element).querySelectorAll('.own').length"
      try figure.tab.expect(own, is: 0)
      try figure.slide(1, to: 7)
      try figure.tab.expect("\(own) > 0 && \(figure.said).includes('seed 7')")
      try figure.slide(2, to: 11)
      try figure.tab.expect("\(figure.said).includes('breaks off: the loss of step')")
      try figure.press("Only what is printed")
      try figure.tab.expect(own, is: 0)
    }

    @Test("What the table of pairs says of a word is what the program prints of it")
    func matrix() throws {
      let figure = try Figure("matrix")
      try figure.type("qadir")
      try figure.expect("The loss of qadir is infinite.")
      try figure.tab.expect(
        """
        [...\(figure.element).querySelectorAll('.steps tbody tr, .steps tfoot tr')]
          .map(line => [...line.children].map(cell => cell.textContent).join(' '))
        """,
        is: try figure.printed("surprise", "qadir").map {
          $0.split(separator: " ").joined(separator: " ").replacing("inf", with: "∞")
        })
    }

    @Test("The chances at a temperature are those that the program prints at it")
    func temperatures() throws {
      let figure = try Figure("softmax")
      let lines = try figure.printed("next", "jo")
      let heads = try #require(lines.first).split(separator: " ").map(String.init)
      #expect(heads == ["0.1", "0.5", "1", "2", "10"])
      let labels = "\(figure.element).querySelectorAll('.bars li b')"
      let shares = "\(figure.element).querySelectorAll('.bars li .unseen')"
      for (column, temperature) in heads.enumerated() {
        let place: Int = try figure.tab.value(
          """
          (() => {
            const one = \(figure.element).querySelector('input[type=range]');
            for (let i = 0; i <= Number(one.max); i += 1) {
              one.value = i;
              one.dispatchEvent(new Event('input', { bubbles: true }));
              if (one.getAttribute('aria-valuetext') === '\(temperature)') return i;
            }
            return -1;
          })()
          """)
        #expect(place >= 0, "\(temperature)")
        try figure.tab.expect("\(figure.said).startsWith('At \(temperature): ')")
        for line in lines.dropFirst() {
          let words = line.split(separator: " ").map(String.init)
          let share = try #require(Double(words[column + 1]))
          try figure.tab.expect(
            """
            (() => {
              const place = [...\(labels)].findIndex(label => label.textContent === '\(words[0])');
              return parseFloat([...\(shares)][place].textContent);
            })()
            """, is: Double(String(format: "%.1f", 100 * share)), "\(line)")
        }
      }
    }

    @Test("The two paths at rest add up moves that the program prints")
    func descent() throws {
      let figure = try Figure("descent")
      let moves = try figure.printed("adam", "--learning-rate", "1", "--gradients", "1 -1 1 -1")
        .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }
      #expect(moves.count == 4)
      let sum = String(format: "%.2f", moves.reduce(0, +)).replacing("-", with: "−")
      try figure.expect(
        "Gradients 1, −1, 1, −1: descent moves the weight by 0, Adam by \(sum).")
    }

    @Test("The chances after other letters are the program's")
    func softmax() throws {
      let figure = try Figure("softmax")
      let before: String = try figure.tab.value(figure.said)
      try figure.type("q")
      try figure.tab.expect(
        "\(figure.said) !== \(figure.tab.quoted(before)) && \(figure.said).startsWith('At 1: u')")
    }

    @Test("Letters are drawn as they lie after so many steps, and text as it grows")
    func drawn() throws {
      let plane = try Figure("drawn", on: "07-embeddings.html")
      let letters =
        "[...\(plane.element).querySelectorAll('.stage text')].map(t => t.getAttribute('x'))"
      let last: [String] = try plane.tab.value(letters)
      #expect(last.count == 27)
      try plane.slide(0, to: 0)
      let before = plane.tab.quoted(last.joined(separator: ","))
      try plane.tab.expect("\(letters).join() !== \(before)")
      try plane.tab.expect("\(letters).length", is: 27)
      for page in ["24-longer-text.html", "25-block.html"] {
        let text = try Figure("drawn", on: page)
        try text.slide(0, to: 3)
        try text.tab.expect(
          "\(text.element).querySelector('.printed')?.textContent.trim().length > 200")
      }
    }

    @Test("The cells of a memory, the race and the two paths take other words and numbers")
    func others() throws {
      let cache = try Figure("cache")
      try cache.type("anna")
      try cache.expect(
        "At a (4): 36,655 values anew, 7,499 with a memory. Up to there 109,125 and 36,655.")
      let race = try Figure("race")
      try race.press("Measure them here")
      try race.tab.wait(for: "\(race.said).startsWith('Measured in this page: objects ')")
      let descent = try Figure("descent")
      try descent.press("Steady")
      try descent.tab.expect(
        "\(descent.said).includes('descent moves the weight by −8, Adam by −8')")
    }

    @Test("The reader's own list is in the figures too, until it is taken away")
    func ownData() throws {
      let figure = try Figure("tokens")
      try figure.expect("26 4 12 12 0 26")
      try figure.tab.run("book.live.setData('aeb\\nabe\\n')")
      try figure.tab.expect("\(figure.element).textContent.includes('On your own data.')")
      try figure.type("be")
      try figure.expect("3 1 2 3")
      try figure.tab.run("book.live.setData(null)")
      try figure.expect("26 4 12 12 0 26")
    }
  }
}
