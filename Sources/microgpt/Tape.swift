// Tangled from 1 chapter, 17-tape.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
#endif

/// Numbers in the order in which they were calculated, each the product of
/// two others plus a third. Places 0 and 1 hold the numbers 0 and 1.
struct Tape: ~Copyable {
  private(set) var count = 0
  private var room = 0
  private(set) var values = UnsafeMutablePointer<Double>.allocate(capacity: 0)
  private(set) var gradients = UnsafeMutablePointer<Double>.allocate(
    capacity: 0)
  private var parents = UnsafeMutablePointer<Parents>.allocate(capacity: 0)

  init() {
    write(0, 0, 0, 0)
    write(1, 0, 0, 0)
  }

  deinit {
    values.deallocate()
    gradients.deallocate()
    parents.deallocate()
  }

  /// Writes the product of the numbers at `a` and `b` plus the one at `c`.
  @inline(__always)
  mutating func multiply(_ a: Int, _ b: Int, adding c: Int = 0) {
    write(values[a] * values[b] + values[c], a, b, c)
  }

  /// Writes `value`. Its slope for the number at `a` is the one at `b`, for the
  /// number at `b` the one at `a`, and for the number at `c` it is 1.
  @inline(__always)
  private mutating func write(_ value: Double, _ a: Int, _ b: Int, _ c: Int) {
    makeRoom(for: 1)
    values[count] = value
    parents[count] = Parents(a, b, c)
    count += 1
  }

  /// Writes `value`, which depends on nothing, and returns its place.
  @discardableResult
  mutating func constant(_ value: Double) -> Int {
    write(value, 0, 0, 0)
    return count - 1
  }

  /// Writes `value`, which grows with the number at `a` as fast as `slope`
  /// says, and returns its place.
  mutating func function(_ value: Double, of a: Int, slope: Double) -> Int {
    let slope = constant(slope)
    write(value, a, slope, 0)
    return count - 1
  }

  /// Forgets all numbers from `place` on.
  mutating func rewind(to place: Int) { count = place }

  @inline(__always)
  private mutating func makeRoom(for more: Int) {
    if room - count < more { grow(by: more) }
  }

  @inline(never)
  private mutating func grow(by more: Int) {
    room = max(1024, 2 * room, count + more)
    values = values.moved(count, toRoomFor: room)
    gradients = gradients.moved(count, toRoomFor: room)
    (gradients + count).initialize(repeating: 0, count: room - count)
    parents = parents.moved(count, toRoomFor: room)
  }

  /// Writes `size` products, each plus a number: `places` says for the first,
  /// for the second and so on where the three stand.
  @inline(__always)
  mutating func multiply(
    _ size: Int, _ places: (Int) -> (first: Int, second: Int, third: Int)
  ) {
    makeRoom(for: size)
    let (values, parents) = (values + count, parents + count)
    for i in 0..<size {
      let (a, b, c) = places(i)
      values[i] = self.values[a] * self.values[b] + self.values[c]
      parents[i] = Parents(a, b, c)
    }
    count += size
  }

  /// Adds to the gradient of every number how fast the last one, times `seed`,
  /// grows with it. Goes back to `end`, before which nothing has parents.
  func backward(seed: Double, to end: Int) {
    gradients[count - 1] = seed
    var place = count - 1
    // What the number at `shared` is still to get.
    var (shared, sum) = (0, 0.0)
    while place >= end {
      let (a, b) = (Int(parents[place].first), Int(parents[place].second))
      if a != shared {
        gradients[shared] += sum
        (shared, sum) = (a, 0)
      }
      let gradient = gradients[place]
      sum += gradient * values[b]
      gradients[b] += gradient * values[a]
      gradients[Int(parents[place].third)] += gradient
      gradients[place] = 0
      place -= 1
    }
    gradients[shared] += sum
  }
}

extension Tape {
  /// Writes the dot products of `rows` rows of weights with the `columns`
  /// numbers from `x` on, and returns the place of the first.
  mutating func linear(
    _ x: Int, _ weights: Int, rows: Int, columns: Int
  ) -> Int {
    for column in 0..<columns {
      let (weight, sums) = (weights + column, count - rows)
      multiply(rows) { row in
        (x + column, weight + row * columns, column == 0 ? 0 : sums + row)
      }
    }
    return count - rows
  }

  /// Writes the sums of the numbers from `a` and from `b` on.
  mutating func add(_ a: Int, _ b: Int, width: Int) -> Int {
    multiply(width) { i in (1, a + i, b + i) }
    return count - width
  }

