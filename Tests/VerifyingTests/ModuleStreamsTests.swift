import TestSupport
import Testing

@testable import Verifying

@Suite("A module's streams")
struct ModuleStreamsTests {
  @Test("Opcodes stand with opcodes, and operands with their like")
  func sorted() {
    // (module (func (param i32) (result i32) local.get 0 i32.const 300 i32.add))
    let module: [UInt8] = [
      0x00, 0x61, 0x73, 0x6D, 1, 0, 0, 0, 1, 6, 1, 0x60, 1, 0x7F, 1, 0x7F, 3, 2, 1, 0,
      10, 10, 1, 8, 0, 0x20, 0, 0x41, 0xAC, 0x02, 0x6A, 0x0B,
    ]
    let streams = ModuleStreams(module)
    #expect(streams.streams[ModuleStreams.Stream.opcode.rawValue] == [0x20, 0x41, 0x6A, 0x0B])
    #expect(streams.streams[ModuleStreams.Stream.local.rawValue] == [0])
    #expect(streams.streams[ModuleStreams.Stream.int32.rawValue] == [0xAC, 0x02])
    #expect(streams.streams[ModuleStreams.Stream.size.rawValue] == [8])
    #expect(streams.module == module)
  }

  @Test("Whatever the bytes are, they come together again", arguments: 0..<50)
  func anything(seed: UInt64) {
    var random = SplitMix(state: seed)
    var bytes: [UInt8] = [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0, 10, 0xFF, 0xFF, 3, 3, 0x80, 2, 0]
    let opcodes: [UInt8] = [0x0E, 0x10, 0x11, 0x20, 0x28, 0x41, 0x42, 0x43, 0x44, 0xFC, 0xFD]
    for _ in 0..<2000 {
      bytes.append(
        Bool.random(using: &random)
          ? opcodes.randomElement(using: &random)! : UInt8.random(in: 0...255, using: &random))
    }
    #expect(ModuleStreams(bytes).module == bytes)
    #expect(ModuleStreams(Array(bytes.dropFirst(8))).module == Array(bytes.dropFirst(8)))
  }

  @Test("Nothing is nothing")
  func empty() { #expect(ModuleStreams([]).module == []) }
}
