/// Writes a formula's parts as MathML Core, the space between them as TeX would set it.
///
/// MathML puts space around operators by a table of its own that looks at one operator at a time;
/// TeX looks at both neighbours. Where the two differ, the operator carries TeX's space.
struct FormulaMarkup {
  private(set) var html = ""

  mutating func writeFormula(_ nodes: [FormulaNode], tex: String, display: Bool) {
    let source = escaped(tex.trimmingWhitespace())
    html += display ? "<math display=\"block\"" : "<math"
    html += " alttext=\"\(source)\"><semantics>"
    writeOne(.group(nodes), display ? .display : .text)
    html += "<annotation encoding=\"application/x-tex\">\(source)</annotation>"
    html += "</semantics></math>"
  }
}

// Rows and the space in them.
extension FormulaMarkup {
  /// What stands around an operator: in eighteenths of an em, and whether it is the first or last
  /// of its row, from which MathML guesses its form.
  private struct Place {
    var before = 0
    var after = 0
    var isFirst = true
    var isLast = true
  }

  /// Writes nodes without an element around them.
  ///
  /// - Parameters:
  ///   - previous: The class of what the row goes on from.
  ///   - fences: Whether the element that holds the row holds something before it and after it.
  private mutating func writeRow(
    _ nodes: [FormulaNode], _ style: FormulaStyle, after previous: AtomClass? = nil,
    fences: (before: Bool, after: Bool) = (false, false)
  ) {
    let classes = Self.classes(of: nodes, after: previous)
    var places = nodes.indices.map { index in
      Place(
        isFirst: index == 0 && !fences.before, isLast: index == nodes.count - 1 && !fences.after)
    }
    var spaces = Array(repeating: 0, count: nodes.count)
    var left: (index: Int?, atomClass: AtomClass)? = previous.map { (nil, $0) }
    for index in nodes.indices {
      guard let atomClass = classes[index] else { continue }
      defer { left = (index, atomClass) }
      guard let left else { continue }
      let gap = Self.gap(between: left.atomClass, and: atomClass, isScript: style == .script)
      guard gap > 0 else { continue }
      let holdsLeft = left.index.map { nodes[$0].holdsSpaceAfter } ?? false
      let holdsRight = nodes[index].holdsSpaceBefore
      if holdsRight, [.relation, .binary].contains(atomClass) || !holdsLeft {
        places[index].before = gap
      } else if holdsLeft, let leftIndex = left.index {
        places[leftIndex].after = gap
      } else {
        spaces[index] = gap
      }
    }
    var following = classes
    for index in following.indices.dropLast().reversed() where following[index + 1] != nil {
      following[index] = following[index] ?? following[index + 1]
    }
    for (index, node) in nodes.enumerated() {
      if spaces[index] > 0 { writeSpace(em: Double(spaces[index]) / 18) }
      let next = index + 1 < nodes.count ? following[index + 1] : nil
      write(node, style, as: classes[index] ?? .ordinary, places[index], before: next)
    }
  }

  /// Writes a node, or the only node of a group, as exactly one element.
  private mutating func writeOne(_ node: FormulaNode, _ style: FormulaStyle) {
    let nodes = node.parts
    if nodes.count != 1 { html += "<mrow>" }
    writeRow(nodes, style)
    if nodes.count != 1 { html += "</mrow>" }
  }

  /// A binary operator without something at both sides is an ordinary sign, as in −1.
  private static func classes(
    of nodes: [FormulaNode], after previous: AtomClass?
  ) -> [AtomClass?] {
    var classes = nodes.map(\.atomClass)
    var left = (index: Int?.none, atomClass: previous)
    for index in classes.indices {
      guard let atomClass = classes[index] else { continue }
      switch (left.atomClass, atomClass) {
      case (nil, .binary), (.binary, .binary), (.large, .binary), (.relation, .binary),
        (.opening, .binary), (.punctuation, .binary):
        classes[index] = .ordinary
      case (.binary, .relation), (.binary, .closing), (.binary, .punctuation):
        if let before = left.index { classes[before] = .ordinary }
      default: break
      }
      left = (index, classes[index])
    }
    if left.atomClass == .binary, let last = left.index { classes[last] = .ordinary }
    return classes
  }

  /// In eighteenths of an em.
  private static func gap(between left: AtomClass, and right: AtomClass, isScript: Bool) -> Int {
    let gap = gaps[left.rawValue][right.rawValue]
    return gap >= 0 ? gap : isScript ? 0 : -gap
  }

