/// What the commands without structure stand for.
enum Symbols {
  struct Symbol: Equatable {
    let text: String
    let atomClass: AtomClass
  }

  /// Operators, relations, brackets and other signs.
  static let symbols = table([
    .binary: """
    pm ± mp ∓ times × div ÷ cdot ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ otimes ⊗
    oslash ⊘ odot ⊙ cup ∪ cap ∩ uplus ⊎ sqcup ⊔ sqcap ⊓ vee ∨ lor ∨ wedge ∧ land ∧
    setminus ∖ smallsetminus ∖ wr ≀ amalg ⨿ dagger † ddagger ‡ diamond ⋄ bigcirc ◯
    triangleleft ◁ triangleright ▷ bigtriangleup △ bigtriangledown ▽ boxplus ⊞ boxminus ⊟
    boxtimes ⊠ boxdot ⊡ ltimes ⋉ rtimes ⋊ intercal ⊺ barwedge ⊼ veebar ⊻
    """,
    .relation: """
    le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ lt < gt > leqslant ⩽ geqslant ⩾ approx ≈ approxeq ≊
    sim ∼ simeq ≃ cong ≅ equiv ≡ doteq ≐ propto ∝ varpropto ∝ ll ≪ gg ≫ lll ⋘ ggg ⋙ prec ≺
    succ ≻ preceq ⪯ succeq ⪰ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ supsetneq ⊋
    nsubseteq ⊈ nsupseteq ⊉ sqsubseteq ⊑ sqsupseteq ⊒ in ∈ ni ∋ owns ∋ notin ∉ mid ∣ nmid ∤
    parallel ∥ nparallel ∦ perp ⟂ vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ smile ⌣ frown ⌢ asymp ≍
    bowtie ⋈ coloneqq ≔ eqqcolon ≕ triangleq ≜ lesssim ≲ gtrsim ≳ nless ≮ ngtr ≯ nleq ≰
    ngeq ≱ nsim ≁ ncong ≇ between ≬ therefore ∴ because ∵ to → rightarrow → gets ← leftarrow ←
    leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ impliedby ⟸ iff ⟺
    longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸
    Longleftrightarrow ⟺ mapsto ↦ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩ uparrow ↑
    downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕ nearrow ↗ searrow ↘
    swarrow ↙ nwarrow ↖ rightharpoonup ⇀ rightharpoondown ⇁ leftharpoonup ↼ leftharpoondown ↽
    rightleftharpoons ⇌ leftrightarrows ⇆ rightleftarrows ⇄ rightrightarrows ⇉ twoheadrightarrow ↠
    rightsquigarrow ⇝ leadsto ⇝ nrightarrow ↛ nleftarrow ↚ nRightarrow ⇏ curvearrowright ↷
    circlearrowright ↻
    """,
    .opening: "lbrace { lbrack [ langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖ lgroup ⟮ ulcorner ⌜",
    .closing: "rbrace } rbrack ] rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖ rgroup ⟯ urcorner ⌝",
    .punctuation: "colon :",
    .inner: "ldots … dotsc … dotso … cdots ⋯ dotsb ⋯ dotsm ⋯ dotsi ⋯ ddots ⋱ iddots ⋰",
    .ordinary: """
    forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠ triangle △ vert | Vert ‖
    backslash \\ surd √ prime ′ vdots ⋮ square □ Box □ blacksquare ■ qed ∎ lozenge ◊ checkmark ✓
    flat ♭ natural ♮ sharp ♯ clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ degree ° S § P ¶
    ldotp .
    """,
  ]).merging(
    [
      "{": Symbol(text: "{", atomClass: .opening), "}": Symbol(text: "}", atomClass: .closing),
      "|": Symbol(text: "‖", atomClass: .ordinary), "%": Symbol(text: "%", atomClass: .ordinary),
      "$": Symbol(text: "$", atomClass: .ordinary), "&": Symbol(text: "&", atomClass: .ordinary),
      "#": Symbol(text: "#", atomClass: .ordinary), "_": Symbol(text: "_", atomClass: .ordinary),
    ]) { symbol, _ in symbol }

