import Compiling
import Foundation
import Literate
import TestSupport
import Testing

@testable import SwiftCode
@testable import Weaving

@Suite("Types in the code")
struct TypesTests {
  /// A page's notes, and for each name of its code that has one the note's number.
  private struct TypedPage {
    let notes: [String]
    let places: [String]
    /// `name: note`, in order, of all code elements.
    let names: [String]

    init(_ files: [String: String], _ path: String) {
      let html = files[path] ?? ""
      func between(_ start: String, _ end: String) -> String {
        guard let from = html.firstRange(of: start) else { return "" }
        let rest = html[from.upperBound...]
        return String(rest[..<(rest.firstRange(of: end)?.lowerBound ?? rest.endIndex)])
      }
      let script = files["type-notes.js"] ?? ""
      let json = "[" + script.dropFirst("weaveNotes(".count).dropLast(");\n".count) + "]"
      let table = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [Any]
      let known = table?.last as? [String: [Any]] ?? [:]
      let ids = between("<template class=\"type-notes\">", "</template>").split(separator: " ")
      notes = ids.map { id in
        (known[String(id)] ?? ["none"]).map { "\($0)" }.joined(separator: " | ")
      }
      places = (table?.first as? [[String]] ?? []).map { $0.joined(separator: " ") }
      var names: [String] = []
      for code in html.components(separatedBy: " data-types=\"").dropFirst() {
        let attribute = code.prefix { $0 != "\"" }
        let end = code.firstRange(of: "</code>")?.lowerBound ?? code.endIndex
        let text = code[..<end].drop { $0 != ">" }.dropFirst()
          .replacing(#/<[^>]*>/#, with: "").replacing("&lt;", with: "<")
          .replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
        let lines = text.components(separatedBy: "\n")
        for (line, row) in zip(lines, attribute.components(separatedBy: ",")) {
          var column = 0
          for name in row.split(separator: " ") {
            let isFar = name.first == "-"
            let digits = isFar ? name.dropFirst().prefix { $0 != "." } : name.prefix(1)
            column += Int(digits, radix: 36) ?? 0
            let number = Int(name.dropFirst(digits.count + (isFar ? 2 : 0)), radix: 36) ?? 0
            let word = line.dropFirst(column).prefix { $0.isLetter || $0.isNumber || $0 == "$" }
            names.append("\(word): \(notes[number])")
          }
        }
      }
      self.names = names
    }
  }

  private func weave(
    _ files: [String: String], cache: String? = nil, refused: [String] = []
  ) throws -> [String: String] {
    var files = files
    files["book.yml"] = "title: A book\nprogram: p\n"
    let book = try TestBook(files)
    let checked = try CheckedBook(Book(folder: book.folder))
    #expect(checked.warnings == [])
    let folder = try TemporaryFolder("types")
    let compilation = Compilation(
      name: "p", toolchain: try Toolchain(cache: nil), settings: TargetSettings(),
      cache: try Cache(package: cache ?? folder.path, book: book.folder))
    let types = Types(checked, compilation)
    #expect(types.diagnostics.map { $0.location.line } == refused.map { _ in 1 })
    #expect(
      zip(types.diagnostics, refused).allSatisfy {
        $0.location.file.hasSuffix($1) && $0.message.contains("does not compile")
      })
    let name = String(book.folder.split(separator: "/").last ?? "")
    return Dictionary(
      uniqueKeysWithValues: Weaver(checked, types: types).site().files.map {
        let text = String(decoding: $0.bytes, as: UTF8.self)
        return ($0.path, text.replacing(name, with: "book"))
      })
  }

  private func page(_ code: String) throws -> TypedPage {
    let files = try weave(["01-one.md": "# One\n\n```swift file=p/main.swift\n\(code)\n```\n"])
    return TypedPage(files, "01-one.html")
  }

