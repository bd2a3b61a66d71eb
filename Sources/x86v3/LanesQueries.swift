// Tangled from 1 chapter, 21-step-on-lanes.md. Do not edit: change the chapters.
/// Heads that have vectors of their own.
extension LanesHeads {
  /// What the `rows` of the document that begins in row `start` hear.
  @inline(never)
  func attendInLanes(
    _ looks: LanesGrid, _ shares: UnsafeMutableRawPointer,
    into heard: LanesGrid, from start: Int, _ rows: Range<Int>,
    _ desk: LanesDesk
  ) {
    var shares = shares
    for block in stride(from: 0, to: vectors, by: span) {
      let keyRow = looks.place(start, vectors &+ block)
      let valueRow = looks.place(start, 2 &* vectors &+ block)
      for first in stride(from: rows.lowerBound, to: rows.upperBound, by: 16) {
        let some = first..<min(first &+ laneCount, rows.upperBound)
        let keys = some.upperBound &- start
        turn(looks, some, block, desk)
        score(keyRow, looks.pitch, keys, desk, into: shares)
        softmax(shares, keys, first &- start)
        sum(valueRow, looks.pitch, keys, shares, desk)
        turnBack(desk, into: heard, some, block)
        shares += keys &* laneBytes
      }
    }
  }

  /// What the slopes of what was heard make of those of queries, keys and
  /// values.
  @inline(never)
  func backInLanes(
    _ looks: LanesGrid, _ shares: UnsafeMutableRawPointer, _ heard: LanesGrid,
    into slopes: LanesGrid, _ rows: Range<Int>, _ desk: LanesDesk
  ) {
    let start = rows.lowerBound
    var shares = shares
    for row in rows {
      for block in vectors..<3 &* vectors { slopes[row, block] = Lanes() }
    }
    for block in stride(from: 0, to: vectors, by: span) {
      let (keys, values) = (vectors &+ block, 2 &* vectors &+ block)
      for first in stride(from: start, to: rows.upperBound, by: laneCount) {
        let some = first..<min(first &+ laneCount, rows.upperBound)
        let count = some.upperBound &- start
        turn(heard, some, block, desk)
        score(
          looks.place(start, values), looks.pitch, count, desk,
          into: desk.shares)
        softmaxBack(desk.shares, shares, count)
        sum(looks.place(start, keys), looks.pitch, count, desk.shares, desk)
        turnBack(desk, into: slopes, some, block)
        add(desk.shares, looks, some, block, to: slopes, start..<start &+ count, keys)
        add(shares, heard, some, block, to: slopes, start..<start &+ count, values)
        shares += count &* laneBytes
      }
    }
  }
}

extension LanesHeads {
  /// Puts up to sixteen rows, from vector `block` on, into columns.
  @inline(__always)
  private func turn(
    _ grid: LanesGrid, _ rows: Range<Int>, _ block: Int, _ desk: LanesDesk
  ) {
    for part in 0..<span {
      var place = desk.square
      for row in rows {
        place.storeBytes(of: grid[row, block &+ part], as: Lanes.self)
        place += laneBytes
      }
      for _ in rows.count..<laneCount {
        place.storeBytes(of: Lanes(), as: Lanes.self)
        place += laneBytes
      }
      turnSquare(
        UnsafeRawPointer(desk.square),
        into: desk.turned + part &* laneCount &* laneBytes)
    }
  }

  /// The products of a head's numbers in `keys` rows, the first of which begins
  /// at `numbers`, with those in columns.
  @inline(__always)
  private func score(
    _ numbers: UnsafeRawPointer, _ down: Int, _ keys: Int, _ desk: LanesDesk,
    into products: UnsafeMutableRawPointer
  ) {
    for index in stride(from: 0, to: seat, by: 4) {
      let column = desk.turned + index &* laneBytes
      let a = column.load(as: Lanes.self)
      let b = (column + laneBytes).load(as: Lanes.self)
      let c = (column + 2 &* laneBytes).load(as: Lanes.self)
      let d = (column + 3 &* laneBytes).load(as: Lanes.self)
      var (number, place) = (numbers + index &* 4, products)
      for _ in 0..<keys {
        var sum = index == 0 ? Lanes() : place.load(as: Lanes.self)
        sum = sum.plus(a, times: Lanes(number, 0))
        sum = sum.plus(b, times: Lanes(number, 1))
        sum = sum.plus(c, times: Lanes(number, 2))
        sum = sum.plus(d, times: Lanes(number, 3))
        place.storeBytes(of: sum, as: Lanes.self)
        number += down
        place += laneBytes
      }
    }
  }

