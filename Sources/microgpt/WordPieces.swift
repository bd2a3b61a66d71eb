// Tangled from 2 chapters, 29-pieces-of-words.md to 30-long-run.md. Do not edit: change the chapters.
/// Pieces of text: bytes, and pairs of pieces.
struct WordPieces {
  /// The two pieces that piece number 256 + i consists of.
  private(set) var merges: [(first: Int, second: Int)] = []

  /// How many pieces there are.
  var count: Int { 256 + merges.count }

  /// The pieces that `limit - 256` merges give on `text`. There are fewer if no
  /// pair is left that comes twice.
  init(of text: String, count limit: Int) {
    var tokens = text.utf8.map { Int($0) }
    var table = Array(repeating: Int32(0), count: limit * limit)
    while count < limit {
      var most: Int32 = 0
      for (a, b) in zip(tokens, tokens.dropFirst()) {
        table[a * limit + b] += 1
        most = max(most, table[a * limit + b])
      }
      var pair: (Int, Int)?
      for (a, b) in zip(tokens, tokens.dropFirst()) {
        let times = table[a * limit + b]
        if pair == nil && times == most { pair = (a, b) }
      }
      for (a, b) in zip(tokens, tokens.dropFirst()) {
        table[a * limit + b] = 0
      }
      guard let pair, most > 1 else { return }
      tokens.merge(pair, into: count)
      merges.append(pair)
    }
  }

  /// The pieces that consist of `numbers`, two for each; nil if one of them
  /// does not come before its piece.
  init?(_ numbers: [Int]) {
    guard numbers.count % 2 == 0, numbers.count / 2 <= 4096 - 256 else {
      return nil
    }
    for place in stride(from: 0, to: numbers.count, by: 2) {
      let pair = (numbers[place], numbers[place + 1])
      guard 0..<count ~= pair.0, 0..<count ~= pair.1 else { return nil }
      merges.append(pair)
    }
  }
}

extension [Int] {
  /// Puts `token` wherever `pair` stands.
  mutating func merge(_ pair: (Int, Int), into token: Int) {
    var (from, to) = (0, 0)
    while from < count {
      let isPair =
        from + 1 < count
        && self[from] == pair.0 && self[from + 1] == pair.1
      self[to] = isPair ? token : self[from]
      from += isPair ? 2 : 1
      to += 1
    }
    removeLast(count - to)
  }
}

extension WordPieces {
  /// The pieces of `text`.
  func encode(_ text: String) -> [Int] {
    var tokens = text.utf8.map { Int($0) }
    for (i, merge) in merges.enumerated() {
      tokens.merge((merge.first, merge.second), into: 256 + i)
    }
    return tokens
  }

  /// The bytes of each piece.
  var bytes: [[UInt8]] {
    var all = (0..<256).map { [UInt8($0)] }
    for merge in merges { all.append(all[merge.first] + all[merge.second]) }
    return all
  }

  /// The text of `tokens`. Bytes that are no UTF-8 become �.
  func decode(_ tokens: [Int]) -> String {
    let bytes = bytes
    return String(decoding: tokens.flatMap { bytes[$0] }, as: UTF8.self)
  }
}