  @Test("A name shows the declaration that the compiler chose, not another of its spelling")
  func declarations() throws {
    let page = try page(
      """
      struct Circle {
        func area() -> Int { 3 }
      }
      struct Square {
        func area() -> Double { 4 }
      }
      print(Circle().area(), Square().area())
      """)
    #expect(
      page.names.filter { $0.hasPrefix("area") }.map { $0.split(separator: " | ")[0] } == [
        "area: func area() -> Int", "area: func area() -> Double", "area: func area() -> Int",
        "area: func area() -> Double",
      ])
  }

  @Test("A shadowed local is not taken for the one around it")
  func shadows() throws {
    let page = try page(
      """
      func twice(_ n: Int) -> String {
        let n = Double(n) * 2
        if n > 3 {
          let n = "much"
          return n
        }
        return "\\(n)"
      }
      """)
    #expect(
      page.names.filter { $0.hasPrefix("n:") } == [
        "n: n: Int", "n: let n: Double", "n: n: Int", "n: let n: Double", "n: let n: String",
        "n: let n: String", "n: let n: Double",
      ])
  }

  @Test("What is inferred is told, of the standard library too")
  func inferred() throws {
    let page = try page(
      """
      let words = ["a", "b"].map { $0.count }
      for (place, word) in words.enumerated() { print(place, word) }
      """)
    #expect(page.names.contains("words: let words: [Int] | 1"))
    #expect(page.names.contains("place: let place: Int"))
    #expect(page.names.contains("word: let word: Int"))
    #expect(page.names.contains("$0: $0: String"))
    #expect(page.names.contains("count: String.count: Int | 0"))
    #expect(page.names.contains { $0.hasPrefix("print: print: (Any..., String, String) -> ()") })
    #expect(page.places == ["Swift", "chapter 1 01-one.html#chunk:pmainswift"])
  }

  @Test("A note has the comment's first paragraph and leads to the block of the declaration")
  func documentation() throws {
    let files = try weave([
      "01-one.md": """
      # One

      ```swift file=p/Scale.swift
      /// Makes `number` <large>.
      /// As large as "can" be.
      ///
      /// More.
      func enlarge(_ number: Int) -> Int { number + 1 }
      ```

      ```swift file=p/main.swift
      <<go>>
      ```

      ```swift define=go
      print(enlarge(1))
      ```
      """,
      "02-two.md": "# Two\n\n```swift append=go\nprint(enlarge(2))\n```\n",
    ])
    let one = files["01-one.html"] ?? ""
    #expect(one.contains("<a href=\"#chunk:pscaleswift\">enlarge</a>"))
    #expect(!one.contains("<large>"))
    let two = files["02-two.html"] ?? ""
    #expect(two.contains("<a href=\"01-one.html#chunk:pscaleswift\">enlarge</a>"))
    let page = TypedPage(files, "02-two.html")
    #expect(
      page.notes.contains {
        $0.hasPrefix("func enlarge(_ number: Int) -> Int | ")
          && $0.hasSuffix(" | Makes `number` <large>. As large as \"can\" be.")
      })
    #expect(page.places.contains("chapter 1 01-one.html#chunk:pscaleswift"))
    let whole = try #require(files["book.html"])
    #expect(whole.contains("enlarge") && !whole.contains("data-types"), "paper tells nothing more")
    #expect(!whole.contains("type-notes") && !whole.contains("types.js"))
  }

  @Test("A declaration is the one of the chapter, as it stands there")
  func chapters() throws {
    let files = try weave([
      "01-one.md": """
      # One

      ```swift file=p/main.swift
      <<size>>
      print(size())
      ```

      ```swift define=size
      func size() -> Int { 1 }
      ```
      """,
      "02-two.md": "# Two\n\n```swift replace=size\nfunc size() -> Double { 1 }\n```\n",
    ])
    #expect(TypedPage(files, "01-one.html").notes.contains { $0.contains("size() -> Int") })
    let page = TypedPage(files, "02-two.html")
    #expect(page.notes.contains { $0.hasPrefix("func size() -> Double") })
    #expect(!page.notes.contains { $0.contains("size() -> Int") })
  }

  @Test("Cases, key paths, initializers, operators and types are known too")
  func otherNames() throws {
    let page = try page(
      """
      enum Kind { case one, two(Int) }
      struct Point: Equatable {
        var x = 0
        init(at x: Int) { self.x = x }
        static func + (a: Point, b: Point) -> Point { Point(at: a.x + b.x) }
      }
      func name(_ kind: Kind, _ point: Point) -> Int {
        switch kind {
        case .one: (point + point)[keyPath: \\.x]
        case .two(let count): count
        }
      }
      """)
    #expect(page.names.count { $0.hasPrefix("one: case one") } == 2)
    #expect(page.names.count { $0.hasPrefix("two: case two(Int)") } == 2)
    #expect(page.names.contains("count: let count: Int"))
    #expect(page.names.contains { $0.hasPrefix("Kind: enum Kind") })
    #expect(page.names.contains { $0.hasPrefix("Point: Point.init(at x: Int)") })
    #expect(page.names.contains { $0.hasPrefix(": static func + (a: Point, b: Point) -> Point") })
    #expect(page.names.count { $0.hasPrefix("x: var x: Int") } == 5)
  }

  @Test("No page has a mangled name or a path of the machine")
  func manners() throws {
    let files = try weave([
      "01-one.md": """
      # One

      ```swift file=p/main.swift
      import Foundation
      func hidden() -> some Sequence<Int> { [1, 2].lazy.map { $0 + 1 } }
      let all = hidden()
      for one in all { print(one, sin(0.5), FileManager.default.currentDirectoryPath) }
      ```
      """
    ])
    let page = files["01-one.html"] ?? ""
    let notes = files["type-notes.js"] ?? ""
    #expect(page.contains("class=\"type-notes\"") && notes.contains("currentDirectoryPath"))
    for trace in ["$s", "0x", NSTemporaryDirectory(), "/usr", "@opaque"] {
      #expect(!page.contains(trace) && !notes.contains(trace))
    }
  }

  @Test("The index of names goes by what is meant, and by where a name was declared first")
  func names() throws {
    let files = try weave([
      "01-one.md": """
      # One

      ```swift file=p/main.swift
      print(CommandLine.arguments.count)
      <<greet>>
      print(Point(x: 1).x)
      ```

      ```swift define=greet
      func greet() -> Int { 1 }
      ```

      ```swift file=p/Point.swift
      struct Point {
        let x: Int
        init(x: Int) { self.x = x }
      }
      ```
      """,
      "02-two.md": """
      # Two

      ```swift replace=greet
      func greet() -> Int { 2 }
      ```

      ```swift append=p/main.swift
      let arguments = [greet()]
      print(arguments)
      ```
      """,
    ])
    let rows = (files["names.html"] ?? "").components(separatedBy: "<dt>").dropFirst()
    let texts = rows.map { row in
      row.replacing(#/<[^>]*>/#, with: "").split(separator: "\n").prefix(2).joined(separator: ": ")
    }
    #expect(
      Array(texts) == [
        "arguments let: defined in 2", "greet func: defined in 1; changed in 2; used in 2",
        "Point struct: defined in 1; used in 1", "x let: defined in 1; used in 1",
      ])
  }

  @Test("A program that does not compile has pages without types, and that is said")
  func refused() throws {
    let files = try weave(
      [
        "01-one.md": "# One\n\n```swift file=p/main.swift\nlet x: Int = \"\"\n```\n",
        "02-two.md": "# Two\n\n```swift replace=p/main.swift\nlet x: Int = 1\n```\n",
      ], refused: ["01-one.md"])
    #expect(files["01-one.html"]?.contains("data-types") == false)
    #expect(files["02-two.html"]?.contains("data-types") == true)
  }

  @Test("A site is the same with and without what earlier runs kept")
  func cache() throws {
    let home = try TemporaryFolder("types")
    let folder = home.path
    let book = [
      "01-one.md": "# One\n\n```swift file=p/main.swift\n/// Ä\t<b\nlet x = 1; print(x)\n```\n",
      "02-two.md": "# Two\n\n```swift append=p/main.swift\nlet y = x + 1; print(y)\n```\n",
    ]
    func pages(cache: String?) throws -> [String?] {
      let files = try weave(book, cache: cache)
      return ["01-one.html", "02-two.html", "program.html", "book.html", "type-notes.js"].map {
        files[$0]
      }
    }
    let first = try pages(cache: nil)
    #expect(try pages(cache: folder) == first)
    let kept = folder + "/.build/verify/types"
    let names = try FileManager.default.contentsOfDirectory(atPath: kept)
    #expect(names.count == 2)
    #expect(try pages(cache: folder) == first)
    // Whatever one bit of what is kept becomes, the pages stay.
    var generator = SplitMix(state: 5)
    for _ in 0..<4 {
      for name in names {
        let file = URL(fileURLWithPath: "\(kept)/\(name)")
        var bytes = try Data(contentsOf: file)
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= 1
        try bytes.write(to: file)
      }
      #expect(try pages(cache: folder) == first)
    }
    // Nor is one answer taken for another.
    try FileManager.default.removeItem(atPath: "\(kept)/\(names[0])")
    try FileManager.default.copyItem(
      atPath: "\(kept)/\(names[1])", toPath: "\(kept)/\(names[0])")
    #expect(try pages(cache: folder) == first)
  }

  @Test("Without types nothing of them is in the site")
  func without() throws {
    let book = try TestBook([
      "01-one.md": "# One\n\n```swift file=p/main.swift\nlet x = 1\n```\n",
      "book.yml": "title: A book\nprogram: p\n",
    ])
    let files = book.weave().files
    #expect(files["types.js"] == nil && files["type-notes.js"] == nil)
    #expect(files["01-one.html"]?.contains("data-types") == false)
    let plain = try TestBook(["01-one.md": "# One\n"])
    #expect(try Types(CheckedBook(Book(folder: plain.folder))) == nil)
  }

  @Test("Nonsense in place of the compiler's tree tells nothing")
  func nonsense() {
    let texts = [
      "", "(", "(declref_expr type=\"", "(source_file \"a\"\n  (x=y=z range=[", "))(((\"\\",
      "(source_file \"a\"\n    (member decl=\"x.(file).\")\n(var_decl range=[a:9 - ",
    ]
    for text in texts {
      let dump = SyntaxDump(Array(text.utf8))
      #expect(dump.mentions.isEmpty && dump.looseMentions.isEmpty && dump.variableTypes.isEmpty)
    }
  }
}
