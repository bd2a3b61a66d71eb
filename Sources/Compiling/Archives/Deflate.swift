/// Bytes in fewer bytes, as RFC 1951 describes it and browsers inflate it (`deflate-raw`). The same
/// bytes always give the same.
package struct Deflate {
  private var output: [UInt8] = []
  private var bits: UInt64 = 0
  private var bitCount: UInt64 = 0

  /// The bytes, deflated: a megabyte after the other, each with codes of its own.
  package static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var deflate = Deflate()
    let most = 1 << 20
    for start in stride(from: 0, to: max(1, bytes.count), by: most) {
      let some = Array(bytes[start..<min(start + most, bytes.count)])
      deflate.write(Parse(some).symbols, isLast: start + most >= bytes.count)
    }
    deflate.finish()
    return deflate.output
  }

  private mutating func put(_ value: Int, _ count: Int) {
    bits |= UInt64(value) << bitCount
    bitCount += UInt64(count)
    while bitCount >= 8 {
      output.append(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
      bitCount -= 8
    }
  }

  private mutating func finish() {
    if bitCount > 0 { put(0, 8 - Int(bitCount)) }
  }

  /// A block with codes of its own.
  private mutating func write(_ symbols: [Symbol], isLast: Bool) {
    let codes = Counts(symbols).codes
    let (literals, distances) = (codes.literals, codes.distances)
    put(isLast ? 1 : 0, 1)
    put(2, 2)
    write(literals, distances)
    for symbol in symbols {
      put(literals, symbol.literalCode)
      guard symbol.length > 0 else { continue }
      let (length, distance) = (symbol.literalCode - 257, symbol.distanceCode)
      put(Int(symbol.length) - lengthStarts[length], lengthBits[length])
      put(distances, distance)
      put(Int(symbol.value) - distanceStarts[distance], distanceBits[distance])
    }
    put(literals, 256)
  }

  private mutating func put(_ code: PrefixCode, _ symbol: Int) {
    put(code.words[symbol], code.lengths[symbol])
  }

  /// The lengths of two codes, themselves in a code.
  private mutating func write(_ literals: PrefixCode, _ distances: PrefixCode) {
    let literalCount = max(257, 1 + (literals.lengths.lastIndex { $0 > 0 } ?? 0))
    let distanceCount = 1 + (distances.lengths.lastIndex { $0 > 0 } ?? 0)
    let lengths = literals.lengths[..<literalCount] + distances.lengths[..<distanceCount]
    var runs: [(code: Int, more: Int, bits: Int)] = []
    var rest = lengths[...]
    while let first = rest.first {
      var count = rest.prefix { $0 == first }.count
      rest = rest.dropFirst(count)
      if first > 0 {
        runs.append((first, 0, 0))
        count -= 1
      }
      while count > 0 {
        if first == 0, count >= 11 {
          let many = min(count, 138)
          runs.append((18, many - 11, 7))
          count -= many
        } else if count >= 3 {
          let many = min(count, first == 0 ? 10 : 6)
          runs.append(first == 0 ? (17, many - 3, 3) : (16, many - 3, 2))
          count -= many
        } else {
          runs.append((first, 0, 0))
          count -= 1
        }
      }
    }
    var counts = [Int](repeating: 0, count: 19)
    for run in runs { counts[run.code] += 1 }
    let code = PrefixCode(counts, longest: 7)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    let orderCount = max(4, 1 + (order.lastIndex { code.lengths[$0] > 0 } ?? 0))
    put(literalCount - 257, 5)
    put(distanceCount - 1, 5)
    put(orderCount - 4, 4)
    for symbol in order[..<orderCount] { put(code.lengths[symbol], 3) }
    for run in runs {
      put(code, run.code)
      put(run.more, run.bits)
    }
  }
}

private let lengthBits = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]
private let lengthStarts = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
]
private let distanceBits = (0..<30).map { max(0, $0 / 2 - 1) }
private let distanceStarts = distanceBits.indices.map { code in
  1 + distanceBits[..<code].reduce(0) { $0 + 1 << $1 }
}
private let lengthCodes = (0...258).map { length in
  lengthStarts.lastIndex { $0 <= length } ?? 0
}

/// A byte, or bytes that stood there before.
private struct Symbol {
  /// The byte, or how far back.
  let value: UInt16
  /// How many bytes; 0 for a byte itself.
  let length: UInt16

  var literalCode: Int { length == 0 ? Int(value) : 257 + lengthCodes[Int(length)] }

  var distanceCode: Int {
    let distance = Int(value) - 1
    if distance < 4 { return distance }
    let power = Int.bitWidth - 1 - distance.leadingZeroBitCount
    return 2 * power + (distance >> (power - 1)) & 1
  }
}

/// How often symbols occur.
private struct Counts {
  private var literals = [Int](repeating: 0, count: 286)
  private var distances = [Int](repeating: 0, count: 30)

  init(_ symbols: [Symbol]) {
    literals[256] = 1
    for symbol in symbols {
      literals[symbol.literalCode] += 1
      if symbol.length > 0 { distances[symbol.distanceCode] += 1 }
    }
  }

  var codes: (literals: PrefixCode, distances: PrefixCode) {
    // There is a code of distances even where there are none.
    var some = distances
    if some.allSatisfy({ $0 == 0 }) { some[0] = 1 }
    return (PrefixCode(literals, longest: 15), PrefixCode(some, longest: 15))
  }
}

