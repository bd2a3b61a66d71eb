import Literate
import TestSupport
import Testing

@testable import Weaving

@Suite("Colours for other languages")
struct LanguageColoursTests {
  @Test(
    "Each language's comments, texts, numbers and words have their colours",
    arguments: [
      (
        "python",
        """
        @cache
        def f(a: Int) -> str:  # why
            return f"{a}" + r'\\\\' if None else 1_0.5e-3
        x.if_ = '''a
        # b'''
        """,
        """
        a[@cache]
        k[def] f[f](a: t[Int]) -> str:  c[# why]
            k[return] s[f"{a}"] + s[r'\\\\'] k[if] k[None] k[else] n[1_0.5e-3]
        x.if_ = s['''a]
        s[# b''']
        """
      ),
      (
        "c",
        """
        #include <stdio.h> // in
        /* a "b */ uint8_t x = '\\'' + 0x1Fu; // a\\
        b
        int main(void) { return f("/*"); }
        """,
        """
        a[#include] s[<stdio.h>] c[// in]
        c[/* a "b */] t[uint8_t] x = s['\\''] + n[0x1Fu]; c[// a\\]
        c[b]
        t[int] f[main](t[void]) { k[return] f[f](s["/*"]); }
        """
      ),
      (
        "cpp",
        """
        auto s = R"x(a)" // b)x"; int n = 1'000;
        /// Adds.
        template <typename T> Matrix add() noexcept;
        """,
        """
        k[auto] s = s[R"x(a)" // b)x"]; t[int] n = n[1'000];
        d[/// Adds.]
        k[template] <k[typename] T> t[Matrix] f[add]() k[noexcept];
        """
      ),
      (
        "rust",
        """
        #[derive(Debug)] /* a /* b */ c */
        fn f<'a>(x: &'a str) -> char { println!("{}", x); 'a' }
        let r = r#"a"b"#; for i in 0..2 {} x.await
        """,
        """
        a[#[derive(Debug)]] c[/* a /* b */ c */]
        k[fn] f<a['a]>(x: &a['a] t[str]) -> t[char] { a[println!](s["{}"], x); s['a'] }
        k[let] r = s[r#"a"b"#]; k[for] i k[in] n[0]..n[2] {} x.k[await]
        """
      ),
      (
        "go",
        """
        func f(a []int) string { return `a
        // b` + g('x') }
        """,
        """
        k[func] f[f](a []t[int]) t[string] { k[return] s[`a]
        s[// b`] + f[g](s['x']) }
        """
      ),
      (
        "javascript",
        """
        const a = `x${f({b: "}"})}y` / 2 + /["'/]/g.test(s)
        x.default = { class: 1 } // c
        """,
        """
        k[const] a = s[`x]i[${]f[f]({b: s["}"]})i[}]s[y`] / n[2] + s[/["'/]/g].f[test](s)
        x.default = { class: n[1] } c[// c]
        """
      ),
      (
        "typescript", "interface A { readonly b: string }",
        "k[interface] A { k[readonly] b: t[string] }"
      ),
      (
        "bash",
        """
        for x in "$a" '$b'; do echo for ${x}#1 "$(echo "in")" # c
        done
        cat <<'END' | wc
        if "
        END
        if true; then exit; fi
        """,
        """
        k[for] x k[in] s["$a"] s['$b']; k[do] echo for i[${x}]#1 s["]i[$(]echo s["in"]i[)]s["] c[# c]
        k[done]
        cat <<s['END'] | wc
        s[if "]
        s[END]
        k[if] true; k[then] exit; k[fi]
        """
      ),
      (
        "json", #"{"a": [1.5, true, "b"], "c" : null}"#,
        #"{t["a"]: [n[1.5], k[true], s["b"]], t["c"] : k[null]}"#
      ),
      (
        "yaml",
        """
        a: 12 # c
        b c: not 12 true
        - d: [1, x, "y: z"]
        e: |
          true: 1

          # no
        f: &g yes#no
        """,
        """
        t[a]: n[12] c[# c]
        t[b c]: not 12 true
        - t[d]: [n[1], x, s["y: z"]]
        t[e]: |
        s[  true: 1]

        s[  # no]
        t[f]: a[&g] yes#no
        """
      ),
      (
        "toml",
        """
        [a.b] # c
        x.y = 1979-05-27
        z = [ 'a\\', "b" ]
        """,
        """
        t[[a.b]] c[# c]
        t[x.y] = n[1979-05-27]
        t[z] = [ s['a\\'], s["b"] ]
        """
      ),
      (
        "makefile",
        """
        include $(A)/b.mk
        all: a.o # c
        \t$(CC) -o $@ if
        X := y
        """,
        """
        k[include] i[$(A)]/b.mk
        f[all]: a.o c[# c]
        \ti[$(CC)] -o i[$@] if
        X := y
        """
      ),
      (
        "sql", "SELECT a FROM t WHERE b = 'it''s' -- c",
        "k[SELECT] a k[FROM] t k[WHERE] b = s['it''s'] c[-- c]"
      ),
    ])
  func colours(_ language: String, _ code: String, _ expected: String) {
    #expect(marked(code, language) == expected)
  }

