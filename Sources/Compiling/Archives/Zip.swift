/// Files in one file, as ZIP (PKWARE's APPNOTE 6.3, section 4): the same files give the same bytes.
///
/// Dates are 1 January 1980, the first that the form knows, and no entry says which system made it.
package struct Zip: Sendable {
  private struct Entry {
    let name: [UInt8]
    let method: UInt16
    let sum: UInt32
    let storedSize: UInt32
    let size: UInt32
    let offset: UInt32
    let mode: UInt32
  }

  private var output: [UInt8] = []
  private var entries: [Entry] = []

  package init() {}

  /// Adds a file.
  ///
  /// - Parameters:
  ///   - path: Its parts separated by `/`.
  ///   - isStored: Whether its bytes stay as they are; they do in any case where deflating them
  ///     saves nothing.
  ///   - isExecutable: Whether it may be run where it is unpacked.
  package mutating func add(
    _ path: String, _ bytes: [UInt8], isStored: Bool = false, isExecutable: Bool = false
  ) {
    let deflated = isStored ? bytes : Deflate.deflated(bytes)
    let saves = deflated.count < bytes.count
    let data = saves ? deflated : bytes
    let entry = Entry(
      name: Array(path.utf8), method: saves ? 8 : 0, sum: Self.sum(bytes),
      storedSize: UInt32(data.count), size: UInt32(bytes.count), offset: UInt32(output.count),
      mode: isExecutable ? 0o100755 : 0o100644)
    put32(0x0403_4B50)
    putCommon(entry)
    output += entry.name + data
    entries.append(entry)
  }

  /// The archive.
  package func bytes() -> [UInt8] {
    var zip = self
    let start = output.count
    for entry in entries {
      zip.put32(0x0201_4B50)
      // Made by a Unix, whose permissions stand below.
      zip.put16(0x0300 | 20)
      zip.putCommon(entry)
      zip.put16(0)
      zip.put16(0)
      zip.put16(0)
      zip.put32(entry.mode << 16)
      zip.put32(entry.offset)
      zip.output += entry.name
    }
    let size = zip.output.count - start
    zip.put32(0x0605_4B50)
    zip.put32(0)
    zip.put16(UInt16(entries.count))
    zip.put16(UInt16(entries.count))
    zip.put32(UInt32(size))
    zip.put32(UInt32(start))
    zip.put16(0)
    return zip.output
  }

  /// What stands before an entry's data and in the directory at the end alike.
  private mutating func putCommon(_ entry: Entry) {
    put16(20)
    // Names are UTF-8.
    put16(entry.name.allSatisfy { $0 < 0x80 } ? 0 : 0x0800)
    put16(entry.method)
    put16(0)
    put16(0x0021)
    put32(entry.sum)
    put32(entry.storedSize)
    put32(entry.size)
    put16(UInt16(entry.name.count))
    put16(0)
  }

  private mutating func put16(_ value: UInt16) {
    output.append(UInt8(truncatingIfNeeded: value))
    output.append(UInt8(truncatingIfNeeded: value >> 8))
  }

  private mutating func put32(_ value: UInt32) {
    put16(UInt16(truncatingIfNeeded: value))
    put16(UInt16(truncatingIfNeeded: value >> 16))
  }

  /// CRC-32 with the polynomial of ISO 3309.
  static func sum(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes { sum = table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ sum >> 8 }
    return ~sum
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
    }
  }
}
