import Foundation
import Testing

@testable import Weaving

@Suite("Highlighter")
struct HighlighterTests {
  @Test("Each token of a function has its class")
  func function() {
    #expect(
      marked(
        """
        /// Adds.
        @inlinable func add(_ a: Int, to b: [Double]) throws -> Sum {
          return try plus(a, 1.5) // really
        }
        """) == """
          d[/// Adds.]
          a[@inlinable] k[func] f[add](_ a: t[Int], to b: [t[Double]]) k[throws] -> t[Sum] {
            k[return] k[try] f[plus](a, n[1.5]) c[// really]
          }
          """)
  }

  @Test("A line's text is escaped and its tokens are spans")
  func html() {
    #expect(
      Highlighter.lines(of: "let a = b < c && \"x\"\n") == [
        #"<span class="k">let</span> a = b &lt; c &amp;&amp; "#
          + #"<span class="s">&quot;x&quot;</span>"#,
        "",
      ])
  }

  @Test("A span over several lines is closed at each line's end and opened again")
  func spanOverLines() {
    #expect(
      Highlighter.lines(of: "/* a\n\n b */ x\n\"\"\"\n c\n\"\"\"") == [
        #"<span class="c">/* a</span>"#,
        "",
        #"<span class="c"> b */</span> x"#,
        #"<span class="s">&quot;&quot;&quot;</span>"#,
        #"<span class="s"> c</span>"#,
        #"<span class="s">&quot;&quot;&quot;</span>"#,
      ])
  }

  @Test("What a string interpolates has its own colours between delimiters")
  func interpolation() {
    #expect(
      marked(##"print("a \(f(x) + 1) b", #"\n \#(y)"#)"##)
        == ##"f[print](s["a ]i[\(]f[f](x) + n[1]i[)]s[ b"], s[#"\n ]i[\#(]yi[)]s["#])"##)
  }

  @Test("A declared or called name is a function, one with a capital is a type")
  func names() {
    #expect(
      marked("Value(0).map { $0.data }.count + Double.pi + SIMD16<Float>(x)")
        == "t[Value](n[0]).f[map] { $0.data }.count + t[Double].pi + t[SIMD16]<t[Float]>(x)")
    #expect(
      marked("struct W<T> { let B: T }\nlet (B, T) = (W.count, C)")
        == "k[struct] t[W]<t[T]> { k[let] B: t[T] }\nk[let] (B, T) = (W.count, C)")
  }

  @Test("Words that are keywords only in their places are names elsewhere")
  func contextualKeywords() {
    #expect(
      marked(
        """
        nonisolated func f(any x: some A, open: T, in y: any B) async -> pid_t {
          let async = get, set = await g(for: 1)
          lazy var final = open.set { $0 }
        }
        """)
          == """
          k[nonisolated] k[func] f[f](any x: k[some] t[A], open: t[T], in y: k[any] t[B]) k[async] \
          -> t[pid_t] {
            k[let] async = get, set = k[await] f[g](for: n[1])
            k[lazy] k[var] final = open.f[set] { $0 }
          }
          """)
    #expect(
      marked("private(set) var x: Int {\n  get { y }\n  set(new) { y = new }\n}")
        == "k[private](k[set]) k[var] x: t[Int] {\n  k[get] { y }\n  k[set](new) { y = new }\n}")
  }

  @Test("A name before a brace is called, unless the brace begins a block")
  func trailingClosures() {
    #expect(
      marked("if a.isEmpty { b.map { c } }\nlet d = measure { e }\nfor x in y.z { w { } }")
        == "k[if] a.isEmpty { b.f[map] { c } }\nk[let] d = f[measure] { e }\n"
        + "k[for] x k[in] y.z { f[w] { } }")
    #expect(
      marked("var x: W { z }\nguard a.b else { c }")
        == "k[var] x: t[W] { z }\nk[guard] a.b k[else] { c }")
  }

  @Test("Macros and attributes look alike")
  func macros() {
    #expect(
      marked("@Test(\"x\") func adds() {\n  #expect(a == 1)\n}")
        == "a[@Test](s[\"x\"]) k[func] f[adds]() {\n  a[#expect](a == n[1])\n}")
  }

  @Test("A keyword as a label or a member is a plain name")
  func keywordsAsNames() {
    #expect(
      marked("f(in: a, for: .default)\nx.repeat = self.init") == """
        f[f](in: a, for: .default)
        x.repeat = k[self].k[init]
        """)
    #expect(
      marked("seed: 1,\n  in: 2, default: .default)")
        == "seed: n[1],\n  in: n[2], default: .default)")
  }

  @Test(
    "A piece of code that does not parse alone is coloured as it is in its place",
    arguments: [
      ("case .a:\n  f()\ndefault:\n  break", "k[case] .a:\n  f[f]()\nk[default]:\n  k[break]"),
      ("case file(String), named(String)", "k[case] f[file](t[String]), f[named](t[String])"),
      ("else {\n  return x\n}", "k[else] {\n  k[return] x\n}"),
      ("} else if let x {\n  f(x)", "} k[else] k[if] k[let] x {\n  f[f](x)"),
      ("self.data = data", "k[self].data = data"),
      ("#if DEBUG\nimport Glibc", "k[#if] DEBUG\nk[import] t[Glibc]"),
      ("#else\nlet a = 1\n#endif", "k[#else]\nk[let] a = n[1]\nk[#endif]"),
      ("}", "}"),
      ("  }\n}\nfunc f() {", "  }\n}\nk[func] f[f]() {"),
      ("+ a.map { $0 * 2 }\n  .reduce(0, +)", "+ a.f[map] { $0 * n[2] }\n  .f[reduce](n[0], +)"),
      ("get { x }\nset { x = newValue }", "k[get] { x }\nk[set] { x = newValue }"),
      ("-> Int where T: Sendable {", "-> t[Int] k[where] t[T]: t[Sendable] {"),
      ("} catch {\n  print(error)\n}", "} k[catch] {\n  f[print](error)\n}"),
      ("mutating func next() -> Double?", "k[mutating] k[func] f[next]() -> t[Double]?"),
      ("} }\nmutating func f() async {", "} }\nk[mutating] k[func] f[f]() k[async] {"),
    ])
  func pieces(_ code: String, _ expected: String) {
    #expect(marked(code) == expected)
  }

  @Test("A reference has no colour and disturbs nothing around it")
  func references() {
    #expect(
      marked(
        """
        func f() {
          <<the body, with let and "if">>
        <<the end>>
          return 1
        }
        """.replacing("\"if\"", with: "if"))
          == """
          k[func] f[f]() {
            <<the body, with let and if>>
          <<the end>>
            k[return] n[1]
          }
          """)
    #expect(
      marked("switch x {\n<<the cases>>\ndefault: break\n}")
        == "k[switch] x {\n<<the cases>>\nk[default]: k[break]\n}")
    #expect(marked("\"\"\"\na\n  <<text>>\n\"\"\"") == "s[\"\"\"]\ns[a]\n  <<text>>\ns[\"\"\"]")
    #expect(marked("/* a\n\\<<b>>\nc */") == "c[/* a]\n\\<<b>>\nc[c */]")
    #expect(Highlighter.lines(of: "  <<a>>") == ["  &lt;&lt;a&gt;&gt;"])
  }

  @Test(
    "Shifts and a reference beside other text are code", arguments: ["<<>>", "a <<b>>", "1 << 2"])
  func noReferences(_ line: String) {
    #expect(text(of: Highlighter.lines(of: line)) == line)
    #expect(Highlighter.tokens(of: "/*\n\(line)\n*/").map(\.range) == [0..<line.utf8.count + 6])
  }

  @Test("Tokens are in order, do not overlap, and leave no reference covered")
  func tokenRanges() {
    var generator = SplitMix(state: 7)
    for _ in 0..<200 {
      let code = soup(&generator)
      let tokens = Highlighter.tokens(of: code)
      for (token, next) in zip(tokens, tokens.dropFirst()) {
        #expect(token.range.upperBound <= next.range.lowerBound)
      }
      #expect(tokens.allSatisfy { !$0.range.isEmpty && $0.range.upperBound <= code.utf8.count })
    }
  }

  @Test("Whatever the code, the lines' text is the code and each line is well-formed")
  func textIsKept() {
    var generator = SplitMix(state: 1)
    for _ in 0..<300 {
      let code = soup(&generator)
      let lines = Highlighter.lines(of: code)
      #expect(text(of: lines) == code, "\(code.debugDescription)")
    }
  }

  @Test("Bytes at random are kept as well")
  func randomText() {
    var generator = SplitMix(state: 3)
    for _ in 0..<200 {
      let bytes = (0..<Int.random(in: 0..<80, using: &generator)).map { _ in
        UInt8.random(in: 1...255, using: &generator)
      }
      let code = String(decoding: bytes, as: UTF8.self)
      #expect(text(of: Highlighter.lines(of: code)) == code)
    }
  }

  @Test("Ten thousand open brackets are read without harm", arguments: ["(", "[", "{"])
  func deepBrackets(_ bracket: String) {
    let code = String(repeating: bracket, count: 10_000)
    #expect(text(of: Highlighter.lines(of: code)) == code)
  }

  @Test(
    "Whatever nests or goes on a thousandfold is read without harm",
    arguments: [
      "f { ", "#if x\n", "try ", "await ", "a.", "f()", "A -> ", "A<", "[A: ", "copy ", "let ",
      "else if a {} ", "?", "!", "@a ", "/*", "repeat each ", "case let ", "a ? b : ", "if x {",
      "{ [", ")(", "} {", "class ) ",
    ])
  func longCode(_ piece: String) {
    let code = "let x: " + String(repeating: piece, count: 1_000)
    #expect(text(of: Highlighter.lines(of: code)) == code)
  }

  @Test("Strings within strings are read to any depth")
  func deepStrings() {
    let code = String(repeating: "\"\\(", count: 500) + "x" + String(repeating: ")\"", count: 500)
    #expect(text(of: Highlighter.lines(of: code)) == code)
    #expect(Highlighter.tokens(of: code).count { $0.kind == .interpolation } == 1_000)
  }

  @Test("Any lines of a program look alone as they do in it")
  func piecesOfAWhole() {
    let code = """
      /// A value in the graph.
      public final class Value: Hashable {
        private(set) var data: Double
        let parents: [Value], W: Matrix
        static let zero = Value(0)

        init(_ data: Double, from parents: [Value] = []) {
          self.data = data
          self.parents = parents
        }

        var gradient: Double {
          get { storage.first { $0.isGradient }?.value ?? 0 }
          set { storage.append(newValue) }
        }

        @discardableResult
        mutating func next<T: Sequence>(in list: T, as type: T.Type) async throws -> [T.Element]? {
          guard let first = list.first, !first.isEmpty else { return nil }
          for (index, x) in list.enumerated() where x > 1.5e-3 {
            switch x.kind {
            case .leaf(let name): print("leaf \\(name)\\(index): \\(x.map { $0 + 1 })")
            case .node, .default: continue
            default: break
            }
          }
          #expect(first == Self.zero || first is any Error)
          return try await list.filter { $0 != first }.map(\\.element)
        }
      }

      extension Value: CustomStringConvertible where Element == Int {
        #if DEBUG
        var description: String { "x" } // done
        #endif
      }
      """.replacing("\\\\", with: "\\")
    let lines = code.split(separator: "\n", omittingEmptySubsequences: false)
    let whole = Highlighter.lines(of: code)
    for start in lines.indices {
      for end in start..<min(start + 12, lines.count) {
        let piece = lines[start...end].joined(separator: "\n")
        #expect(Highlighter.lines(of: piece) == Array(whole[start...end]))
      }
    }
  }

  /// The tokens as `class[text]` within the code.
  private func marked(_ code: String) -> String {
    let bytes = Array(code.utf8)
    var marked = ""
    var position = 0
    let newline = UInt8(ascii: "\n")
    for token in Highlighter.tokens(of: code) {
      marked += String(decoding: bytes[position..<token.range.lowerBound], as: UTF8.self)
      let lines = bytes[token.range].split(separator: newline, omittingEmptySubsequences: false)
      marked +=
        lines
        .map { $0.isEmpty ? "" : "\(token.kind.rawValue)[\(String(decoding: $0, as: UTF8.self))]" }
        .joined(separator: "\n")
      position = token.range.upperBound
    }
    return marked + String(decoding: bytes[position...], as: UTF8.self)
  }

  /// The text of lines of HTML that hold nothing but spans, none within another; `nil` where
  /// they hold anything else.
  private func text(of lines: [String]) -> String? {
    var texts: [String] = []
    for line in lines {
      var rest = Array(line.utf8)[...]
      var text: [UInt8] = []
      var isOpen = false
      while let byte = rest.first {
        switch byte {
        case UInt8(ascii: "<"):
          guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return nil }
          let tag = String(decoding: rest[...end], as: UTF8.self)
          guard isOpen ? tag == "</span>" : tag.wholeMatch(of: /<span class="[a-z]">/) != nil
          else { return nil }
          isOpen.toggle()
          rest = rest[(end + 1)...]
        case UInt8(ascii: "&"):
          let entities = [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", "\"")]
          guard let (entity, plain) = entities.first(where: { rest.starts(with: $0.0.utf8) })
          else { return nil }
          text += plain.utf8
          rest = rest.dropFirst(entity.utf8.count)
        case UInt8(ascii: ">"), UInt8(ascii: "\""): return nil
        default:
          text.append(byte)
          rest = rest.dropFirst()
        }
      }
      guard !isOpen else { return nil }
      texts.append(String(decoding: text, as: UTF8.self))
    }
    return texts.joined(separator: "\n")
  }

  private func soup(_ generator: inout SplitMix) -> String {
    let pieces = [
      "func ", "f", "(", ")", "{", "}", "[", "]", "\n", " ", "\"", "\\(", "/*", "*/", "// c\n",
      "/// d\n",
      "<", ">", "<<a>>\n", "\n  <<b c>>\n", "let ", "x", " = ", "1.5", "0x_f", "@Test", "#if ",
      "#endif",
      "\"\"\"", "case ", ":", ",", ".", "->", "try ", "?", "!", "&", "é", "👩‍🔬", "\t", "\r", "`",
      "#\"", "\"#",
      "/", "self", "Int", "\\", "$0", "_", "some ", "any ", "in ", "where ", "==", "copy ", "each ",
      "repeat ",
    ]
    return (0..<Int.random(in: 0..<60, using: &generator))
      .map { _ in pieces.randomElement(using: &generator) ?? "" }
      .joined()
  }
}
