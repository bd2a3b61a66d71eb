import TestSupport
import Testing

@testable import SwiftCode

@Suite("Colours for Swift")
struct SwiftColoursTests {
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
    #expect(marked("  <<a>>") == "  <<a>>")
  }

  @Test(
    "Shifts and a reference beside other text are code", arguments: ["<<>>", "a <<b>>", "1 << 2"])
  func noReferences(_ line: String) {
    let code = Array("/*\n\(line)\n*/".utf8)
    #expect(SwiftColours.ranges(in: code).map(\.range) == [0..<code.count])
  }

  @Test("Tokens are in order, do not overlap, and leave no reference covered")
  func tokenRanges() {
    var generator = SplitMix(state: 7)
    var (rangeCount, referenceCount) = (0, 0)
    for _ in 0..<200 {
      let code = soup(&generator)
      let bytes = Array(code.utf8)
      let ranges = SwiftColours.ranges(in: bytes).map(\.range)
      rangeCount += ranges.count
      for (range, next) in zip(ranges, ranges.dropFirst()) {
        #expect(range.upperBound <= next.lowerBound)
      }
      #expect(ranges.allSatisfy { !$0.isEmpty && $0.upperBound <= code.utf8.count })
      for line in bytes.split(separator: 0x0A) {
        let text = String(decoding: line, as: UTF8.self).filter { $0 != " " && $0 != "\t" }
        guard text == "<<a>>" || text == "<<bc>>" else { continue }
        referenceCount += 1
        #expect(!ranges.contains { $0.overlaps(line.indices) }, "\(code)")
      }
    }
    #expect(rangeCount > 1_000 && referenceCount > 50)
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
    let whole = marked(code).split(separator: "\n", omittingEmptySubsequences: false)
    for start in lines.indices {
      for end in start..<min(start + 12, lines.count) {
        let piece = lines[start...end].joined(separator: "\n")
        #expect(marked(piece) == whole[start...end].joined(separator: "\n"))
      }
    }
  }

  /// The tokens as `class[text]` within the code.
  private func marked(_ code: String) -> String {
    let bytes = Array(code.utf8)
    var marked = ""
    var position = 0
    let newline = UInt8(ascii: "\n")
    for token in SwiftColours.ranges(in: bytes) {
      marked += String(decoding: bytes[position..<token.range.lowerBound], as: UTF8.self)
      let lines = bytes[token.range].split(separator: newline, omittingEmptySubsequences: false)
      let marks = lines.map { line in
        line.isEmpty ? "" : "\(token.colour.rawValue)[\(String(decoding: line, as: UTF8.self))]"
      }
      marked += marks.joined(separator: "\n")
      position = token.range.upperBound
    }
    return marked + String(decoding: bytes[position...], as: UTF8.self)
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
