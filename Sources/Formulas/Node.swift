/// A formula's parts as its author wrote them.
indirect enum Node: Equatable {
  /// A letter, or a word in upright or other letters.
  case identifier(String, isUpright: Bool)
  case number(String)
  /// A sign that never grows.
  case symbol(String, AtomClass)
  /// A bracket or bar as `\big` and its kin make it, its height in em.
  case sized(String, AtomClass, height: Double)
  /// A sum or an integral: larger in a displayed formula.
  case large(String, hasLimits: Bool)
  /// A function's name, such as `log`.
  case function(String, hasLimits: Bool)
  /// `css` is a declaration, empty for plain text.
  case text(String, css: String)
  case space(em: Double)
  case group([Node])
  /// `nil` is the delimiter that `.` stands for.
  case fenced(left: String?, [Node], right: String?)
  /// A delimiter in the middle of a fenced row, as high as the row.
  case middle(String)
  case fraction(Node, Node, hasBar: Bool, Style?)
  case root(Node, index: Node?)
  /// `limits` says whether the scripts stand below and above, `nil` leaves it to the base.
  case scripts(Node, sub: Node?, sup: Node?, limits: Bool?)
  case accent(Node, Accent)
  case stack(Node, below: Node?, above: Node?, AtomClass)
  /// An arrow as long as what stands above and below it.
  case arrow(String, below: Node?, above: Node?)
  case table(Table)
  case phantom(Node, Phantom)
  /// `css` draws lines around it.
  case framed(Node, css: String)
  case styled(Style, [Node])
  /// What is set as if it was of another class, as `\mathrel` does.
  case classed(AtomClass, Node)
}

/// What decides the space between two neighbours (The TeXbook, chapter 17).
enum AtomClass: Int {
  case ordinary, large, binary, relation, opening, closing, punctuation, inner
}

enum Style: Equatable {
  case display, text, script
}

struct Accent: Equatable {
  let mark: String
  var isStretchy = false
  var isSmall = false
  var isBelow = false
  /// A brace takes scripts as its label.
  var isBrace = false
}

struct Phantom: Equatable {
  var isVisible = false
  var hasWidth = true
  var hasHeight = true
  var hasDepth = true
}

struct Table: Equatable {
  enum Alignment {
    case left, center, right
  }

  /// What the name of an environment says of its looks.
  struct Kind: Equatable {
    var left: String?
    var right: String?
    /// `nil` is alternately right and left, in pairs that belong together.
    var alignment: Alignment? = .center
    var style = Style.text
    var columnGap = 0.4
    var rowGap = "0.5ex"
  }

  let kind: Kind
  var rows: [[[Node]]] = []
  /// One entry a column where the environment's author says so.
  var alignments: [Alignment] = []
  /// Columns with a rule at their left side; the number of columns is the rule at the end.
  var rulesBefore: Set<Int> = []
  /// How much wider the gaps below rows are, in em.
  var gapsBelow: [Int: Double] = [:]
  /// Rows with a rule above; the number of rows is the rule at the end.
  var rulesAbove: Set<Int> = []
}