  @Test("A line that stands for a chunk has no colour, inside a text too")
  func references() {
    let code = "x = '''\n  <<the rest>>\n'''\n"
    #expect(marked(code, "python") == "x = s[''']\n  <<the rest>>\ns[''']\n")
  }

  @Test("A language that is not known has no colours")
  func unknown() {
    #expect(marked("if 1 then # 2", "cobol") == "if 1 then # 2")
    #expect(html("```cobol\nif\n```") == "<pre><code class=\"language-cobol\">if\n</code></pre>\n")
  }

  @Test("Whatever the code, its bytes are kept, and long code takes no long time")
  func anyCode() {
    var generator = SplitMix(state: 11)
    let pieces = [
      "\"", "'", "`", "\\", "${", "$(", "}", ")", "/*", "*/", "//", "#", "--", "\n", " ", "\t",
      "r#\"",
      "R\"x(", "<<E", "<<E\nE\n", "E", "'''", "\"\"\"", "key: |\n", "[", "]", "{", "(", "/",
      "1.5e-3",
      "if", "a", "é", "🙂", "@", "$", "!", "&", "-", ":", "=", "  <<ref>>\n",
    ]
    for language in Language.all.keys.sorted() {
      for _ in 0..<40 {
        let code = (0..<Int.random(in: 0..<40, using: &generator))
          .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
        let block = CodeBlock(
          tag: Tag("\(language) file=a") { _ in }, line: 1, column: 1,
          text: Array((code + "\n").utf8))
        let lines = Listing(plain: block).lines
        #expect(lines.map(\.text) == block.lines.map { Array(block.text[$0.start..<$0.end]) })
        for line in lines {
          for (range, next) in zip(line.colours, line.colours.dropFirst()) {
            #expect(range.range.upperBound <= next.range.lowerBound)
          }
          #expect((line.colours.last?.range.upperBound ?? 0) <= line.text.count)
        }
      }
      for piece in ["\"", "`${", "\"$(", "(", "/*", "a: ", "<<E\n", "'"] {
        let code = String(repeating: piece, count: 5_000)
        #expect(marked(code, language).isEmpty == false)
      }
    }
  }

  /// The colours as `class[text]` within the code.
  private func marked(_ code: String, _ language: String) -> String {
    let isEnded = code.hasSuffix("\n")
    let block = CodeBlock(
      tag: Tag("\(language) file=a") { _ in }, line: 1, column: 1,
      text: Array((isEnded ? code : code + "\n").utf8))
    let lines = Listing(block).asWritten().lines.map { line -> String in
      var marked: [UInt8] = []
      var position = 0
      for colour in line.colours {
        marked += line.text[position..<colour.range.lowerBound]
        marked += Array("\(colour.colour.rawValue)[".utf8) + line.text[colour.range] + [0x5D]
        position = colour.range.upperBound
      }
      return String(decoding: marked + line.text[position...], as: UTF8.self)
    }
    return lines.joined(separator: "\n") + (isEnded ? "\n" : "")
  }
}
