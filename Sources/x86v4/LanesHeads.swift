// Tangled from 1 chapter, 20-lanes.md. Do not edit: change the chapters.
/// How the heads of attention sit in vectors.
struct LanesHeads {
  let count, headSize: Int
  /// How many numbers are set aside for a head: 4, 8, or whole vectors.
  let seat: Int
  /// How many vectors a head spans, or 1 if several heads share one.
  let span: Int
  /// How many heads share a vector.
  let sharing: Int
  /// How many vectors all heads take.
  let vectors: Int
  /// What scores are multiplied by.
  let scale: Float

  init(_ count: Int, width: Int) {
    self.count = count
    headSize = width / count
    var seat = 4
    while seat < min(headSize, laneCount) { seat *= 2 }
    if headSize > laneCount {
      seat = blocks(of: headSize) * laneCount
    }
    self.seat = seat
    span = max(1, seat / laneCount)
    sharing = max(1, laneCount / seat)
    vectors = blocks(of: count * seat)
    scale = Float(1 / Double(headSize).squareRoot())
  }

  /// Where among the seats the number `index` of all heads' numbers is.
  func seated(_ index: Int) -> Int {
    index / headSize * seat + index % headSize
  }

  /// How many bytes the shares of one position take at most.
  func shareBytes(_ context: Int) -> Int {
    vectors / span * sharing * blocks(of: context) * laneBytes
  }
}

/// What attention needs for a moment.
struct LanesDesk {
  /// Sixteen rows, and in columns.
  let square, turned: UnsafeMutableRawPointer
  /// Rows of the heads that share a vector, each head's by themselves.
  let queries, slopes: UnsafeMutableRawPointer
  /// The slopes of shares, and then of scores.
  let shares: UnsafeMutableRawPointer

  init(_ heads: LanesHeads, context: Int, in arena: Arena) {
    let rows = heads.sharing * (context + laneCount) * laneBytes
    square = arena.take(laneCount * laneBytes)
    turned = arena.take(heads.span * laneCount * laneBytes)
    queries = arena.take(rows)
    slopes = arena.take(rows)
    shares = arena.take(rows)
  }
}

extension LanesHeads {
  /// What the `rows` of the document that begins in row `start` hear.
  @inline(never)
  func attend(
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
        for head in 0..<sharing {
          let place = shares + head &* keys &* laneBytes
          score(keyRow, looks.pitch, keys, head, desk, into: place)
          softmax(place, keys, first &- start)
          sum(valueRow, looks.pitch, keys, head, place, desk)
        }
        turnBack(desk, into: heard, some, block)
        shares += sharing &* keys &* laneBytes
      }
    }
  }

  /// What the slopes of what was heard make of those of queries, keys and
  /// values.
  @inline(never)
  func back(
    _ looks: LanesGrid, _ shares: UnsafeMutableRawPointer, _ heard: LanesGrid,
    into slopes: LanesGrid, _ rows: Range<Int>, _ desk: LanesDesk
  ) {
    let start = rows.lowerBound
    var shares = shares
    for row in rows {
      for block in vectors..<3 &* vectors { slopes[row, block] = Lanes() }
    }
    for block in stride(from: 0, to: vectors, by: span) {
      let keyRow = looks.place(start, vectors &+ block)
      let valueRow = looks.place(start, 2 &* vectors &+ block)
      for first in stride(from: start, to: rows.upperBound, by: laneCount) {
        let some = first..<min(first &+ laneCount, rows.upperBound)
        let keys = some.upperBound &- start
        turn(heard, some, block, desk)
        for head in 0..<sharing {
          let place = head &* keys &* laneBytes
          let slope = desk.shares + place
          score(valueRow, looks.pitch, keys, head, desk, into: slope)
          softmaxBack(slope, shares + place, keys)
          sum(keyRow, looks.pitch, keys, head, slope, desk)
        }
        turnBack(desk, into: slopes, some, block)
        let queries = own(looks, some, block, desk.queries)
        add(
          Numbers(start: desk.shares, down: laneBytes, across: 4),
          queries, some.count, jump: keys &* laneBytes, some.count, rows: keys,
          into: slopes, start, vectors &+ block)
        let heard = own(heard, some, block, desk.slopes)
        add(
          Numbers(start: shares, down: laneBytes, across: 4),
          heard, some.count, jump: keys &* laneBytes, some.count, rows: keys,
          into: slopes, start, 2 &* vectors &+ block)
        shares += sharing &* keys &* laneBytes
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
    _ numbers: UnsafeRawPointer, _ down: Int, _ keys: Int, _ head: Int,
    _ desk: LanesDesk, into products: UnsafeMutableRawPointer
  ) {
    let first = head &* seat
    for lane in stride(from: first, to: first &+ seat, by: 4) {
      let column = desk.turned + lane &* laneBytes
      let a = column.load(as: Lanes.self)
      let b = (column + laneBytes).load(as: Lanes.self)
      let c = (column + 2 &* laneBytes).load(as: Lanes.self)
      let d = (column + 3 &* laneBytes).load(as: Lanes.self)
      var (number, place) = (numbers + lane &* 4, products)
      for _ in 0..<keys {
        var sum = lane == first ? Lanes() : place.load(as: Lanes.self)
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

  /// The rows of vector `block`. Where heads share it: in `copies` once for
  /// each head, with 0 in the seats of others.
  @inline(__always)
  private func own(
    _ grid: LanesGrid, _ rows: Range<Int>, _ block: Int,
    _ copies: UnsafeMutableRawPointer
  ) -> LanesGrid {
    guard sharing > 1 else {
      return LanesGrid(
        memory: grid.place(rows.lowerBound, block), pitch: grid.pitch)
    }
    var place = copies
    for head in 0..<sharing {
      let lanes = laneNumbers
      let first = Float(head &* seat)
      let isOwn =
        (lanes .>= first) .& (lanes .< first + Float(seat))
      for row in rows {
        let own = Lanes().replacing(with: grid[row, block], where: isOwn)
        place.storeBytes(of: own, as: Lanes.self)
        place += laneBytes
      }
    }
    return LanesGrid(memory: copies, pitch: laneBytes)
  }

  /// The sums of a head's numbers in `keys` rows, each times the shares of that
  /// row, in columns.
  @inline(__always)
  private func sum(
    _ numbers: UnsafeRawPointer, _ down: Int, _ keys: Int, _ head: Int,
    _ shares: UnsafeRawPointer, _ desk: LanesDesk
  ) {
    let first = head &* seat
    for lane in stride(from: first, to: first &+ seat, by: 4) {
      let sink = Plain<Lanes>(memory: desk.turned + lane &* laneBytes)
      var sums = Four<Single<Lanes>>(in: sink, 0, laneBytes, 0)
      var (number, share) = (numbers + lane &* 4, shares)
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

  @inline(__always)
  private func add(
    _ numbers: Numbers, _ rows: LanesGrid, _ count: Int, jump: Int,
    _ length: Int, rows height: Int, into grid: LanesGrid, _ row: Int,
    _ block: Int
  ) {
    for part in 0..<span {
      let vectors = Vectors(
        start: rows.place(0, part), count: count, down: rows.pitch,
        times: sharing, numberJump: jump, vectorJump: length &* laneBytes)
      let target = Target(rows: height, offset: 0, pitch: grid.pitch)
      let place = grid.place(row, block &+ part)
      multiply(
        Single<Lanes>.self, numbers, vectors, target,
        into: Adding<Lanes>(base: UnsafeRawPointer(place), memory: place),
        by: Repeatedly.self)
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