  /// The signs of the keyboard; a hyphen is a minus.
  static let keyboard: [Character: Symbol] = [
    "+": Symbol(text: "+", atomClass: .binary), "-": Symbol(text: "−", atomClass: .binary),
    "*": Symbol(text: "∗", atomClass: .binary), "=": Symbol(text: "=", atomClass: .relation),
    "<": Symbol(text: "<", atomClass: .relation), ">": Symbol(text: ">", atomClass: .relation),
    ":": Symbol(text: ":", atomClass: .relation), "(": Symbol(text: "(", atomClass: .opening),
    "[": Symbol(text: "[", atomClass: .opening), ")": Symbol(text: ")", atomClass: .closing),
    "]": Symbol(text: "]", atomClass: .closing), "!": Symbol(text: "!", atomClass: .closing),
    "?": Symbol(text: "?", atomClass: .closing), ",": Symbol(text: ",", atomClass: .punctuation),
    ";": Symbol(text: ";", atomClass: .punctuation), "|": Symbol(text: "|", atomClass: .ordinary),
    "/": Symbol(text: "/", atomClass: .ordinary), ".": Symbol(text: ".", atomClass: .ordinary),
    "@": Symbol(text: "@", atomClass: .ordinary), "\"": Symbol(text: "\"", atomClass: .ordinary),
    "`": Symbol(text: "`", atomClass: .ordinary),
  ]

  /// Letters that are set slanted, as variables are.
  static let letters = pairs(
    """
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
    kappa κ varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ
    varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω partial ∂ imath 𝚤 jmath 𝚥
    varGamma 𝛤 varDelta 𝛥 varTheta 𝛩 varLambda 𝛬 varXi 𝛯 varPi 𝛱 varSigma 𝛴 varUpsilon 𝛶
    varPhi 𝛷 varPsi 𝛹 varOmega 𝛺
    """)

  /// Letters and letter-like signs that stand upright.
  static let uprightLetters = pairs(
    """
    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω nabla ∇
    infty ∞ ell ℓ hbar ℏ hslash ℏ Re ℜ Im ℑ wp ℘ aleph ℵ beth ℶ emptyset ∅ varnothing ∅
    complement ∁ eth ð mho ℧
    """)

  /// Signs that grow in a displayed formula, their scripts below and above.
  static let sums = pairs(
    """
    sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigsqcup ⨆ bigvee ⋁ bigwedge ⋀ bigoplus ⨁
    bigotimes ⨂ bigodot ⨀ biguplus ⨄
    """)

  /// Signs that grow, their scripts at the side.
  static let integrals = pairs("int ∫ iint ∬ iiint ∭ oint ∮ oiint ∯")

  static let functions: Set<String> = [
    "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "dim", "exp",
    "hom", "ker", "lg", "ln", "log", "sec", "sin", "sinh", "tan", "tanh",
  ]

  /// Functions whose subscript stands below in a displayed formula.
  static let limits: [String: String] = [
    "det": "det", "gcd": "gcd", "inf": "inf", "lim": "lim", "liminf": "lim inf",
    "limsup": "lim sup", "max": "max", "min": "min", "Pr": "Pr", "sup": "sup",
    "argmax": "arg max", "argmin": "arg min",
  ]

  /// In em.
  static let spaces: [String: Double] = [
    ",": thin, "thinspace": thin, ":": medium, ">": medium, "medspace": medium, ";": thick,
    "thickspace": thick, "!": -thin, "negthinspace": -thin, "negmedspace": -medium,
    "negthickspace": -thick, " ": 1 / 3, "space": 1 / 3, "nobreakspace": 1 / 3, "enspace": 0.5,
    "quad": 1, "qquad": 2,
  ]

