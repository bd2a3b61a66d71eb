// Tangled from 2 chapters, 01-names.md to 24-longer-text.md. Do not edit: change the chapters.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#endif

/// Python's `random.Random`: the same numbers from the same seed.
struct MersenneTwister {
  /// 624 words: everything that the generator knows.
  private var state: [UInt32]
  /// How many words have been drawn since the state was last renewed.
  private var drawn = 624

  /// The state that Python's `seed(seed)` leaves.
  init(seed: UInt64) {
    state = [19_650_218]
    for i in 1..<624 {
      state.append(folded(i) &* 1_812_433_253 &+ UInt32(i))
    }
    let low = UInt32(truncatingIfNeeded: seed)
    let high = UInt32(seed >> 32)
    let digits = high == 0 ? [low] : [low, high]
    var i = 1
    for step in 0..<624 {
      let digit = step % digits.count
      state[i] ^= folded(i) &* 1_664_525
      state[i] &+= digits[digit] &+ UInt32(digit)
      i += 1
      if i == 624 {
        state[0] = state[623]
        i = 1
      }
    }
    for _ in 1..<624 {
      state[i] ^= folded(i) &* 1_566_083_941
      state[i] &-= UInt32(i)
      i += 1
      if i == 624 {
        state[0] = state[623]
        i = 1
      }
    }
    state[0] = 0x8000_0000
  }

  /// The word before place `i`, with its upper bits folded onto the lower.
  private func folded(_ i: Int) -> UInt32 {
    state[i - 1] ^ (state[i - 1] >> 30)
  }

  private mutating func renew() {
    for i in 0..<624 {
      let next = state[(i + 1) % 624]
      let joined = (state[i] & 0x8000_0000) | (next & 0x7FFF_FFFF)
      let twist: UInt32 = joined % 2 == 0 ? 0 : 0x9908_B0DF
      state[i] = state[(i + 397) % 624] ^ (joined >> 1) ^ twist
    }
    drawn = 0
  }

  /// 32 bits, each as likely 0 as 1.
  mutating func next() -> UInt32 {
    if drawn == 624 { renew() }
    var word = state[drawn]
    drawn += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9D2C_5680
    word ^= (word << 15) & 0xEFC6_0000
    return word ^ (word >> 18)
  }

  /// A number from 0 up to, but never equal to, 1.
  mutating func random() -> Double {
    let high = Double(next() >> 5)
    let low = Double(next() >> 6)
    return (high * 67_108_864 + low) / 9_007_199_254_740_992
  }

  /// An index of `weights`, each as likely as its weight is large.
  mutating func choices(weights: [Double]) -> Int {
    let point = random() * weights.reduce(0, +)
    var end = 0.0
    for (index, weight) in weights.dropLast().enumerated() {
      end += weight
      if point < end { return index }
    }
    return weights.count - 1
  }

  /// One of the numbers from 0 to `limit - 1`; `limit` fits into 32 bits.
  private mutating func below(_ limit: Int) -> Int {
    let bits = Int.bitWidth - limit.leadingZeroBitCount
    while true {
      let number = Int(next() >> (32 - bits))
      if number < limit { return number }
    }
  }

  /// Puts `elements` in an order as random as any other.
  mutating func shuffle<Element>(_ elements: inout [Element]) {
    for i in elements.indices.dropFirst().reversed() {
      elements.swapAt(i, below(i + 1))
    }
  }

  /// A number around `mean`; two in three are within `deviation` of it.
  mutating func gauss(mean: Double, deviation: Double) -> Double {
    if let second {
      self.second = nil
      return mean + second * deviation
    }
    let angle = random() * (2 * .pi)
    let distance = (-2 * log(1 - random())).squareRoot()
    second = sin(angle) * distance
    return mean + cos(angle) * distance * deviation
  }

  /// The other coordinate of the last dart, if it is still to be used.
  private var second: Double?
}

extension MersenneTwister {
  /// The state that follows from its first word, as the twister's authors
  /// have filled it since 2002 and PyTorch's `manual_seed` does.
  init(firstWord: UInt32) {
    state = [firstWord]
    for i in 1..<624 {
      state.append(folded(i) &* 1_812_433_253 &+ UInt32(i))
    }
  }
}
