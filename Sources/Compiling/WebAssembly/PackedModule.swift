import CPacking

/// A module in as few bytes as `packing.c` makes of it.
package struct PackedModule: Sendable {
  package let bytes: [UInt8]

  package init(packing module: [UInt8]) {
    var packed: [UInt8] = []
    var room = module.count / 2 + 65_536
    // Once, but for what looks like nothing that was there before.
    repeat {
      let memory = Memory(for: module.count)
      packed = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        let needed = packing_pack(
          memory.start, module, UInt32(module.count), buffer.baseAddress, UInt32(buffer.count))
        count = min(Int(needed), buffer.count)
        room = Int(needed)
      }
    } while packed.count < room
    bytes = packed
  }

  /// The module.
  package var module: [UInt8] {
    let count = Int(packing_count(bytes))
    let memory = Memory(for: count)
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      packing_unpack(memory.start, bytes, UInt32(bytes.count), buffer.baseAddress)
      initialized = count
    }
  }

  /// What packing takes while it lasts, 7 MB and the module's size.
  private final class Memory {
    let start: UnsafeMutableRawPointer

    init(for count: Int) {
      let size = packing_memory(UInt32(count))
      start = .allocate(byteCount: size, alignment: 16)
      start.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    }

    deinit { start.deallocate() }
  }
}