/// The symbols in which bytes take few bits.
private struct Parse {
  private let bytes: [UInt8]
  /// What stood before and begins like what stands at a place: for each place the longer ones that
  /// lie farther back.
  private var matches: [Symbol] = []
  /// Where a place has its first.
  private var starts: [Int] = []
  private static let window = 32_768
  /// How many places that may begin alike are looked at for each place.
  private static let mostTries = 32

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var heads = [Int32](repeating: -1, count: 1 << 15)
    var chain = [Int32](repeating: -1, count: bytes.count)
    starts.reserveCapacity(bytes.count + 1)
    bytes.withUnsafeBufferPointer { bytes in
      for place in bytes.indices {
        starts.append(matches.count)
        guard place + 2 < bytes.count else { continue }
        let end = min(258, bytes.count - place)
        let three =
          Int(bytes[place]) << 16 | Int(bytes[place + 1]) << 8 | Int(bytes[place + 2])
        let slot = (three &* 0x9E3779B1) >> 17 & 0x7FFF
        var candidate = Int(heads[slot])
        var longest = 2
        var tries = Self.mostTries
        while candidate >= 0, place - candidate <= Self.window, tries > 0, longest < end {
          if bytes[candidate + longest] == bytes[place + longest] {
            var length = 0
            while length < end, bytes[candidate + length] == bytes[place + length] { length += 1 }
            if length > longest {
              longest = length
              matches.append(Symbol(value: UInt16(place - candidate), length: UInt16(length)))
            }
          }
          candidate = Int(chain[candidate])
          tries -= 1
        }
        chain[place] = heads[slot]
        heads[slot] = Int32(place)
      }
    }
    starts.append(matches.count)
  }

  /// The symbols that cost least, going through the places: the cheapest way to each is one symbol
  /// behind the cheapest way to another. A byte costs what it would if there were nothing but bytes.
  var symbols: [Symbol] {
    let single = Counts(bytes.map { Symbol(value: UInt16($0), length: 0) }).codes.literals.lengths
    let literalCosts = single.map { $0 == 0 ? 6 : $0 }
    let lengthCosts = lengthCodes.map { literalCosts[257 + $0] + lengthBits[$0] }
    let distanceCosts = distanceBits.map { 5 + $0 }
    var costs = [Int](repeating: .max, count: bytes.count + 1)
    var last = [Symbol](repeating: Symbol(value: 0, length: 0), count: bytes.count + 1)
    costs[0] = 0
    for at in bytes.indices {
      let literal = costs[at] + literalCosts[Int(bytes[at])]
      if literal < costs[at + 1] {
        costs[at + 1] = literal
        last[at + 1] = Symbol(value: UInt16(bytes[at]), length: 0)
      }
      var length = 3
      for match in matches[starts[at]..<starts[at + 1]] {
        let cost = costs[at] + distanceCosts[match.distanceCode]
        while length <= Int(match.length) {
          if cost + lengthCosts[length] < costs[at + length] {
            costs[at + length] = cost + lengthCosts[length]
            last[at + length] = Symbol(value: match.value, length: UInt16(length))
          }
          length += 1
        }
      }
    }
    var symbols: [Symbol] = []
    var end = bytes.count
    while end > 0 {
      symbols.append(last[end])
      end -= max(1, Int(last[end].length))
    }
    return symbols.reversed()
  }
}

/// Words of bits for symbols: the shorter, the more often a symbol occurs.
private struct PrefixCode {
  let lengths: [Int]
  /// Each with its first bit last, as they are written.
  let words: [Int]

  /// - Parameter longest: How many bits a word may have.
  init(_ counts: [Int], longest: Int) {
    var counts = counts
    var lengths = Self.lengths(counts)
    while (lengths.max() ?? 0) > longest {
      counts = counts.map { $0 == 0 ? 0 : $0 / 2 + 1 }
      lengths = Self.lengths(counts)
    }
    var next = 0
    var words = [Int](repeating: 0, count: counts.count)
    for length in 1...longest {
      next <<= 1
      for symbol in lengths.indices where lengths[symbol] == length {
        words[symbol] = (0..<length).reduce(0) { $0 << 1 | next >> $1 & 1 }
        next += 1
      }
    }
    self.lengths = lengths
    self.words = words
  }

  /// Huffman's: the two rarest are joined until one is left.
  private static func lengths(_ counts: [Int]) -> [Int] {
    var lengths = [Int](repeating: 0, count: counts.count)
    var waiting = counts.indices.filter { counts[$0] > 0 }.map { (count: counts[$0], node: $0) }
    if waiting.count == 1 { lengths[waiting[0].node] = 1 }
    guard waiting.count > 1 else { return lengths }
    waiting.sort { ($0.count, $0.node) < ($1.count, $1.node) }
    var parents: [Int: Int] = [:]
    var joined: [(count: Int, node: Int)] = []
    var (single, double, node) = (0, 0, counts.count)
    func takesSingle() -> Bool {
      single < waiting.count
        && (double >= joined.count || waiting[single].count <= joined[double].count)
    }
    for _ in 1..<waiting.count {
      var sum = 0
      for _ in 0..<2 {
        if takesSingle() {
          sum += waiting[single].count
          parents[waiting[single].node] = node
          single += 1
        } else {
          sum += joined[double].count
          parents[joined[double].node] = node
          double += 1
        }
      }
      joined.append((sum, node))
      node += 1
    }
    for entry in waiting {
      var place = entry.node
      while let parent = parents[place] {
        lengths[entry.node] += 1
        place = parent
      }
    }
    return lengths
  }
}
