/// Writes a formula's parts as MathML Core, the space between them as TeX would set it.
///
/// MathML puts space around operators by a table of its own that looks at one operator at a time;
/// TeX looks at both neighbours. Where the two differ, the operator carries TeX's space.
struct Markup {
  var html = ""

  mutating func writeFormula(_ nodes: [Node], tex: String, display: Bool) {
    let source = escaped(tex.trimmingWhitespace())
    html += display ? "<math display=\"block\"" : "<math"
    html += " alttext=\"\(source)\"><semantics>"
    writeOne(.group(nodes), display ? .display : .text)
    html += "<annotation encoding=\"application/x-tex\">\(source)</annotation>"
    html += "</semantics></math>"
  }
}

// Rows and the space in them.
extension Markup {
  /// What stands around an operator: in eighteenths of an em, and whether it is the first or last
  /// of its row, from which MathML guesses its form.
  struct Place {
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
  mutating func writeRow(
    _ nodes: [Node], _ style: Style, after previous: AtomClass? = nil,
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
  mutating func writeOne(_ node: Node, _ style: Style) {
    let nodes = node.parts
    if nodes.count != 1 { html += "<mrow>" }
    writeRow(nodes, style)
    if nodes.count != 1 { html += "</mrow>" }
  }

  /// A binary operator without something at both sides is an ordinary sign, as in −1.
  static func classes(
    of nodes: [Node], after previous: AtomClass?
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
  static func gap(between left: AtomClass, and right: AtomClass, isScript: Bool) -> Int {
    let gap = gaps[left.rawValue][right.rawValue]
    return gap >= 0 ? gap : isScript ? 0 : -gap
  }

  /// The TeXbook's table on page 170, its rows and columns in the order of `AtomClass`; what is
  /// negative here counts outside of scripts alone.
  static let gaps = [
    [0, 3, -4, -5, 0, 0, 0, -3],
    [3, 3, 0, -5, 0, 0, 0, -3],
    [-4, -4, 0, 0, -4, 0, 0, -4],
    [-5, -5, 0, 0, -5, 0, 0, -5],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0, 3, -4, -5, 0, 0, 0, -3],
    [-3, -3, 0, -3, -3, -3, -3, -3],
    [-3, 3, -4, -5, -3, 0, -3, -3],
  ]

  mutating func writeSpace(em: Double) {
    let width = Self.length(abs(em))
    html +=
      em < 0
      ? "<mspace style=\"margin-left:-\(width)\"></mspace>"
      : "<mspace width=\"\(width)\"></mspace>"
  }
}

/// Small texts.
extension Markup {
  /// Brackets that MathML would let grow.
  static let fences: Set = [
    "(", ")", "[", "]", "{", "}", "|", "‖", "⟨", "⟩", "⌊", "⌋", "⌈", "⌉", "⟮", "⟯", "⌜", "⌝", "∣",
    "∥", "↑", "↓", "↕", "⇑", "⇓", "⇕",
  ]

  /// The space that MathML Core's operator dictionary gives where an operator has no attributes;
  /// `nil` for operators that always carry their space.
  static func usualSpace(
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

  static func length(mu: Int) -> String { length(Double(mu) / 18) }

  /// At most four decimals.
  static func length(_ em: Double) -> String {
    let digits = String(Int((em * 10_000).rounded()))
    guard digits != "0" else { return "0" }
    let padded = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    var decimals = padded.suffix(4)
    while decimals.last == "0" { decimals.removeLast() }
    return "\(padded.dropLast(4))\(decimals.isEmpty ? "" : ".")\(decimals)em"
  }

  static func styleTag(_ style: Style) -> String {
    switch style {
    case .display: "<mstyle displaystyle=\"true\" scriptlevel=\"0\">"
    case .text: "<mstyle displaystyle=\"false\" scriptlevel=\"0\">"
    case .script: "<mstyle displaystyle=\"false\" scriptlevel=\"1\">"
    }
  }
}

extension Node {
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

  var holdsSpaceBefore: Bool { core?.isOperator ?? false }
  var holdsSpaceAfter: Bool { core.map { $0.isOperator || $0.isFunction } ?? false }

  /// What a group holds, or the node itself.
  var parts: [Node] {
    if case .group(let nodes) = self { nodes } else { [self] }
  }

  /// The node itself or the only one of a group.
  var only: Node? {
    var node = self
    while case .group(let nodes) = node {
      guard nodes.count == 1 else { return nil }
      node = nodes[0]
    }
    return node
  }

  var isFunction: Bool {
    if case .function = only { true } else { false }
  }

  var isOperator: Bool {
    switch self {
    case .symbol, .sized, .large, .arrow, .middle: true
    default: false
    }
  }

  /// The node that decides how space goes around it: MathML's embellished operators.
  var core: Node? {
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
  func trimmingWhitespace() -> String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
