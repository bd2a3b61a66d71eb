// Tangled from 1 chapter, 01-names.md. Do not edit: change the chapters.
extension String {
  /// The documents in this text: its lines, without the white space around
  /// them, empty ones left out.
  var documents: [String] {
    unicodeScalars
      .split { $0 == "\n" || $0 == "\r" }
      .map { String($0.stripped()) }
      .filter { !$0.isEmpty }
  }
}

extension Substring.UnicodeScalarView {
  /// What Python's `str.strip()` leaves of this text.
  func stripped() -> Self {
    let isSpace = { (scalar: Unicode.Scalar) in
      switch scalar.value {
      case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A,
        0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
        true
      default: false
      }
    }
    guard let first = firstIndex(where: { !isSpace($0) }),
      let last = lastIndex(where: { !isSpace($0) })
    else { return Self() }
    return self[first...last]
  }
}
