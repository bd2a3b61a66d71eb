/// What a stretch of code is to its reader; the raw value is its class on the page.
package enum Colour: String, Sendable {
  case keyword = "k"
  case string = "s"
  case number = "n"
  case comment = "c"
  case documentation = "d"
  case type = "t"
  /// `@name`, and `#name` where it is a macro.
  case attribute = "a"
  /// A function's name where it is declared or called.
  case function = "f"
  /// `\(` and `)` around what a string interpolates.
  case interpolation = "i"
}

/// A stretch of code with a colour. Operators, punctuation and plain names have none.
package struct ColouredRange: Equatable, Sendable {
  package let colour: Colour
  /// In bytes.
  package let range: Range<Int>

  package init(colour: Colour, range: Range<Int>) {
    self.colour = colour
    self.range = range
  }
}
