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

/// The random numbers that PyTorch draws on a CPU.
struct TorchRandom {
  private var words: MersenneTwister
  /// The second of two normal numbers that were made together.
  private var spare: Double?

  /// As after PyTorch's `manual_seed(seed)`, of which the low half counts.
  init(seed: UInt64) {
    words = MersenneTwister(firstWord: UInt32(truncatingIfNeeded: seed))
  }

  /// 32 bits.
  mutating func word() -> UInt32 { words.next() }

  /// A whole number from 0 to below `end`: `randint`.
  mutating func integer(below end: Int) -> Int {
    if let end = UInt32(exactly: end) { return Int(word() % end) }
    return Int(wide() % UInt64(end))
  }

  /// A number from 0 to below 1 with 24 bits: `rand`.
  mutating func uniform() -> Float { Float(word() & 0xFF_FFFF) * 0x1p-24 }

  /// A number between `low` and `high`: `uniform_`.
  mutating func uniform(_ low: Float, _ high: Float) -> Float {
    uniform() * (high - low) + low
  }

  /// 64 bits.
  mutating func wide() -> UInt64 {
    let high = UInt64(word())
    return high << 32 | UInt64(word())
  }

  /// A number from 0 to below 1 with 53 bits.
  mutating func wideUniform() -> Double {
    Double(wide() & (1 << 53 - 1)) * 0x1p-53
  }

  /// `count` normal numbers with mean 0 and deviation 1: `normal_`.
  mutating func normals(_ count: Int) -> [Float] {
    guard count >= 16 else { return (0..<count).map { _ in Float(normal()) } }
    var numbers = (0..<count).map { _ in uniform() }
    for first in stride(from: 0, through: count - 16, by: 16) {
      turn(&numbers, first)
    }
    if count % 16 > 0 {
      for i in count - 16..<count { numbers[i] = uniform() }
      turn(&numbers, count - 16)
    }
    return numbers
  }

  /// Makes sixteen uniform numbers normal.
  private func turn(_ numbers: inout [Float], _ first: Int) {
    for i in first..<first + 8 {
      let radius = (-2 * logf(1 - numbers[i])).squareRoot()
      let angle = Float(2 * Double.pi) * numbers[i + 8]
      numbers[i] = radius * cosf(angle)
      numbers[i + 8] = radius * sinf(angle)
    }
  }

  /// One normal number. They are made in pairs; the second is kept.
  private mutating func normal() -> Double {
    if let spare {
      self.spare = nil
      return spare
    }
    let angle = 2 * Double.pi * wideUniform()
    let radius = (-2 * log1p(-wideUniform())).squareRoot()
    spare = radius * sin(angle)
    return radius * cos(angle)
  }

  /// A place in `weights`, chosen with the probability that is its weight's
  /// share of all: `multinomial`.
  mutating func choice(_ weights: [Float]) -> Int {
    var (best, most) = (0, -Float.infinity)
    for (i, weight) in weights.enumerated() {
      let wait = Float(-log1p(-wideUniform()))
      let score = weight / wait
      if score > most { (best, most) = (i, score) }
    }
    return best
  }
}
