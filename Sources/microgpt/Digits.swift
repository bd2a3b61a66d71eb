// Tangled from 1 chapter, 01-names.md. Do not edit: change the chapters.
/// All decimal digits of the size of a number.
private struct Digits {
  /// From the first that is not 0; none for 0.
  var digits: [UInt8] = []
  /// How many of them stand before the point, or how many zeros, below 0, the
  /// point has between itself and the first.
  var point = 0

  init(_ number: Double) {
    let size = number.magnitude
    let isNormal = size.exponentBitPattern > 0
    var m = size.significandBitPattern | (isNormal ? 1 << 52 : 0)
    guard m > 0 else { return }
    var e = (isNormal ? Int(size.exponentBitPattern) : 1) - 1075
    let even = min(m.trailingZeroBitCount, max(0, -e))
    m >>= UInt64(even)
    e += even
    var groups = [m % 1_000_000_000, m / 1_000_000_000]
    let factor: UInt64 = e < 0 ? 5 : 2
    let power: UInt64 = e < 0 ? 244_140_625 : 4096
    for _ in 0..<(abs(e) / 12) { multiply(&groups, by: power) }
    for _ in 0..<(abs(e) % 12) { multiply(&groups, by: factor) }
    for group in groups.reversed() {
      var (rest, nine) = (group, [UInt8](repeating: 0, count: 9))
      for i in nine.indices.reversed() {
        nine[i] = UInt8(rest % 10)
        rest /= 10
      }
      digits += nine
    }
    digits = Array(digits.drop { $0 == 0 })
    point = digits.count + min(e, 0)
  }

  /// Multiplies a number in groups of nine digits, the lowest first, by a factor
  /// of at most nine digits.
  private func multiply(_ groups: inout [UInt64], by factor: UInt64) {
    var carry: UInt64 = 0
    for i in groups.indices {
      let product = groups[i] * factor + carry
      groups[i] = product % 1_000_000_000
      carry = product / 1_000_000_000
    }
    if carry > 0 { groups.append(carry) }
  }

  /// Keeps the first `count` digits, rounded.
  mutating func round(to count: Int) {
    guard count < digits.count else { return }
    guard count >= 0 else { return digits = [] }
    let cut = digits[count...]
    let isOdd = count > 0 && digits[count - 1] % 2 == 1
    let isMore = cut.dropFirst().contains { $0 > 0 }
    let isUp = cut[count] > 5 || cut[count] == 5 && (isMore || isOdd)
    digits.removeLast(digits.count - count)
    guard isUp else { return }
    var place = count - 1
    while place >= 0, digits[place] == 9 {
      digits[place] = 0
      place -= 1
    }
    if place >= 0 {
      digits[place] += 1
    } else {
      digits.insert(1, at: 0)
      point += 1
    }
  }

  /// The digit that stands `place` places behind the first one before the
  /// point, or 0 where there is none.
  func digit(at place: Int) -> Character {
    let index = place + point - 1
    let digit = digits.indices.contains(index) ? digits[index] : 0
    return Character(Unicode.Scalar(48 + digit))
  }
}

extension Double {
  /// This number with `count` digits behind the point.
  func fixed(_ count: Int) -> String {
    guard isFinite else { return special }
    var all = Digits(self)
    all.round(to: all.point + count)
    let first = min(0, 1 - all.point)
    var text = sign == .minus ? "-" : ""
    for place in first...0 { text.append(all.digit(at: place)) }
    if count > 0 { text += "." }
    for place in 0..<count { text.append(all.digit(at: place + 1)) }
    return text
  }

  /// This number with one digit before the point, `count` behind it, and a
  /// power of ten.
  func scientific(_ count: Int) -> String {
    guard isFinite else { return special }
    var all = Digits(self)
    all.round(to: count + 1)
    let power = all.digits.isEmpty ? 0 : all.point - 1
    all.point = min(all.digits.count, 1)
    var text = sign == .minus ? "-" : ""
    text.append(all.digit(at: 0))
    if count > 0 { text += "." }
    for place in 0..<count { text.append(all.digit(at: place + 1)) }
    return text + (power < 0 ? "e-" : "e+") + (abs(power) < 10 ? "0" : "")
      + "\(abs(power))"
  }

  /// This number with `count` digits in all, without zeros at the end.
  func significant(_ count: Int) -> String {
    guard isFinite else { return special }
    var all = Digits(self)
    all.round(to: count)
    let power = all.digits.isEmpty ? 0 : all.point - 1
    if power >= -4, power < count {
      return fixed(count - 1 - power).withoutZeros
    }
    let parts = scientific(count - 1).split(separator: "e")
    return String(parts[0]).withoutZeros + "e" + parts[1]
  }

  private var special: String {
    isNaN ? "nan" : self < 0 ? "-inf" : "inf"
  }
}

extension String {
  /// This number without zeros at the end of what is behind its point.
  fileprivate var withoutZeros: String {
    guard contains(".") else { return self }
    var text = self
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// This text, made `width` characters wide by spaces at its end.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}

extension DefaultStringInterpolation {
  /// `number` with `digits` digits behind the point, `width` wide at least.
  mutating func appendInterpolation(
    _ number: Double, digits: Int, width: Int = 0
  ) {
    append(number.fixed(digits), width)
  }

  /// `number` with `significant` digits in all.
  mutating func appendInterpolation(
    _ number: Double, significant: Int, width: Int = 0
  ) {
    append(number.significant(significant), width)
  }

  /// `number`, `width` wide at least.
  mutating func appendInterpolation(_ number: Int, width: Int) {
    append("\(number)", width)
  }

  private mutating func append(_ text: String, _ width: Int) {
    let missing = max(0, width - text.utf8.count)
    appendLiteral(String(repeating: " ", count: missing) + text)
  }
}