  /// The TeXbook's table on page 170, its rows and columns in the order of `AtomClass`; what is
  /// negative here counts outside of scripts alone.
  private static let gaps = [
    [0, 3, -4, -5, 0, 0, 0, -3],
    [3, 3, 0, -5, 0, 0, 0, -3],
    [-4, -4, 0, 0, -4, 0, 0, -4],
    [-5, -5, 0, 0, -5, 0, 0, -5],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0, 3, -4, -5, 0, 0, 0, -3],
    [-3, -3, 0, -3, -3, -3, -3, -3],
    [-3, 3, -4, -5, -3, 0, -3, -3],
  ]

  private mutating func writeSpace(em: Double) {
    let width = Self.length(abs(em))
    html +=
      em < 0
      ? "<mspace style=\"margin-left:-\(width)\"></mspace>"
      : "<mspace width=\"\(width)\"></mspace>"
  }
}

// The parts.
extension FormulaMarkup {
  /// - Parameter next: The class of what follows in the row.
  private mutating func write(
    _ node: FormulaNode, _ style: FormulaStyle, as atomClass: AtomClass, _ place: Place,
    before next: AtomClass?
  ) {
    switch node {
    case .identifier(let text, let isUpright):
      html += isUpright && text.count == 1 ? "<mi mathvariant=\"normal\">" : "<mi>"
      html += "\(escaped(text))</mi>"
    case .number(let text): html += "<mn>\(escaped(text))</mn>"
    case .symbol(let text, _):
      let isFence = Self.fences.contains(text)
      writeOperator(text, place, isFence ? " stretchy=\"false\"" : "")
    case .sized(let text, _, let height):
      let size = Self.length(height)
      writeOperator(
        text, place,
        " stretchy=\"true\" symmetric=\"true\" minsize=\"\(size)\" maxsize=\"\(size)\"")
    case .large(let text, _): writeOperator(text, place)
    case .function(let name, _):
      writeFunctionName(name)
      writeApplication(place, before: next)
    case .text(let text, let css):
      html += css.isEmpty ? "<mtext>" : "<mtext style=\"\(css)\">"
      html += "\(escaped(text).replacing(" ", with: "\u{A0}"))</mtext>"
    case .space(let em): writeSpace(em: em)
    case .group(let nodes):
      if nodes.count == 1 {
        write(nodes[0], style, as: .ordinary, place, before: nil)
      } else {
        html += "<mrow>"
        writeRow(nodes, style)
        html += "</mrow>"
      }
    case .fenced(let left, let nodes, let right): writeFenced(left, nodes, right, style)
    case .middle(let text): writeOperator(text, place, " stretchy=\"true\" symmetric=\"true\"")
    case .fraction(let over, let under, let hasBar, let own):
      writeFraction(over, under, hasBar: hasBar, own, style)
    case .root(let radicand, let index):
      html += index == nil ? "<msqrt>" : "<mroot>"
      if let index {
        writeOne(radicand, style)
        writeOne(index, .script)
      } else {
        writeRow(radicand.parts, style)
      }
      html += index == nil ? "</msqrt>" : "</mroot>"
    case .scripts(let base, let sub, let sup, let limits):
      writeScripts(base, sub, sup, limits, style, place)
      if base.isFunction { writeApplication(place, before: next) }
    case .accent(let base, let accent): writeAccent(base, accent, style)
    case .stack(let base, let below, let above, _):
      writeAround(base, below, above, ("munder", "mover", "munderover"), style, place)
    case .arrow(let text, let below, let above): writeArrow(text, below, above, place)
    case .table(let table): writeTable(table)
    case .phantom(let content, let phantom): writePhantom(content, phantom, style)
    case .framed(let content, let css):
      html += "<mrow style=\"\(css)\">"
      writeRow(content.parts, style)
      html += "</mrow>"
    case .styled(let own, let nodes):
      html += Self.styleTag(own)
      writeRow(nodes, own)
      html += "</mstyle>"
    case .classed(_, let content):
      if let only = content.only {
        write(only, style, as: atomClass, place, before: nil)
      } else {
        writeOne(content, style)
      }
    }
  }

  private mutating func writeOperator(_ text: String, _ place: Place, _ attributes: String = "") {
    let usual = Self.usualSpace(around: text, place)
    html += "<mo"
    if usual?.before != place.before { html += " lspace=\"\(Self.length(mu: place.before))\"" }
    if usual?.after != place.after { html += " rspace=\"\(Self.length(mu: place.after))\"" }
    html += "\(attributes)>\(escaped(text))</mo>"
  }