  /// Writes the sum of the products of the numbers from `a` and `b` on.
  mutating func dot(_ a: Int, _ b: Int, width: Int) -> Int {
    let last = count - 1
    multiply(width) { i in (a + i, b + i, i == 0 ? 0 : last + i) }
    return count - 1
  }

  /// Writes the numbers from `x` on, made so that their mean square is 1.
  mutating func rmsNorm(_ x: Int, width: Int) -> Int {
    let squares = dot(x, x, width: width)
    let share = constant(1 / Double(width))
    multiply(squares, share, adding: constant(1e-5))
    let mean = values[count - 1]
    let root = 1 / mean.squareRoot()
    let scale = function(root, of: count - 1, slope: -0.5 * root / mean)
    multiply(width) { i in (scale, x + i, 0) }
    return count - width
  }

  /// Writes the numbers from `x` on that are above 0, and 0 for the others.
  mutating func relu(_ x: Int, width: Int) -> Int {
    for i in 0..<width {
      let isOpen = values[x + i] > 0
      // The slope is the number at place 1 or the one at place 0.
      write(isOpen ? values[x + i] : 0, x + i, isOpen ? 1 : 0, 0)
    }
    return count - width
  }

  /// Writes the exponentials of `count` scores from `scores` on, less the
  /// largest score, and what to multiply them by to make them probabilities.
  mutating func exponentials(
    _ scores: Int, count size: Int
  ) -> (first: Int, share: Int) {
    var largest = values[scores]
    for i in 0..<size { largest = max(largest, values[scores + i]) }
    let shift = constant(-largest)
    multiply(size) { i in (1, scores + i, shift) }
    for _ in 0..<size {
      // `count` grows with each entry, so this goes from score to score.
      let score = count - size
      write(exponential(values[score]), score, count, 0)
    }
    let (first, last) = (count - size, count - 1)
    multiply(size) { i in (1, first + i, i == 0 ? 0 : last + i) }
    let share = 1 / values[count - 1]
    return (first, function(share, of: count - 1, slope: -share * share))
  }

  /// Writes the surprise at `token`, plus the number at `others`.
  mutating func crossEntropy(
    _ scores: Int, _ token: Int, count size: Int, adding others: Int
  ) -> Int {
    let (first, share) = exponentials(scores, count: size)
    multiply(first + token, share)
    let p = values[count - 1]
    let log = function(logarithm(p), of: count - 1, slope: 1 / p)
    multiply(log, constant(-1), adding: others)
    return count - 1
  }

  /// Writes how much of its attention a query pays to each of `keys`, looking
  /// at `width` numbers from number `part` on.
  mutating func attentionWeights(
    _ query: Int, _ keys: [Int], part: Int, width: Int
  ) -> Int {
    let products = count
    for key in keys { _ = dot(query + part, key + part, width: width) }
    let calm = constant(1 / Double(width).squareRoot())
    multiply(keys.count) { t in (calm, products + t * width + width - 1, 0) }
    let (first, share) = exponentials(count - keys.count, count: keys.count)
    multiply(keys.count) { t in (share, first + t, 0) }
    return count - keys.count
  }
}

/// The places of the two numbers of a product, and of what is added to it.
private struct Parents {
  let first, second, third: Int32

  @inline(__always)
  init(_ first: Int, _ second: Int, _ third: Int) {
    self.first = Int32(truncatingIfNeeded: first)
    self.second = Int32(truncatingIfNeeded: second)
    self.third = Int32(truncatingIfNeeded: third)
  }
}

extension UnsafeMutablePointer {
  /// New memory with room for `room` elements, into which the first `count`
  /// have moved. This memory is given back.
  fileprivate func moved(_ count: Int, toRoomFor room: Int) -> Self {
    let place = Self.allocate(capacity: room)
    place.moveInitialize(from: self, count: count)
    deallocate()
    return place
  }
}

extension Tape {
  /// Moves the first `parameters` numbers as Adam does, and clears their
  /// gradients.
  func move(
    _ parameters: Int, _ m: UnsafeMutablePointer<Double>,
    _ v: UnsafeMutablePointer<Double>, _ pace: Pace
  ) {
    let (weights, gradients) = (values + 2, gradients + 2)
    let (fresh1, fresh2) = (1 - pace.beta1, 1 - pace.beta2)
    let root = pace.known2.squareRoot()
    let (rate, epsilon) = (pace.rate * root / pace.known1, 1e-8 * root)
    for i in 0..<parameters {
      let gradient = gradients[i]
      m[i] = pace.beta1 * m[i] + fresh1 * gradient
      v[i] = pace.beta2 * v[i] + fresh2 * (gradient * gradient)
      weights[i] -= rate * m[i] / (v[i].squareRoot() + epsilon)
      gradients[i] = 0
    }
  }
}
