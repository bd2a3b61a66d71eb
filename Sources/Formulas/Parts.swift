/// The parts.
extension Markup {
  /// - Parameter next: The class of what follows in the row.
  mutating func write(
    _ node: Node, _ style: Style, as atomClass: AtomClass, _ place: Place,
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

  mutating func writeOperator(_ text: String, _ place: Place, _ attributes: String = "") {
    let usual = Self.usualSpace(around: text, place)
    html += "<mo"
    if usual?.before != place.before { html += " lspace=\"\(Self.length(mu: place.before))\"" }
    if usual?.after != place.after { html += " rspace=\"\(Self.length(mu: place.after))\"" }
    html += "\(attributes)>\(escaped(text))</mo>"
  }

  mutating func writeFunctionName(_ name: String) {
    html += name.count == 1 ? "<mi mathvariant=\"normal\">" : "<mi>"
    html += "\(escaped(name))</mi>"
  }

  /// The invisible sign between a function and its argument, for those who hear the formula.
  mutating func writeApplication(_ place: Place, before next: AtomClass?) {
    switch next {
    case .ordinary, .large, .opening, .inner:
      html += place.after > 0 ? "<mo rspace=\"\(Self.length(mu: place.after))\">" : "<mo>"
      html += "\u{2061}</mo>"
    default: if place.after > 0 { writeSpace(em: Double(place.after) / 18) }
    }
  }

  mutating func writeFenced(
    _ left: String?, _ nodes: [Node], _ right: String?, _ style: Style
  ) {
    html += "<mrow>"
    if let left { writeFence(left, form: "prefix", "([{⟨⌊⌈|‖⟮⌜") }
    writeRow(nodes, style, after: .opening, fences: (left != nil, right != nil))
    if let right { writeFence(right, form: "postfix", ")]}⟩⌋⌉|‖⟯⌝") }
    html += "</mrow>"
  }

  /// - Parameter stretching: The delimiters that grow without being told to.
  mutating func writeFence(_ text: String, form: String, _ stretching: String) {
    html += "<mo form=\"\(form)\""
    if !stretching.contains(text) {
      html += " lspace=\"0\" rspace=\"0\" stretchy=\"true\" symmetric=\"true\""
    }
    html += ">\(escaped(text))</mo>"
  }

  mutating func writeFraction(
    _ over: Node, _ under: Node, hasBar: Bool, _ own: Style?,
    _ style: Style
  ) {
    let inner: Style = (own ?? style) == .display ? .text : .script
    if let own { html += Self.styleTag(own) }
    if !hasBar { html += "<mrow><mo form=\"prefix\">(</mo>" }
    html += hasBar ? "<mfrac>" : "<mfrac linethickness=\"0\">"
    writeOne(over, inner)
    writeOne(under, inner)
    html += "</mfrac>"
    if !hasBar { html += "<mo form=\"postfix\">)</mo></mrow>" }
    if own != nil { html += "</mstyle>" }
  }

  mutating func writeScripts(
    _ base: Node, _ sub: Node?, _ sup: Node?, _ limits: Bool?,
    _ style: Style, _ place: Place
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

  mutating func writeAround(
    _ base: Node, _ below: Node?, _ above: Node?,
    _ names: (below: String, above: String, both: String), _ style: Style, _ place: Place
  ) {
    let name = below == nil ? names.above : above == nil ? names.below : names.both
    html += "<\(name)>"
    writeBase(base, style, place, isAround: name.hasPrefix("mu") || name.hasPrefix("mo"))
    if let below { writeOne(below, .script) }
    if let above { writeOne(above, .script) }
    html += "</\(name)>"
  }

  mutating func writeBase(
    _ base: Node, _ style: Style, _ place: Place, isAround: Bool
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

  mutating func writeAccent(
    _ base: Node, _ accent: Accent, _ style: Style
  ) {
    let name = accent.isBelow ? "munder" : "mover"
    let attribute = accent.isBelow ? "accentunder" : "accent"
    html += "<\(name) \(attribute)=\"true\">"
    writeOne(base, style)
    html += "<mo stretchy=\"\(accent.isStretchy)\""
    if accent.isSmall { html += " style=\"font-size:0.7em\"" }
    html += ">\(accent.mark)</mo></\(name)>"
  }

  mutating func writeArrow(
    _ text: String, _ below: Node?, _ above: Node?, _ place: Place
  ) {
    func padded(_ node: Node) -> Node {
      .group([.space(em: 0.4)] + node.parts + [.space(em: 0.6)])
    }
    let name = below == nil ? "mover" : "munderover"
    html += "<\(name)>"
    writeOperator(text, place, " stretchy=\"true\" minsize=\"1.75em\"")
    if let below { writeOne(padded(below), .script) }
    if let above { writeOne(padded(above), .script) }
    html += "</\(name)>"
  }

  mutating func writePhantom(
    _ content: Node, _ phantom: Phantom, _ style: Style
  ) {
    let isPadded = !phantom.hasWidth || !phantom.hasHeight || !phantom.hasDepth
    if isPadded {
      html += "<mpadded"
      if !phantom.hasWidth { html += " width=\"0\"" }
      if !phantom.hasHeight { html += " height=\"0\"" }
      if !phantom.hasDepth { html += " depth=\"0\"" }
      html += ">"
    }
    html += phantom.isVisible ? "" : "<mphantom>"
    writeRow(content.parts, style)
    html += phantom.isVisible ? "" : "</mphantom>"
    if isPadded { html += "</mpadded>" }
  }
}