  private mutating func writeFunctionName(_ name: String) {
    html += name.count == 1 ? "<mi mathvariant=\"normal\">" : "<mi>"
    html += "\(escaped(name))</mi>"
  }

  /// The invisible sign between a function and its argument, for those who hear the formula.
  private mutating func writeApplication(_ place: Place, before next: AtomClass?) {
    switch next {
    case .ordinary, .large, .opening, .inner:
      html += place.after > 0 ? "<mo rspace=\"\(Self.length(mu: place.after))\">" : "<mo>"
      html += "\u{2061}</mo>"
    default: if place.after > 0 { writeSpace(em: Double(place.after) / 18) }
    }
  }

  private mutating func writeFenced(
    _ left: String?, _ nodes: [FormulaNode], _ right: String?, _ style: FormulaStyle
  ) {
    html += "<mrow>"
    if let left { writeFence(left, form: "prefix", "([{⟨⌊⌈|‖⟮⌜") }
    writeRow(nodes, style, after: .opening, fences: (left != nil, right != nil))
    if let right { writeFence(right, form: "postfix", ")]}⟩⌋⌉|‖⟯⌝") }
    html += "</mrow>"
  }

  /// - Parameter stretching: The delimiters that grow without being told to.
  private mutating func writeFence(_ text: String, form: String, _ stretching: String) {
    html += "<mo form=\"\(form)\""
    if !stretching.contains(text) {
      html += " lspace=\"0\" rspace=\"0\" stretchy=\"true\" symmetric=\"true\""
    }
    html += ">\(escaped(text))</mo>"
  }

  private mutating func writeFraction(
    _ over: FormulaNode, _ under: FormulaNode, hasBar: Bool, _ own: FormulaStyle?,
    _ style: FormulaStyle
  ) {
    let inner: FormulaStyle = (own ?? style) == .display ? .text : .script
    if let own { html += Self.styleTag(own) }
    if !hasBar { html += "<mrow><mo form=\"prefix\">(</mo>" }
    html += hasBar ? "<mfrac>" : "<mfrac linethickness=\"0\">"
    writeOne(over, inner)
    writeOne(under, inner)
    html += "</mfrac>"
    if !hasBar { html += "<mo form=\"postfix\">)</mo></mrow>" }
    if own != nil { html += "</mstyle>" }
  }

  private mutating func writeScripts(
    _ base: FormulaNode, _ sub: FormulaNode?, _ sup: FormulaNode?, _ limits: Bool?,
    _ style: FormulaStyle, _ place: Place
  ) {
    let isAround: Bool
    switch base {
    case .large(_, let hasLimits), .function(_, let hasLimits):
      isAround = limits ?? (hasLimits && style == .display)
    case .classed(.large, _): isAround = limits ?? (style == .display)
    case .accent(_, let accent): isAround = accent.isBrace
    default: isAround = false
    }
    writeAround(
      base, sub, sup,
      isAround ? ("munder", "mover", "munderover") : ("msub", "msup", "msubsup"), style, place)
  }

  private mutating func writeAround(
    _ base: FormulaNode, _ below: FormulaNode?, _ above: FormulaNode?,
    _ names: (below: String, above: String, both: String), _ style: FormulaStyle, _ place: Place
  ) {
    let name = below == nil ? names.above : above == nil ? names.below : names.both
    html += "<\(name)>"
    writeBase(base, style, place, isAround: name.hasPrefix("mu") || name.hasPrefix("mo"))
    if let below { writeOne(below, .script) }
    if let above { writeOne(above, .script) }
    html += "</\(name)>"
  }

  private mutating func writeBase(
    _ base: FormulaNode, _ style: FormulaStyle, _ place: Place, isAround: Bool
  ) {
    guard let core = base.only else { return writeOne(base, style) }
    switch core {
    case .function(let name, _): writeFunctionName(name)
    case .large(let text, _) where isAround && style != .display:
      writeOperator(text, place, " movablelimits=\"false\"")
    case .symbol, .sized, .large: write(core, style, as: .ordinary, place, before: nil)
    case .classed(_, let content): writeBase(content, style, place, isAround: isAround)
    default: writeOne(core, style)
    }
  }

  private mutating func writeAccent(
    _ base: FormulaNode, _ accent: FormulaAccent, _ style: FormulaStyle
  ) {
    let name = accent.isBelow ? "munder" : "mover"
    let attribute = accent.isBelow ? "accentunder" : "accent"
    html += "<\(name) \(attribute)=\"true\">"
    writeOne(base, style)
    html += "<mo stretchy=\"\(accent.isStretchy)\""
    if accent.isSmall { html += " style=\"font-size:0.7em\"" }
    html += ">\(accent.mark)</mo></\(name)>"
  }

