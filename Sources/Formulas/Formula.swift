/// A formula in TeX notation as MathML Core, for use inside HTML.
public struct Formula: Equatable, Sendable {
  /// One `math` element; it carries the TeX notation as its alternative text and as an annotation.
  public let mathML: String

  /// How many parts stand side by side in its longest row.
  public let width: Int

  /// - Parameter display: Whether the formula stands on lines of its own.
  public init(_ tex: String, display: Bool) throws(FormulaError) {
    let nodes = try Parser.parse(tex)
    var markup = Markup()
    markup.writeFormula(nodes, tex: tex, display: display)
    mathML = markup.html
    width = nodes.count
  }
}

/// What keeps a text from being a formula, and where.
public struct FormulaError: Error, Equatable {
  public let message: String
  /// The place in the formula's text, in UTF-8 bytes.
  public let offset: Int
  /// The line of the formula's text that holds the place, from 1.
  public let line: Int
}
