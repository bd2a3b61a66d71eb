/// The columns of white space that a line of code begins with, a tab counting up to the next fourth.
func columns(before text: some Sequence<UInt8>) -> Int {
  var columns = 0
  for byte in text {
    switch byte {
    case 0x20: columns += 1
    case 0x09: columns = (columns / 4 + 1) * 4
    default: return columns
    }
  }
  return columns
}

/// A line of code that goes on further in where it is too long for the page.
///
/// - Parameter html: The line, well-formed.
func hangingLine(_ html: String, indentation: Int) -> String {
  "<span class=\"line i\(min(indentation, EBook.deepestIndentation))\">\(html)\n</span>"
}
