// Tangled from 2 chapters, 18-backward-by-hand.md to 19-attention-backwards.md. Do not edit: change the chapters.
/// A matrix somewhere in memory.
struct Grid {
  let rows, columns: Int
  let start: UnsafeMutablePointer<Double>
  /// How far it is from a number to the one below it, and to its right.
  let down, across: Int

  /// The beginning of row `i`.
  @inline(__always)
  func row(_ i: Int) -> UnsafeMutablePointer<Double> { start + i * down }
}

extension Grid {
  /// The rows as columns.
  var turned: Grid {
    Grid(
      rows: columns, columns: rows, start: start, down: across, across: down)
  }

  /// Some of the rows.
  func rows(_ part: Range<Int>) -> Grid {
    Grid(
      rows: part.count, columns: columns, start: row(part.lowerBound),
      down: down, across: across)
  }

  /// Some of the columns.
  func columns(_ part: Range<Int>) -> Grid {
    Grid(
      rows: rows, columns: part.count, start: start + part.lowerBound * across,
      down: down, across: across)
  }

  /// Puts the columns of this grid into the rows of `other`, eight rows at a
  /// time: so that what is written lies side by side.
  func copyTurned(to other: Grid) {
    for first in stride(from: 0, to: rows, by: 8) {
      let part = first..<min(first + 8, rows)
      var column = 0
      while across == 1 && part.count == 8 && column + 2 <= columns {
        turnTwo(first, column, to: other)
        column += 2
      }
      for j in column..<columns {
        let to = other.row(j)
        for i in part { to[i] = row(i)[j] }
      }
    }
  }

  /// Takes the numbers of `other`.
  func copy(_ other: Grid) {
    for i in 0..<rows { row(i).update(from: other.row(i), count: columns) }
  }

  /// Puts two columns of eight rows into two rows.
  @inline(__always)
  private func turnTwo(_ first: Int, _ column: Int, to other: Grid) {
    @inline(__always)
    func two(_ i: Int) -> SIMD2<Double> {
      UnsafeRawPointer(row(first + i) + column)
        .loadUnaligned(as: SIMD2<Double>.self)
    }
    @inline(__always)
    func four(_ i: Int) -> SIMD8<Double> {
      SIMD8(
        lowHalf: SIMD4(lowHalf: two(i), highHalf: two(i + 2)),
        highHalf: SIMD4(lowHalf: two(i + 4), highHalf: two(i + 6)))
    }
    let (a, b) = (four(0), four(1))
    let lows = SIMD8(a[0], b[0], a[2], b[2], a[4], b[4], a[6], b[6])
    let highs = SIMD8(a[1], b[1], a[3], b[3], a[5], b[5], a[7], b[7])
    UnsafeMutableRawPointer(other.row(column) + first)
      .storeBytes(of: lows, as: SIMD8<Double>.self)
    UnsafeMutableRawPointer(other.row(column + 1) + first)
      .storeBytes(of: highs, as: SIMD8<Double>.self)
  }
}

/// Memory for grids, given back when the workspace goes.
final class Workspace {
  /// The piece that was given out last. Each begins with 64 bytes for the
  /// address of the one before it, so that its numbers begin a cache line.
  private var last: UnsafeMutableRawPointer?

  deinit {
    while let piece = last {
      last = piece.load(as: UnsafeMutableRawPointer?.self)
      piece.deallocate()
    }
  }

  /// Memory for `count` elements, in which nothing stands yet.
  func memory<Element>(
    _ count: Int, of _: Element.Type
  ) -> UnsafeMutablePointer<Element> {
    let size = 64 + count * MemoryLayout<Element>.stride
    let piece = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    piece.storeBytes(of: last, as: UnsafeMutableRawPointer?.self)
    last = piece
    return (piece + 64).bindMemory(to: Element.self, capacity: count)
  }

  /// Memory for `count` numbers, all 0.
  func numbers(_ count: Int) -> UnsafeMutablePointer<Double> {
    let numbers = memory(count, of: Double.self)
    numbers.initialize(repeating: 0, count: count)
    return numbers
  }

  /// A grid of numbers, all 0.
  func grid(_ rows: Int, _ columns: Int) -> Grid {
    Grid(rows, columns, at: numbers(rows * columns))
  }
}

extension Grid {
  /// A grid of numbers that stand one after the other, row by row.
  init(_ rows: Int, _ columns: Int, at start: UnsafeMutablePointer<Double>) {
    self.init(
      rows: rows, columns: columns, start: start, down: columns, across: 1)
  }
}