  static let accents: [String: Accent] = [
    "hat": Accent(mark: "ˆ"), "check": Accent(mark: "ˇ"),
    "tilde": Accent(mark: "˜"), "bar": Accent(mark: "ˉ"),
    "vec": Accent(mark: "→", isSmall: true), "dot": Accent(mark: "˙"),
    "ddot": Accent(mark: "¨"), "dddot": Accent(mark: "..."),
    "breve": Accent(mark: "˘"), "acute": Accent(mark: "´"),
    "grave": Accent(mark: "`"), "mathring": Accent(mark: "˚"),
    "widehat": Accent(mark: "\u{302}", isStretchy: true),
    "widetilde": Accent(mark: "˜", isStretchy: true),
    "overrightarrow": Accent(mark: "→", isStretchy: true),
    "overleftarrow": Accent(mark: "←", isStretchy: true),
    "overleftrightarrow": Accent(mark: "↔", isStretchy: true),
    "underrightarrow": Accent(mark: "→", isStretchy: true, isBelow: true),
    "underleftarrow": Accent(mark: "←", isStretchy: true, isBelow: true),
    "overbrace": Accent(mark: "⏞", isStretchy: true, isBrace: true),
    "underbrace": Accent(mark: "⏟", isStretchy: true, isBelow: true, isBrace: true),
    "overbracket": Accent(mark: "⎴", isStretchy: true, isBrace: true),
    "underbracket": Accent(mark: "⎵", isStretchy: true, isBelow: true, isBrace: true),
  ]

  /// What is drawn around an argument, as CSS: the characters for lines above and below letters
  /// stretch in hardly any font.
  static let frames: [String: String] = [
    "overline": "border-top:0.06em solid;padding-top:0.12em",
    "underline": "border-bottom:0.06em solid;padding-bottom:0.12em",
    "boxed": "border:0.06em solid;padding:0.3em 0.4em",
  ]

  static let alphabets: [String: Alphabet] = [
    "mathrm": .upright, "mathnormal": .italic, "mathit": .italic, "mathbf": .bold,
    "boldsymbol": .boldItalic, "bm": .boldItalic, "mathbb": .blackboard, "mathcal": .script,
    "mathscr": .script, "mathfrak": .fraktur, "mathsf": .sansSerif, "mathtt": .monospace,
  ]

  /// The commands for running text, with the CSS that sets it.
  static let texts: [String: String] = [
    "text": "", "textrm": "", "textnormal": "", "mbox": "", "textbf": "font-weight:bold",
    "textit": "font-style:italic", "textsf": "font-family:sans-serif",
    "texttt": "font-family:monospace",
  ]

  static let classes: [String: AtomClass] = [
    "mathord": .ordinary, "mathop": .large, "mathbin": .binary, "mathrel": .relation,
    "mathopen": .opening, "mathclose": .closing, "mathpunct": .punctuation, "mathinner": .inner,
  ]

  static let styles: [String: Style] = [
    "displaystyle": .display, "textstyle": .text, "scriptstyle": .script,
  ]

  /// Heights in em and the class that the command gives the delimiter.
  static let sizes: [String: (height: Double, atomClass: AtomClass)] = {
    var sizes: [String: (Double, AtomClass)] = [:]
    for (name, height) in [("big", 1.2), ("Big", 1.8), ("bigg", 2.4), ("Bigg", 3.0)] {
      sizes[name] = (height, .ordinary)
      sizes[name + "l"] = (height, .opening)
      sizes[name + "r"] = (height, .closing)
      sizes[name + "m"] = (height, .relation)
    }
    return sizes
  }()

  static let arrows = pairs(
    """
    xrightarrow → xleftarrow ← xleftrightarrow ↔ xRightarrow ⇒ xLeftarrow ⇐ xmapsto ↦
    xhookrightarrow ↪
    """)

