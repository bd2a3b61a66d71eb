import Foundation
import TestSupport
import Testing

@testable import Formulas

@Suite("Formula")
struct FormulaTests {
  @Test("A formula carries its TeX notation, escaped, as alternative text and annotation")
  func frame() throws {
    #expect(
      try Formula("\n a < \"b\" \n", display: false).mathML == """
        <math alttext="a &lt; &quot;b&quot;"><semantics><mrow><mi>a</mi><mo>&lt;</mo>\
        <mo lspace="0" rspace="0">&quot;</mo><mi>b</mi><mo lspace="0" rspace="0">&quot;</mo></mrow>\
        <annotation encoding="application/x-tex">a &lt; &quot;b&quot;</annotation></semantics></math>
        """)
    #expect(
      try Formula("x", display: true).mathML.hasPrefix(#"<math display="block" alttext="x">"#))
  }

  @Test("Letters are variables, digits with a point between them one number")
  func lettersAndNumbers() throws {
    try expect("2xy", "<mrow><mn>2</mn><mi>x</mi><mi>y</mi></mrow>")
    try expect("3.14", "<mn>3.14</mn>")
    try expect("10^{-8}", "<msup><mn>10</mn><mrow><mo>−</mo><mn>8</mn></mrow></msup>")
    try expect("x^10", "<mrow><msup><mi>x</mi><mn>1</mn></msup><mn>0</mn></mrow>")
    try expect("1{,}000", #"<mrow><mn>1</mn><mo rspace="0">,</mo><mn>000</mn></mrow>"#)
  }

  @Test("Greek letters slant, capitals stand upright, and Unicode says the same as a command")
  func greek() throws {
    try expect(
      #"\epsilon\varepsilon\phi\varphi\theta\vartheta"#,
      "<mrow><mi>ϵ</mi><mi>ε</mi><mi>ϕ</mi><mi>φ</mi><mi>θ</mi><mi>ϑ</mi></mrow>")
    try expect(
      #"\Gamma\nabla\partial"#,
      #"<mrow><mi mathvariant="normal">Γ</mi><mi mathvariant="normal">∇</mi><mi>∂</mi></mrow>"#)
    try expectSame("α ≤ Γ ∑ − ∇ ∈ × ∞", #"\alpha \le \Gamma \sum - \nabla \in \times \infty"#)
  }

  @Test("Arguments in brackets and stars are read where TeX knows them")
  func optionalArguments() throws {
    try expect(#"\smash[b]{y}"#, #"<mpadded depth="0"><mi>y</mi></mpadded>"#)
    try expectSame(
      #"\begin{aligned} a \\* b \end{aligned}"#, #"\begin{aligned} a \\ b \end{aligned}"#)
    try expectSame(#"\begin{aligned}[c] a \end{aligned}"#, #"\begin{aligned} a \end{aligned}"#)
    let gap = try Formula(#"\begin{matrix} a \\[2em] b \end{matrix}"#, display: true).mathML
    #expect(gap.contains("padding-bottom:calc(0.5ex + 2em)"))
  }

  @Test(
    "An argument in brackets that a command does not know is an error",
    arguments: [
      #"\cfrac[l]{1}{2}"#, #"\begin{aligned}[t] a \end{aligned}"#, #"\smash[x]{y}"#,
      #"\frac[1]{2}{3}"#, #"\begin{matrix} a \\[b] c \end{matrix}"#, #"\hat[x]{y}"#,
    ])
  func unknownOptionalArguments(_ tex: String) {
    #expect(throws: FormulaError.self) { try Formula(tex, display: true) }
  }

  @Test("A minus is a minus sign, binary between two things and a sign before one")
  func minus() throws {
    try expect("a-b", "<mrow><mi>a</mi><mo>−</mo><mi>b</mi></mrow>")
    try expect("-b", "<mrow><mo>−</mo><mi>b</mi></mrow>")
    try expect(
      "a=-b",
      #"<mrow><mi>a</mi><mo>=</mo><mo lspace="0" rspace="0">−</mo><mi>b</mi></mrow>"#)
    try expect(
      "(-b)",
      #"<mrow><mo stretchy="false">(</mo><mo lspace="0" rspace="0">−</mo><mi>b</mi>"#
        + #"<mo stretchy="false">)</mo></mrow>"#)
  }

  @Test("Operators carry TeX's space where MathML's own differs, and none in scripts")
  func operatorSpace() throws {
    try expect(
      #"a\cdot b"#,
      #"<mrow><mi>a</mi><mo lspace="0.2222em" rspace="0.2222em">⋅</mo><mi>b</mi></mrow>"#)
    try expect(
      "x_{i+1}",
      #"<msub><mi>x</mi><mrow><mi>i</mi><mo lspace="0" rspace="0">+</mo><mn>1</mn></mrow></msub>"#)
    try expect(
      "|x|",
      #"<mrow><mo lspace="0" rspace="0" stretchy="false">|</mo><mi>x</mi>"#
        + #"<mo lspace="0" rspace="0" stretchy="false">|</mo></mrow>"#)
  }

  @Test("Scripts stand at their base, in whichever order they are written")
  func scripts() throws {
    try expect("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>")
    try expectSame("x_i^2", "x^2_i")
    try expect(
      "x^{y^z}", "<msup><mi>x</mi><msup><mi>y</mi><mi>z</mi></msup></msup>")
    try expect("{}^2", "<msup><mrow></mrow><mn>2</mn></msup>")
  }

  @Test("Primes follow a letter and go before other superscripts")
  func primes() throws {
    try expect("f'", "<mrow><mi>f</mi><mo>′</mo></mrow>")
    try expect(
      "f''_1", #"<msubsup><mi>f</mi><mn>1</mn><mo lspace="0" rspace="0">″</mo></msubsup>"#)
    try expect("f'^2", "<msup><mrow><mi>f</mi><mo>′</mo></mrow><mn>2</mn></msup>")
    try expect("3'", #"<msup><mn>3</mn><mo lspace="0" rspace="0">′</mo></msup>"#)
  }

  @Test("Fractions, binomials and roots")
  func fractions() throws {
    try expect(#"\frac12"#, "<mfrac><mn>1</mn><mn>2</mn></mfrac>")
    try expect(
      #"\frac{a+b}{2}"#,
      #"<mfrac><mrow><mi>a</mi><mo lspace="0" rspace="0">+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>"#
    )
    try expect(
      #"\dfrac ab"#,
      #"<mstyle displaystyle="true" scriptlevel="0"><mfrac><mi>a</mi><mi>b</mi></mfrac></mstyle>"#)
    try expect(
      #"\binom nk"#,
      #"<mrow><mo form="prefix">(</mo><mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac>"#
        + #"<mo form="postfix">)</mo></mrow>"#)
    try expect(#"\sqrt{x y}"#, "<msqrt><mi>x</mi><mi>y</mi></msqrt>")
    try expect(#"\sqrt[3]x"#, "<mroot><mi>x</mi><mn>3</mn></mroot>")
  }

  @Test("A sum's limits stand above and below in a displayed formula, beside it in a line")
  func limits() throws {
    let scripts =
      #"<mo lspace="0">∑</mo><mrow><mi>i</mi><mo lspace="0" rspace="0">=</mo><mn>1</mn></mrow>"#
      + "<mi>n</mi>"
    try expect(
      #"\sum_{i=1}^n i"#, display: true,
      "<mrow><munderover>\(scripts)</munderover><mi>i</mi></mrow>")
    try expect(#"\sum_{i=1}^n i"#, "<mrow><msubsup>\(scripts)</msubsup><mi>i</mi></mrow>")
    try expect(
      #"\sum\limits_i i"#,
      #"<mrow><munder><mo lspace="0" movablelimits="false">∑</mo><mi>i</mi></munder><mi>i</mi></mrow>"#
    )
    try expect(
      #"\int_0^1 x"#, display: true,
      #"<mrow><msubsup><mo lspace="0">∫</mo><mn>0</mn><mn>1</mn></msubsup><mi>x</mi></mrow>"#)
    try expect(
      #"\frac{\sum_i i}{2}"#, display: true,
      #"<mfrac><mrow><msub><mo lspace="0">∑</mo><mi>i</mi></msub><mi>i</mi></mrow><mn>2</mn></mfrac>"#
    )
  }

  @Test("A function's name is upright, applied to what follows, with space unless it is a bracket")
  func functions() throws {
    try expect(
      #"2\sin x"#,
      #"<mrow><mn>2</mn><mspace width="0.1667em"></mspace><mi>sin</mi>"#
        + "<mo rspace=\"0.1667em\">\u{2061}</mo><mi>x</mi></mrow>")
    try expect(
      #"\log(x)"#,
      "<mrow><mi>log</mi><mo>\u{2061}</mo><mo stretchy=\"false\">(</mo><mi>x</mi>"
        + "<mo stretchy=\"false\">)</mo></mrow>")
    try expect(
      #"\arg\max_x f"#, display: true,
      "<mrow><mi>arg</mi><mo rspace=\"0.1667em\">\u{2061}</mo><munder><mi>max</mi><mi>x</mi></munder>"
        + "<mo rspace=\"0.1667em\">\u{2061}</mo><mi>f</mi></mrow>")
    try expect(#"\max_x"#, "<msub><mi>max</mi><mi>x</mi></msub>")
    try expect(
      #"\operatorname*{arg\,max}_x"#, display: true,
      "<munder><mi>arg\u{2009}max</mi><mi>x</mi></munder>")
    try expect(#"\operatorname{ReLU}"#, "<mi>ReLU</mi>")
  }

  @Test("Brackets grow with what they hold only after \\left and \\right")
  func delimiters() throws {
    try expect(
      #"\left( \frac ab \right]"#,
      #"<mrow><mo form="prefix">(</mo><mfrac><mi>a</mi><mi>b</mi></mfrac>"#
        + #"<mo form="postfix">]</mo></mrow>"#)
    try expect(
      #"\left. x \right|_0"#,
      #"<msub><mrow><mi>x</mi><mo form="postfix">|</mo></mrow><mn>0</mn></msub>"#)
    try expect(
      #"\left( a \middle| b \right)"#,
      #"<mrow><mo form="prefix">(</mo><mi>a</mi>"#
        + #"<mo lspace="0" rspace="0" stretchy="true" symmetric="true">|</mo><mi>b</mi>"#
        + #"<mo form="postfix">)</mo></mrow>"#)
    let size = #"stretchy="true" symmetric="true" minsize="1.2em" maxsize="1.2em""#
    try expect(#"\big("#, "<mo \(size)>(</mo>")
    try expect(
      #"\lfloor x \rfloor"#,
      #"<mrow><mo stretchy="false">⌊</mo><mi>x</mi><mo stretchy="false">⌋</mo></mrow>"#)
  }

  @Test("An alphabet's letters are Unicode's, also those that Unicode had before")
  func alphabets() throws {
    try expect(
      #"\mathbf{W}\mathbb{R}\mathbb{E}\mathcal{L}\mathcal{N}\mathfrak{g}"#,
      "<mrow><mi>𝐖</mi><mi>ℝ</mi><mi>𝔼</mi><mi>ℒ</mi><mi>𝒩</mi><mi>𝔤</mi></mrow>")
    try expect(#"\boldsymbol{\theta}"#, "<mi>𝜽</mi>")
    try expect(#"\boldsymbol\Gamma"#, "<mi>𝚪</mi>")
    try expect(
      #"\mathsf{T}\mathtt{x1}"#, "<mrow><mi>𝖳</mi><mrow><mi>𝚡</mi><mn>𝟷</mn></mrow></mrow>")
    try expect(#"\mathit{diff}"#, "<mi>𝑑𝑖𝑓𝑓</mi>")
    try expect(#"\mathrm{head}_i"#, "<msub><mi>head</mi><mi>i</mi></msub>")
    try expect(#"\mathrm dx"#, #"<mrow><mi mathvariant="normal">d</mi><mi>x</mi></mrow>"#)
  }

  @Test("Text keeps its spaces and may hold formulas")
  func text() throws {
    try expect(#"\text{ if  } x"#, "<mrow><mtext>\u{A0}if\u{A0}</mtext><mi>x</mi></mrow>")
    try expect(#"\text{50\% für {a}'s}"#, "<mtext>50%\u{A0}für\u{A0}a’s</mtext>")
    try expect(
      #"\text{for $x$.}"#, "<mrow><mtext>for\u{A0}</mtext><mi>x</mi><mtext>.</mtext></mrow>")
    try expect(#"\textbf{a}"#, #"<mtext style="font-weight:bold">a</mtext>"#)
  }

  @Test("Accents, lines and labelled braces")
  func accents() throws {
    try expect(
      #"\hat y"#, #"<mover accent="true"><mi>y</mi><mo stretchy="false">ˆ</mo></mover>"#)
    try expect(
      #"\overline{x}"#,
      #"<mrow style="border-top:0.06em solid;padding-top:0.12em"><mi>x</mi></mrow>"#)
    try expect(
      #"\underbrace{x}_{n}"#,
      #"<munder><munder accentunder="true"><mi>x</mi><mo stretchy="true">⏟</mo></munder>"#
        + "<mi>n</mi></munder>")
    try expect(
      #"\overset{!}{=}"#,
      #"<mover><mo lspace="0" rspace="0">=</mo><mo lspace="0" rspace="0">!</mo></mover>"#)
  }

  @Test("A matrix is a table between brackets")
  func matrix() throws {
    try expect(
      #"\begin{pmatrix} a & b \\ c & d \\ \end{pmatrix}"#,
      #"<mrow><mo form="prefix">(</mo><mtable>"#
        + #"<mtr><mtd style="padding-left:0"><mi>a</mi></mtd>"#
        + #"<mtd style="padding-right:0"><mi>b</mi></mtd></mtr>"#
        + #"<mtr><mtd style="padding-left:0"><mi>c</mi></mtd>"#
        + #"<mtd style="padding-right:0"><mi>d</mi></mtd></mtr>"#
        + #"</mtable><mo form="postfix">)</mo></mrow>"#)
  }

  @Test("Cases have a brace at the left and columns that begin at the left")
  func cases() throws {
    try expect(
      #"\begin{cases} x & y \\ 0 \end{cases}"#,
      #"<mrow><mo form="prefix">{</mo><mtable>"#
        + #"<mtr><mtd style="text-align:left;padding-left:0;padding-right:0.5em"><mi>x</mi></mtd>"#
        + #"<mtd style="text-align:left;padding-left:0.5em;padding-right:0"><mi>y</mi></mtd></mtr>"#
        + #"<mtr><mtd style="text-align:left;padding-left:0;padding-right:0.5em"><mn>0</mn></mtd>"#
        + #"<mtd style="text-align:left;padding-left:0.5em;padding-right:0"></mtd></mtr>"#
        + "</mtable></mrow>")
  }

  @Test("Aligned lines meet at their relations, which keep the space at their left")
  func aligned() throws {
    let right = "text-align:right;text-align:-webkit-right;padding-left:0;padding-right:0"
    let left = "text-align:left;padding-left:0;padding-right:0"
    try expect(
      #"\begin{aligned} a &= b \\ &+ c \end{aligned}"#,
      #"<mtable displaystyle="true">"#
        + #"<mtr><mtd style="\#(right)"><mi>a</mi></mtd>"#
        + #"<mtd style="\#(left)"><mo>=</mo><mi>b</mi></mtd></mtr>"#
        + #"<mtr><mtd style="\#(right)"></mtd><mtd style="\#(left)">"#
        + #"<mo lspace="0.2222em" rspace="0.2222em">+</mo><mi>c</mi></mtd></mtr></mtable>"#)
  }

  @Test("An array's columns and rules are as its author says")
  func array() throws {
    try expect(
      #"\begin{array}{l|r} a & b \\ \hline c & d \end{array}"#,
      #"<mtable><mtr><mtd style="text-align:left;padding-left:0"><mi>a</mi></mtd>"#
        + #"<mtd style="text-align:right;text-align:-webkit-right;padding-right:0;"#
        + #"border-left:0.06em solid"><mi>b</mi></mtd></mtr>"#
        + #"<mtr><mtd style="text-align:left;padding-left:0;border-top:0.06em solid"><mi>c</mi></mtd>"#
        + #"<mtd style="text-align:right;text-align:-webkit-right;padding-right:0;"#
        + #"border-left:0.06em solid;border-top:0.06em solid"><mi>d</mi></mtd></mtr></mtable>"#)
  }

  @Test("Spaces, comments, negation, arrows, remainders")
  func more() throws {
    try expect(
      "a\\,b\\!c % d }\n  \\quad e",
      #"<mrow><mi>a</mi><mspace width="0.1667em"></mspace><mi>b</mi>"#
        + #"<mspace style="margin-left:-0.1667em"></mspace><mi>c</mi>"#
        + #"<mspace width="1em"></mspace><mi>e</mi></mrow>"#)
    try expect(#"a \not\in b"#, #"<mrow><mi>a</mi><mo>∉</mo><mi>b</mi></mrow>"#)
    try expect(
      #"n \pmod m"#,
      #"<mrow><mi>n</mi><mspace width="0.6667em"></mspace><mo stretchy="false">(</mo><mi>mod</mi>"#
        + #"<mspace width="0.3333em"></mspace><mi>m</mi><mo stretchy="false">)</mo></mrow>"#)
    try expect(
      #"a \xrightarrow{f} b"#,
      #"<mrow><mi>a</mi><mover><mo stretchy="true" minsize="1.75em">→</mo>"#
        + #"<mrow><mspace width="0.4em"></mspace><mi>f</mi><mspace width="0.6em"></mspace></mrow>"#
        + "</mover><mi>b</mi></mrow>")
    try expect(
      #"a \dots b + \dots +"#,
      #"<mrow><mi>a</mi><mo lspace="0.1667em" rspace="0.1667em">…</mo>"#
        + #"<mi>b</mi><mo>+</mo><mo lspace="0" rspace="0.1667em">⋯</mo>"#
        + #"<mo lspace="0" rspace="0">+</mo></mrow>"#)
  }

  @Test(
    "A mistake is named with its place",
    arguments: [
      (#"x + \alpa"#, 4, #"there is no command `\alpa`; did you mean `\alpha`?"#),
      (
        #"\zzzzz"#, 0,
        #"there is no command `\zzzzz`; write `\operatorname{zzzzz}` for the name of a function"#
      ),
      (#"\begin{matrx}"#, 0, "there is no environment `matrx`; did you mean `matrix`?"),
      ("é{x", 2, "this brace is never closed"),
      ("x}", 1, "this `}` has no `{`"),
      (#"\frac{a}"#, 7, #"`\frac` needs an argument here, for instance `{x}`"#),
      ("x^ ", 1, "`^` needs an argument here, for instance `{x}`"),
      ("{x_}", 3, "`_` needs an argument here, for instance `{x}`"),
      ("x_1_2", 3, "a second subscript; write `x_{a_b}` or `{x_a}_b`"),
      ("x^1^2", 3, "a second superscript; write `x^{a^b}` or `{x^a}^b`"),
      ("x^2'", 3, "a prime after a superscript; write `x'^2` or `{x^2}'`"),
      ("a & b", 2, #"`&` separates cells, here there are none; write `\&` for the sign"#),
      (
        #"a \\ b"#, 2,
        #"`\\` ends a row, here there are none; use an environment such as `aligned`"#
      ),
      (#"\left( x"#, 0, #"this `\left` has no `\right`; write `\right.` for an invisible one"#),
      (#"x \right)"#, 2, #"this has no `\left`"#),
      (#"\left x"#, 6, #"`\left` needs a delimiter such as `(`, `\{`, `|` or `.`"#),
      (#"\begin{cases} a"#, 0, #"this `\begin{cases}` has no `\end{cases}`"#),
      (#"\begin{cases} \end{array}"#, 14, #"`\end{array}` ends what `\begin{cases}` began"#),
      (#"\sqrt[3"#, 5, "this bracket is never closed"),
      (#"\text{a $x}"#, 8, "this `$` is never closed"),
      (#"\text{\alpha}"#, 6, #"`\alpha` cannot stand in text; end the text or write it in `$…$`"#),
      ("a$b", 1, #"a `$` inside a formula; write `\$` for the sign"#),
      (#"x\limits_1"#, 1, #"limits belong to a sum, an integral or an operator such as `\max`"#),
      (#"\not x"#, 0, #"`\not` strikes through a relation such as `=` or `\in`"#),
      (#"\begin{array}{lx}"#, 13, "the columns of an array are `l`, `c`, `r` and `|`"),
      ("% nothing", 0, "the formula is empty"),
      ("x\\", 1, #"a backslash ends the formula; write `\backslash` for the sign"#),
      ("%\u{7}", 1, "the character U+0007 has no place in a formula"),
    ])
  func mistakes(_ tex: String, _ offset: Int, _ message: String) {
    let error = #expect(throws: FormulaError.self) { try Formula(tex, display: false) }
    #expect(error?.message == message)
    #expect(error?.offset == offset)
    #expect(error?.line == 1)
  }

  @Test("A mistake's line is counted in the formula's text")
  func line() {
    let error = #expect(throws: FormulaError.self) {
      try Formula("x\n+ y\n- \\bet\n", display: true)
    }
    #expect(error?.line == 3)
    let end = #expect(throws: FormulaError.self) { try Formula("x\n+ \\frac1\n\n", display: true) }
    #expect(end?.line == 2)
  }

  @Test(
    "Ten thousand levels are a mistake, not a crash",
    arguments: [
      "{", "x^{", #"\frac{"#, #"\sqrt"#, #"\sqrt["#, #"\left("#, #"\begin{matrix}"#, #"\hat"#,
      #"\not"#, #"\mathbf"#, #"\text{$"#, #"\substack{"#, #"\overset{a}"#, #"\xrightarrow["#,
    ])
  func depth(_ piece: String) {
    #expect(throws: FormulaError.self) {
      try Formula(String(repeating: piece, count: 10_000), display: true)
    }
  }

  @Test(
    "Ten thousand things in a row are no levels",
    arguments: ["x", "+", "x'_1", #"\,"#, #"\displaystyle"#, #"\sum"#, "''", "()", "{}", "1"])
  func length(_ piece: String) throws {
    #expect(
      isWellFormed(try Formula("x" + String(repeating: piece, count: 10_000), display: true).mathML)
    )
  }

  @Test("Whatever the text, there is a mistake in it or the MathML is well-formed")
  func anyText() {
    let pieces = [
      "x", "1", "+", "=", "{", "}", "{", "}", "^", "_", "'", "&", #"\\"#, " ", "(", ")", "|", ".",
      "~", "%\n",
      #"\frac"#, #"\sqrt"#, "[", "]", #"\sum"#, #"\int"#, #"\max"#, #"\left("#, #"\right)"#,
      #"\middle|"#,
      #"\begin{cases}"#, #"\end{cases}"#, #"\begin{aligned}"#, #"\end{aligned}"#, #"\hat"#,
      #"\text{a}"#,
      #"\text{$"#, "$", #"\mathbf"#, #"\mathrm"#, #"\limits"#, #"\big"#, #"\displaystyle"#,
      #"\not"#, "<", "é",
      "👩‍🔬", #"\underbrace"#, #"\overset"#, #"\phantom"#, #"\operatorname"#, #"\binom"#, #"\,"#,
      #"\dots"#, #"\bmod"#,
      #"\xrightarrow"#, #"\mathrel"#, #"\hline"#, #"\pmod"#, #"\substack{"#, #"\overline"#,
      #"\smash"#, "\u{301}",
    ]
    var generator = SplitMix(state: 11)
    var read = 0
    for _ in 0..<3_000 {
      let tex = (0..<Int.random(in: 1..<12, using: &generator))
        .map { _ in pieces.randomElement(using: &generator) ?? "" }
        .joined()
      do throws(FormulaError) {
        let formula = try Formula(tex, display: Bool.random(using: &generator))
        #expect(isWellFormed(formula.mathML), "\(tex)")
        read += 1
      } catch {
        #expect((0...tex.utf8.count).contains(error.offset))
      }
    }
    #expect(read > 200)
  }

  private func expect(
    _ tex: String, display: Bool = false, _ expected: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(try presentation(tex, display: display) == expected, sourceLocation: sourceLocation)
  }

  private func expectSame(_ tex: String, _ other: String) throws {
    #expect(try presentation(tex) == presentation(other))
  }

  /// What is seen of a formula, its alternatives left out.
  private func presentation(_ tex: String, display: Bool = false) throws -> String {
    let html = try Formula(tex, display: display).mathML
    let start = try #require(html.range(of: "<semantics>")).upperBound
    let end = try #require(html.range(of: "<annotation")).lowerBound
    return String(html[start..<end])
  }

  /// Whether every tag is closed in its turn and nothing in the text needs escaping.
  private func isWellFormed(_ html: String) -> Bool {
    var open: [Substring] = []
    var rest = Array(html.utf8)[...]
    while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
      guard !rest[..<start].contains(UInt8(ascii: ">")),
        let end = rest[start...].firstIndex(of: UInt8(ascii: ">"))
      else { return false }
      let tag = String(decoding: rest[(start + 1)..<end], as: UTF8.self)
      guard !tag.contains("<") else { return false }
      if tag.hasPrefix("/") {
        guard open.popLast() == tag.dropFirst() else { return false }
      } else {
        open.append(tag.prefix { $0 != " " })
      }
      rest = rest[(end + 1)...]
    }
    return open.isEmpty && rest.isEmpty
  }
}
