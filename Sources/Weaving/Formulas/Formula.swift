/// A formula in TeX notation as MathML Core, for use inside HTML.
struct Formula: Equatable {
  /// One `math` element; it carries the TeX notation as its alternative text and as an annotation.
  let mathML: String

  /// - Parameter display: Whether the formula stands on lines of its own.
  init(_ tex: String, display: Bool) throws(FormulaError) {
    let nodes = try FormulaParser.parse(tex)
    var markup = FormulaMarkup()
    markup.writeFormula(nodes, tex: tex, display: display)
    mathML = markup.html
  }
}

/// What keeps a text from being a formula, and where.
struct FormulaError: Error, Equatable {
  let message: String
  /// The place in the formula's text, in UTF-8 bytes.
  let offset: Int
  /// The line of the formula's text that holds the place, from 1.
  let line: Int
}