  private mutating func writeArrow(
    _ text: String, _ below: FormulaNode?, _ above: FormulaNode?, _ place: Place
  ) {
    func padded(_ node: FormulaNode) -> FormulaNode {
      .group([.space(em: 0.4)] + node.parts + [.space(em: 0.6)])
    }
    let name = below == nil ? "mover" : "munderover"
    html += "<\(name)>"
    writeOperator(text, place, " stretchy=\"true\" minsize=\"1.75em\"")
    if let below { writeOne(padded(below), .script) }
    if let above { writeOne(padded(above), .script) }
    html += "</\(name)>"
  }

  private mutating func writePhantom(
    _ content: FormulaNode, _ phantom: FormulaPhantom, _ style: FormulaStyle
  ) {
    let isPadded = !phantom.hasWidth || !phantom.hasHeight
    if isPadded {
      html += "<mpadded"
      if !phantom.hasWidth { html += " width=\"0\"" }
      if !phantom.hasHeight { html += " height=\"0\" depth=\"0\"" }
      html += ">"
    }
    html += phantom.isVisible ? "" : "<mphantom>"
    writeRow(content.parts, style)
    html += phantom.isVisible ? "" : "</mphantom>"
    if isPadded { html += "</mpadded>" }
  }

  private mutating func writeTable(_ table: FormulaTable) {
    let kind = table.kind
    let isFenced = kind.left != nil || kind.right != nil
    if isFenced { html += "<mrow>" }
    if let left = kind.left { writeFence(left, form: "prefix", left) }
    if kind.style == .script { html += "<mstyle scriptlevel=\"1\">" }
    html += kind.style == .display ? "<mtable displaystyle=\"true\">" : "<mtable>"
    let columns = table.rows.map(\.count).max() ?? 0
    for (rowIndex, row) in table.rows.enumerated() {
      html += "<mtr>"
      for column in 0..<columns {
        html += "<mtd\(Self.cellStyle(table, row: rowIndex, column: column, of: columns))>"
        if column < row.count {
          let isContinued = kind.alignment == nil && column % 2 == 1
          writeRow(row[column], kind.style, after: isContinued ? .ordinary : nil)
        }
        html += "</mtd>"
      }
      html += "</mtr>"
    }
    html += "</mtable>"
    if kind.style == .script { html += "</mstyle>" }
    if let right = kind.right { writeFence(right, form: "postfix", right) }
    if isFenced { html += "</mrow>" }
  }

  /// A cell's looks, where they differ from a cell's in the middle of a matrix.
  private static func cellStyle(
    _ table: FormulaTable, row: Int, column: Int, of columns: Int
  ) -> String {
    let kind = table.kind
    let rulesBefore = table.rulesBefore
    let alignment: FormulaTable.Alignment
    var left = kind.columnGap
    var right = kind.columnGap
    if let fixed = kind.alignment {
      alignment = table.alignments.indices.contains(column) ? table.alignments[column] : fixed
      if column == 0, !rulesBefore.contains(0) { left = 0 }
      if column == columns - 1, !rulesBefore.contains(columns) { right = 0 }
    } else {
      alignment = column % 2 == 0 ? .right : .left
      left = column % 2 == 0 && column > 0 ? 2 : 0
    }
    var css: [String] = []
    switch alignment {
    case .left: css.append("text-align:left")
    // Chromium moves what a cell of a formula holds only by the name with its prefix.
    case .right: css.append("text-align:right;text-align:-webkit-right")
    case .center: break
    }
    if kind.rowGap == "0", left == 0, right == 0 {
      css.append("padding:0")
    } else if kind.rowGap != "0.5ex" {
      css.append("padding:\(kind.rowGap) \(length(right)) \(kind.rowGap) \(length(left))")
    } else {
      if left != 0.4 { css.append("padding-left:\(length(left))") }
      if right != 0.4 { css.append("padding-right:\(length(right))") }
    }
    if rulesBefore.contains(column) { css.append("border-left:0.06em solid") }
    if column == columns - 1, rulesBefore.contains(columns) {
      css.append("border-right:0.06em solid")
    }
    if table.rulesAbove.contains(row) { css.append("border-top:0.06em solid") }
    if row == table.rows.count - 1, table.rulesAbove.contains(row + 1) {
      css.append("border-bottom:0.06em solid")
    }
    return css.isEmpty ? "" : " style=\"\(css.joined(separator: ";"))\""
  }
}

