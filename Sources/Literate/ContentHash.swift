/// A name for content: the same for the same bytes, on every machine.
///
/// It has 128 bits, so that two contents of a book's life never share one by accident; it is no
/// defence against somebody who looks for such a pair.
public struct ContentHash: Sendable {
  private var low: UInt64 = 0x6A09_E667_F3BC_C908
  private var high: UInt64 = 0xBB67_AE85_84CA_A73B

  public init() {}

  public init(_ bytes: [UInt8]) {
    add(bytes)
  }

  /// Adds bytes and where they end: "ab", "c" and "a", "bc" are not the same.
  public mutating func add(_ bytes: [UInt8]) {
    add(UInt64(bytes.count))
    bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset + 8 <= buffer.count {
        let word = buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        add(UInt64(littleEndian: word))
        offset += 8
      }
      var rest: UInt64 = 0
      for byte in buffer[offset...].reversed() { rest = rest << 8 | UInt64(byte) }
      add(rest)
    }
  }

  public mutating func add(_ text: String) {
    add(Array(text.utf8))
  }

  private mutating func add(_ word: UInt64) {
    low = (low ^ word) &* 0x9FB2_1C65_1E98_DF25
    low ^= low >> 32
    high = (high << 27 | high >> 37) &+ (word ^ low)
    high = high &* 0xD6E8_FEB8_6659_FD93
    high ^= high >> 29
  }

  /// 32 hexadecimal digits.
  public var name: String {
    var last = self
    last.add(0)
    last.add(last.high)
    return Self.digits(last.low) + Self.digits(last.high)
  }

  private static func digits(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
