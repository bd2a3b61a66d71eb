/// The identifiers in a Swift text: what is neither comment nor literal, keywords included.
struct Identifiers {
  private(set) var names: Set<String> = []

  init(in text: [UInt8]) {
    text.withUnsafeBufferPointer { bytes in
      var scanner = Scanner(bytes: bytes)
      scanner.scan()
      names = scanner.names
    }
  }

  private struct Scanner {
    /// What the scanner is inside of: a string, or the parentheses of an interpolation in it.
    enum Frame {
      case string(marks: Int, isLong: Bool)
      case interpolation(depth: Int)
    }

    let bytes: UnsafeBufferPointer<UInt8>
    var names: Set<String> = []
    var i = 0
    var frames: [Frame] = []

    mutating func scan() {
      while i < bytes.count {
        if case .string(let marks, let isLong) = frames.last {
          scanString(marks, isLong)
        } else {
          scanCode()
        }
      }
    }

    func at(_ offset: Int) -> UInt8 {
      i + offset < bytes.count ? bytes[i + offset] : 0
    }

    mutating func scanCode() {
      let byte = bytes[i]
      switch byte {
      case _ where isHead(byte):
        let start = i
        while i < bytes.count, isHead(bytes[i]) || (0x30...0x39).contains(bytes[i]) { i += 1 }
        let name = UnsafeBufferPointer(rebasing: bytes[start..<i])
        names.insert(String(decoding: name, as: UTF8.self))
      case 0x30...0x39:
        while i < bytes.count, isHead(bytes[i]) || (0x30...0x39).contains(bytes[i]) { i += 1 }
      case UInt8(ascii: "/") where at(1) == UInt8(ascii: "/"):
        while i < bytes.count, bytes[i] != 0x0A { i += 1 }
      case UInt8(ascii: "/") where at(1) == UInt8(ascii: "*"):
        skipComment()
      case UInt8(ascii: "#"), quote:
        beginString()
      case UInt8(ascii: "("), UInt8(ascii: ")"):
        i += 1
        guard case .interpolation(let depth) = frames.last else { return }
        frames.removeLast()
        let now = byte == UInt8(ascii: "(") ? depth + 1 : depth - 1
        if now > 0 { frames.append(.interpolation(depth: now)) }
      default: i += 1
      }
    }

    mutating func skipComment() {
      var depth = 0
      repeat {
        if at(0) == UInt8(ascii: "/"), at(1) == UInt8(ascii: "*") {
          depth += 1
          i += 2
        } else if at(0) == UInt8(ascii: "*"), at(1) == UInt8(ascii: "/") {
          depth -= 1
          i += 2
        } else {
          i += 1
        }
      } while depth > 0 && i < bytes.count
    }

    mutating func beginString() {
      var marks = 0
      while at(marks) == UInt8(ascii: "#") { marks += 1 }
      guard at(marks) == quote else {
        i += max(marks, 1)
        return
      }
      i += marks
      let isLong = at(1) == quote && at(2) == quote
      i += isLong ? 3 : 1
      frames.append(.string(marks: marks, isLong: isLong))
    }

    mutating func scanString(_ marks: Int, _ isLong: Bool) {
      let byte = bytes[i]
      if byte == UInt8(ascii: "\\"), hasMarks(marks, from: 1) {
        if at(1 + marks) == UInt8(ascii: "(") { frames.append(.interpolation(depth: 1)) }
        i += 2 + marks
      } else if byte == quote, !isLong || (at(1) == quote && at(2) == quote),
        hasMarks(marks, from: isLong ? 3 : 1)
      {
        i += (isLong ? 3 : 1) + marks
        frames.removeLast()
      } else if byte == 0x0A, !isLong {
        frames.removeLast()
      } else {
        i += 1
      }
    }

    func hasMarks(_ marks: Int, from offset: Int) -> Bool {
      (0..<marks).allSatisfy { at(offset + $0) == UInt8(ascii: "#") }
    }

    let quote = UInt8(ascii: "\"")

    func isHead(_ byte: UInt8) -> Bool {
      (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F || byte >= 0x80
    }
  }
}