  static let environments: [String: Table.Kind] = {
    typealias Kind = Table.Kind
    let aligned = Kind(alignment: nil, style: .display, columnGap: 0)
    let gathered = Kind(style: .display)
    return [
      "matrix": Kind(), "pmatrix": Kind(left: "(", right: ")"),
      "bmatrix": Kind(left: "[", right: "]"), "Bmatrix": Kind(left: "{", right: "}"),
      "vmatrix": Kind(left: "|", right: "|"), "Vmatrix": Kind(left: "‖", right: "‖"),
      "smallmatrix": Kind(style: .script, columnGap: 0.2, rowGap: "0.2ex"), "array": Kind(),
      "cases": Kind(left: "{", alignment: .left, columnGap: 0.5),
      "dcases": Kind(left: "{", alignment: .left, style: .display, columnGap: 0.5),
      "rcases": Kind(right: "}", alignment: .left, columnGap: 0.5),
      "aligned": aligned, "align": aligned, "align*": aligned, "split": aligned,
      "gathered": gathered, "gather": gathered, "gather*": gathered,
    ]
  }()

  /// The environments whose place on the line can be said in brackets.
  static let placedEnvironments: Set = ["aligned", "gathered", "array"]

  /// A relation struck through, where Unicode has a character for it.
  static let negations: [String: String] = [
    "=": "≠", "<": "≮", ">": "≯", "∈": "∉", "∋": "∌", "≤": "≰", "≥": "≱", "≡": "≢", "∼": "≁",
    "≈": "≉", "≃": "≄", "≅": "≇", "⊂": "⊄", "⊃": "⊅", "⊆": "⊈", "⊇": "⊉", "∣": "∤", "∥": "∦",
    "∃": "∄", "→": "↛", "←": "↚", "⇒": "⇏", "≺": "⊀", "≻": "⊁",
  ]

  /// The name of a command that was probably meant.
  static func nearestCommand(to name: String) -> String? {
    nearestName(to: name, among: commands)
  }

  static func nearestEnvironment(to name: String) -> String? {
    nearestName(to: name, among: environments.keys)
  }

  /// What a character beyond ASCII stands for where a command stands for the same.
  static let signs: [String: Symbol] = {
    let dot = Symbol(text: "⋅", atomClass: .binary)
    var signs = ["−": Symbol(text: "−", atomClass: .binary), "·": dot]
    for symbol in symbols.values where !(symbol.text.first?.isASCII ?? true) {
      if signs[symbol.text] == nil || symbol.atomClass == .ordinary { signs[symbol.text] = symbol }
    }
    return signs
  }()

  static let uprightSigns = Set(uprightLetters.values)
  static let sumSigns = Set(sums.values)
  static let integralSigns = Set(integrals.values)
}

extension Symbols {
  private static let thin = 3.0 / 18
  private static let medium = 4.0 / 18
  private static let thick = 5.0 / 18

  private static let commands: [String] =
    Array(symbols.keys) + Array(letters.keys) + Array(uprightLetters.keys) + Array(sums.keys)
    + Array(integrals.keys) + Array(functions) + Array(limits.keys) + Array(spaces.keys)
    + Array(accents.keys) + Array(frames.keys) + Array(alphabets.keys) + Array(texts.keys)
    + Array(classes.keys)
    + Array(styles.keys) + Array(sizes.keys) + Array(arrows.keys)
    + Parser.Structure.allCases.map(\.rawValue)

  private static func pairs(_ text: String) -> [String: String] {
    let words = text.split(whereSeparator: \.isWhitespace)
    var pairs: [String: String] = [:]
    for index in stride(from: 0, to: words.count - 1, by: 2) {
      pairs[String(words[index])] = String(words[index + 1])
    }
    return pairs
  }

  private static func table(_ texts: [AtomClass: String]) -> [String: Symbol] {
    var table: [String: Symbol] = [:]
    for (atomClass, text) in texts {
      for (name, sign) in pairs(text) { table[name] = Symbol(text: sign, atomClass: atomClass) }
    }
    return table
  }
}