  /// The sums of a head's numbers in `keys` rows, each times the shares of that
  /// row, in columns.
  @inline(__always)
  private func sum(
    _ numbers: UnsafeRawPointer, _ down: Int, _ keys: Int,
    _ shares: UnsafeRawPointer, _ desk: LanesDesk
  ) {
    for index in stride(from: 0, to: seat, by: 4) {
      let sink = Plain<Lanes>(memory: desk.turned + index &* laneBytes)
      var sums = Four<Single<Lanes>>(in: sink, 0, laneBytes, 0)
      var (number, share) = (numbers + index &* 4, shares)
      for _ in 0..<keys {
        sums.add(number, 4, times: Single(share, 0))
        number += down
        share += laneBytes
      }
      sums.store(in: sink, 0, laneBytes, 0)
    }
  }

  /// Puts columns back into rows.
  @inline(__always)
  private func turnBack(
    _ desk: LanesDesk, into grid: LanesGrid, _ rows: Range<Int>, _ block: Int
  ) {
    for part in 0..<span {
      let columns = desk.turned + part &* laneCount &* laneBytes
      turnSquare(UnsafeRawPointer(columns), into: desk.square)
      var place = desk.square
      for row in rows {
        grid[row, block &+ part] = place.load(as: Lanes.self)
        place += laneBytes
      }
    }
  }

  /// Adds to `keys` rows of `grid`, from vector `target` on, the `rows` of
  /// `other`, from vector `block` on, each times its lane of `numbers`.
  @inline(__always)
  private func add(
    _ numbers: UnsafeRawPointer, _ other: LanesGrid, _ rows: Range<Int>,
    _ block: Int, to grid: LanesGrid, _ keys: Range<Int>, _ target: Int
  ) {
    for part in 0..<span {
      let vectors = Vectors(
        start: other.place(rows.lowerBound, block &+ part), count: rows.count,
        down: other.pitch)
      let place = grid.place(keys.lowerBound, target &+ part)
      multiply(
        Single<Lanes>.self,
        Numbers(start: numbers, down: laneBytes, across: 4), vectors,
        Target(rows: keys.count, offset: 0, pitch: grid.pitch),
        into: Adding<Lanes>(base: UnsafeRawPointer(place), memory: place))
    }
  }

  /// Makes shares of the products with `keys` keys, a query in each lane, the
  /// first of which is at place `first`. No query looks beyond its own place.
  @inline(__always)
  private func softmax(
    _ products: UnsafeMutableRawPointer, _ keys: Int, _ first: Int
  ) {
    var most = Lanes(repeating: -.infinity)
    for key in 0..<keys {
      let place = products + key &* laneBytes
      var product = place.load(as: Lanes.self)
      if key > first {
        product.replace(
          with: -1e30, where: laneNumbers .< Float(key &- first))
        place.storeBytes(of: product, as: Lanes.self)
      }
      most = most.atLeast(product)
    }
    var total = Lanes()
    for key in 0..<keys {
      let place = products + key &* laneBytes
      let power = exponential((place.load(as: Lanes.self) - most) * scale)
      place.storeBytes(of: power, as: Lanes.self)
      total += power
    }
    let part = 1 / total
    for key in 0..<keys {
      let place = products + key &* laneBytes
      place.storeBytes(of: place.load(as: Lanes.self) * part, as: Lanes.self)
    }
  }

  /// Makes slopes of products of slopes of shares.
  @inline(__always)
  private func softmaxBack(
    _ slopes: UnsafeMutableRawPointer, _ shares: UnsafeRawPointer, _ keys: Int
  ) {
    var mean = Lanes()
    for key in 0..<keys {
      let place = key &* laneBytes
      mean = mean.plus(
        (shares + place).load(as: Lanes.self),
        times: (slopes + place).load(as: Lanes.self))
    }
    for key in 0..<keys {
      let place = key &* laneBytes
      let slope = (slopes + place).load(as: Lanes.self) - mean
      let share = (shares + place).load(as: Lanes.self) * scale
      (slopes + place).storeBytes(of: share * slope, as: Lanes.self)
    }
  }
}

extension Lanes {
  /// The number `place` places after `memory`, in all lanes.
  @inline(__always)
  fileprivate init(_ memory: UnsafeRawPointer, _ place: Int) {
    self.init(repeating: (memory + place &* 4).load(as: Float.self))
  }
}

/// 0, 1, 2, … 15.
@inline(__always)
var laneNumbers: Lanes {
  Lanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
}