// Small texts.
extension FormulaMarkup {
  /// Brackets that MathML would let grow.
  private static let fences: Set = [
    "(", ")", "[", "]", "{", "}", "|", "‖", "⟨", "⟩", "⌊", "⌋", "⌈", "⌉", "⟮", "⟯", "⌜", "⌝", "∣",
    "∥", "↑", "↓", "↕", "⇑", "⇓", "⇕",
  ]

  /// The space that MathML Core's operator dictionary gives where an operator has no attributes;
  /// `nil` for operators that always carry their space.
  private static func usualSpace(
    around text: String, _ place: Place
  ) -> (before: Int, after: Int)? {
    switch text {
    case "+", "−", "±", "∓":
      place.isFirst && !place.isLast ? (0, 0) : (4, 4)
    case "∪", "∩", "∧", "∨", "⊕": (4, 4)
    case "=", "<", ">", "≤", "≥", "≠", "≈", "∈", "∉", "≡", "∝", "≪", "≫", "⊂", "⊆", "→", "⇒",
      "↦", "⟺", "⟹", "≔":
      (5, 5)
    case "′", "″", "‴": place.isLast && !place.isFirst ? (0, 0) : nil
    case ",", ";": (0, 3)
    case "(", ")", "[", "]", "{", "}", "⟨", "⟩", "⌊", "⌋", "⌈", "⌉": (0, 0)
    case "∑", "∏", "∫": (3, 3)
    default: nil
    }
  }

  private static func length(mu: Int) -> String { length(Double(mu) / 18) }

  /// At most four decimals.
  private static func length(_ em: Double) -> String {
    let digits = String(Int((em * 10_000).rounded()))
    guard digits != "0" else { return "0" }
    let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    var decimals = padded.suffix(4)
    while decimals.last == "0" { decimals.removeLast() }
    return "\(padded.dropLast(4))\(decimals.isEmpty ? "" : ".")\(decimals)em"
  }

  private static func styleTag(_ style: FormulaStyle) -> String {
    switch style {
    case .display: "<mstyle displaystyle=\"true\" scriptlevel=\"0\">"
    case .text: "<mstyle displaystyle=\"false\" scriptlevel=\"0\">"
    case .script: "<mstyle displaystyle=\"false\" scriptlevel=\"1\">"
    }
  }
}

extension FormulaNode {
  /// `nil` for what TeX does not count when it spaces a row.
  var atomClass: AtomClass? {
    switch self {
    case .symbol(_, let atomClass), .sized(_, let atomClass, _), .stack(_, _, _, let atomClass),
      .classed(let atomClass, _):
      atomClass
    case .large, .function: .large
    case .arrow: .relation
    case .fenced: .inner
    case .scripts(let base, _, _, _): base.atomClass ?? .ordinary
    case .table(let table): table.kind.left == nil && table.kind.right == nil ? .ordinary : .inner
    case .space: nil
    case .middle: .opening
    case .identifier, .number, .text, .group, .fraction, .root, .accent, .phantom, .framed, .styled:
      .ordinary
    }
  }

  fileprivate var holdsSpaceBefore: Bool { core?.isOperator ?? false }
  fileprivate var holdsSpaceAfter: Bool { core.map { $0.isOperator || $0.isFunction } ?? false }

  /// What a group holds, or the node itself.
  fileprivate var parts: [FormulaNode] {
    if case .group(let nodes) = self { nodes } else { [self] }
  }

  /// The node itself or the only one of a group.
  fileprivate var only: FormulaNode? {
    var node = self
    while case .group(let nodes) = node {
      guard nodes.count == 1 else { return nil }
      node = nodes[0]
    }
    return node
  }

  fileprivate var isFunction: Bool {
    if case .function = only { true } else { false }
  }

  private var isOperator: Bool {
    switch self {
    case .symbol, .sized, .large, .arrow, .middle: true
    default: false
    }
  }

  /// The node that decides how space goes around it: MathML's embellished operators.
  private var core: FormulaNode? {
    var node = self
    while true {
      switch node {
      case .scripts(let base, _, _, _), .stack(let base, _, _, _), .classed(_, let base):
        node = base
      case .group(let nodes) where nodes.count == 1: node = nodes[0]
      default: return node
      }
    }
  }
}

extension String {
  fileprivate func trimmingWhitespace() -> String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
