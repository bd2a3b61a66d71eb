/// A module's bytes, sorted by what they are: opcodes with opcodes, indices of locals with their
/// like. What is alike compresses better together: the book's program by a fifth.
///
/// Which stream a byte belongs to follows from the bytes before it alone. So whatever the bytes are,
/// `worker.js`, which goes through the same states, puts them together again.
struct ModuleStreams: Equatable {
  private(set) var streams = [[UInt8]](repeating: [], count: Stream.allCases.count)

  init(_ module: [UInt8]) {
    var reader = Reader()
    for byte in module {
      streams[reader.stream.rawValue].append(byte)
      reader.take(byte)
    }
  }

  /// The module that the streams were made from.
  var module: [UInt8] {
    var reader = Reader()
    var places = streams.map { $0[...] }
    var bytes: [UInt8] = []
    while let byte = places[reader.stream.rawValue].popFirst() {
      bytes.append(byte)
      reader.take(byte)
    }
    return bytes
  }

  /// The order is that of `worker.js`.
  enum Stream: Int, CaseIterable {
    case other, opcode, local, index, function, alignment, offset, int32, int64, bytes, label
    case block, type, subopcode, size, locals, table
  }

  private struct Reader {
    private enum Phase {
      case preamble, section, sectionSize, rest, count, bodySize, groupCount, groupSize, groupType
      case instruction
    }

    private var phase = Phase.preamble
    private var position = 0
    private var section: UInt8 = 0
    private var sectionEnd = 0
    private var bodyEnd = 0
    private var groups: UInt32 = 0
    /// The operands that an instruction still has, the next one last.
    private var operands: [Stream] = []
    private var opcode: UInt8 = 0
    /// How many bytes, or labels, its operand has.
    private var repetitions: UInt32 = 0
    private var value: UInt32 = 0
    private var shift: UInt32 = 0

    var stream: Stream {
      switch phase {
      case .instruction: operands.last ?? .opcode
      case .bodySize: .size
      case .groupCount, .groupSize, .groupType: .locals
      case .preamble, .section, .sectionSize, .rest, .count: .other
      }
    }

    mutating func take(_ byte: UInt8) {
      position += 1
      switch phase {
      case .preamble: if position == 8 { phase = .section }
      case .section:
        section = byte
        phase = .sectionSize
      case .sectionSize:
        guard let size = number(byte) else { return }
        sectionEnd = position + Int(size)
        phase = section == 10 ? .count : .rest
      case .rest: break
      case .count:
        guard number(byte) != nil else { return }
        phase = .bodySize
      case .bodySize:
        guard let size = number(byte) else { return }
        bodyEnd = position + Int(size)
        phase = .groupCount
      case .groupCount:
        guard let count = number(byte) else { return }
        groups = count
        phase = groups > 0 ? .groupSize : .instruction
      case .groupSize:
        guard number(byte) != nil else { return }
        phase = .groupType
      case .groupType:
        groups -= 1
        phase = groups > 0 ? .groupSize : .instruction
      case .instruction: takePart(byte)
      }
      if phase == .instruction, position >= bodyEnd {
        phase = .bodySize
        operands = []
        (value, shift) = (0, 0)
      }
      if phase != .preamble, phase != .section, phase != .sectionSize, position >= sectionEnd {
        phase = .section
        operands = []
        (value, shift) = (0, 0)
      }
    }

    /// The number of which this is the last byte; nil where there are more.
    private mutating func number(_ byte: UInt8) -> UInt32? {
      value |= UInt32(byte & 127) &<< shift
      shift &+= 7
      if byte >= 128 { return nil }
      defer { (value, shift) = (0, 0) }
      return value
    }

    private mutating func takePart(_ byte: UInt8) {
      guard let operand = operands.last else {
        opcode = byte
        begin(byte)
        return
      }
      if operand == .bytes {
        repetitions -= 1
        if repetitions == 0 { operands.removeLast() }
        return
      }
      guard let number = number(byte) else { return }
      switch operand {
      case .label:
        repetitions -= 1
        if repetitions == 0 { operands.removeLast() }
      case .table:
        operands = [.label]
        repetitions = number &+ 1
        if repetitions == 0 { operands = [] }
      case .subopcode:
        operands = []
        beginPrefixed(number)
      default: operands.removeLast()
      }
    }

    private mutating func begin(_ opcode: UInt8) {
      switch opcode {
      case 0x02...0x04: operands = [.block]
      case 0x0C, 0x0D: (operands, repetitions) = ([.label], 1)
      case 0x0E: operands = [.table]
      case 0x10: operands = [.function]
      case 0x11: operands = [.index, .type]
      case 0x1C: operands = [.type, .type]
      case 0x20...0x22: operands = [.local]
      case 0x23, 0x24, 0x3F, 0x40: operands = [.index]
      case 0x28...0x3E: operands = [.offset, .alignment]
      case 0x41: operands = [.int32]
      case 0x42: operands = [.int64]
      case 0x43: (operands, repetitions) = ([.bytes], 4)
      case 0x44: (operands, repetitions) = ([.bytes], 8)
      case 0xFC, 0xFD: operands = [.subopcode]
      default: break
      }
    }

    private mutating func beginPrefixed(_ number: UInt32) {
      if opcode == 0xFC {
        if number == 10 { operands = [.index, .index] }
        if number == 11 { operands = [.index] }
        return
      }
      switch number {
      case 0...11, 92, 93: operands = [.offset, .alignment]
      case 12, 13: (operands, repetitions) = ([.bytes], 16)
      case 21...34: operands = [.index]
      case 84...91: operands = [.index, .offset, .alignment]
      default: break
      }
    }
  }
}
