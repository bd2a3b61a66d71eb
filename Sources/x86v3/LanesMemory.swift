// Tangled from 1 chapter, 21-step-on-lanes.md. Do not edit: change the chapters.
/// Rows of numbers, each in whole vectors.
struct LanesGrid {
  let memory: UnsafeMutableRawPointer
  /// How many bytes a row takes.
  let pitch: Int

  /// The vector number `block` of a row.
  @inline(__always)
  subscript(row: Int, block: Int) -> Lanes {
    get { place(row, block).load(as: Lanes.self) }
    nonmutating set {
      place(row, block).storeBytes(of: newValue, as: Lanes.self)
    }
  }

  @inline(__always)
  subscript(row: Int, number column: Int) -> Float {
    get { (place(row, 0) + column &* 4).load(as: Float.self) }
    nonmutating set {
      (place(row, 0) + column &* 4).storeBytes(of: newValue, as: Float.self)
    }
  }

  @inline(__always)
  func place(_ row: Int, _ block: Int) -> UnsafeMutableRawPointer {
    memory + (row &* pitch &+ block &* laneBytes)
  }
}

/// A matrix, cut from top to bottom into panels that are one vector wide.
struct Panels {
  let memory: UnsafeMutableRawPointer
  let rows: Int

  /// How many bytes it is from one panel to the next.
  @inline(__always)
  var apart: Int { rows &* laneBytes }

  @inline(__always)
  func place(_ row: Int, _ block: Int) -> UnsafeMutableRawPointer {
    memory + (block &* rows &+ row) &* laneBytes
  }

  @inline(__always)
  subscript(row: Int, block: Int) -> Lanes {
    get { place(row, block).load(as: Lanes.self) }
    nonmutating set {
      place(row, block).storeBytes(of: newValue, as: Lanes.self)
    }
  }

  subscript(row: Int, number column: Int) -> Float {
    get { number(row, column).load(as: Float.self) }
    nonmutating set {
      number(row, column).storeBytes(of: newValue, as: Float.self)
    }
  }

  private func number(_ row: Int, _ column: Int) -> UnsafeMutableRawPointer {
    place(row, column / laneCount) + column % laneCount * 4
  }
}

/// The memory of a model, given back all at once.
final class Arena {
  private var last: UnsafeMutableRawPointer?

  /// `count` bytes, all 0.
  func take(_ count: Int) -> UnsafeMutableRawPointer {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: count + laneBytes, alignment: laneBytes)
    memory.initializeMemory(
      as: UInt8.self, repeating: 0, count: count + laneBytes)
    memory.storeBytes(of: last, as: UnsafeMutableRawPointer?.self)
    last = memory
    return memory + laneBytes
  }

  deinit {
    while let memory = last {
      last = memory.load(as: UnsafeMutableRawPointer?.self)
      memory.deallocate()
    }
  }
}

/// How many vectors hold `count` numbers.
@inline(__always)
func blocks(of count: Int) -> Int { (count &+ laneCount &- 1) / laneCount }

extension Arena {
  func grid(_ rows: Int, _ columns: Int) -> LanesGrid {
    let count = blocks(of: columns)
    let pitch = (count % 4 == 0 ? count + 1 : count) * laneBytes
    return LanesGrid(memory: take(rows * pitch), pitch: pitch)
  }

  func panels(_ rows: Int, _ columns: Int) -> Panels {
    let rows = blocks(of: rows) * laneCount
    let bytes = rows * blocks(of: columns) * laneBytes
    return Panels(memory: take(bytes), rows: rows)
  }
}
