import TestSupport
import Testing

@testable import Compiling

@Suite("A packed module")
struct PackedModuleTests {
  /// A module with one body: `bytes` are its instructions, or whatever they are.
  static func module(_ bytes: [UInt8]) -> [UInt8] {
    let body = [0] + bytes + [0x0B]
    func number(_ value: Int) -> [UInt8] {
      value < 128 ? [UInt8(value)] : [UInt8(value & 127) | 128] + number(value >> 7)
    }
    let code = [1] + number(body.count) + body
    return [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0, 10] + number(code.count) + code
  }

  @Test("Whatever the bytes are, they come back", arguments: 0..<12)
  func anything(seed: UInt64) {
    var random = SplitMix(state: seed)
    let opcodes: [UInt8] = [
      0x02, 0x0C, 0x0E, 0x10, 0x11, 0x1C, 0x20, 0x23, 0x28, 0x41, 0x42, 0x43, 0x44, 0xFC, 0xFD,
    ]
    let bytes = (0..<3000).map { _ in
      Bool.random(using: &random)
        ? opcodes.randomElement(using: &random)! : UInt8.random(in: 0...255, using: &random)
    }
    let module = Self.module(bytes)
    for some in [module, Array(module.dropFirst(8)), Array(module.prefix(Int(seed) * 70))] {
      #expect(PackedModule(packing: some).module == some)
    }
  }

  @Test("What cannot be predicted comes back too, in hardly more bytes")
  func noise() {
    var random = SplitMix(state: 7)
    let noise = (0..<300_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    let packed = PackedModule(packing: noise)
    #expect(packed.module == noise)
    #expect(packed.bytes.count < noise.count * 11 / 10)
  }

  @Test("Instructions that are alike in other locals take less than a bit each")
  func alike() {
    // local.get a, local.get b, i32.add, local.set a, for each of eighty pairs of locals.
    let bytes = (0..<80).flatMap { pair -> [UInt8] in
      let (a, b) = (UInt8(pair), UInt8(pair + 40))
      return (0..<20).flatMap { _ in [0x20, a, 0x20, b, 0x6A, 0x21, a] }
    }
    let packed = PackedModule(packing: Self.module(bytes))
    #expect(packed.bytes.count < 80 * 20 * 4 / 8)
  }
}
