/// A number in words; nil for one that is not whole, or above ten.
public func spelled(_ value: Double) -> String? {
  let words = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
  ]
  return words.indices.first { Double($0) == value }.map { words[$0] }
}
