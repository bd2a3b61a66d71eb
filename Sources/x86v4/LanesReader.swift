// Tangled from 2 chapters, 17-tape.md to 22-threads.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
#endif

/// Sixteen documents that are read side by side. A position is a column: for
/// each of its numbers a vector, with a lane for each document.
public final class LanesReader {
  let model: LanesModel
  private let arena = Arena()
  /// A position on its way through the model.
  private let stream, seen, looks, heard: UnsafeMutableRawPointer
  private let open, features, scores: UnsafeMutableRawPointer
  /// The shares of one head, for each age of what it looks at.
  private let shares: UnsafeMutableRawPointer
  /// Keys and values: for each layer a ring with a seat for each place.
  private let rings: UnsafeMutableRawPointer
  private let ringBytes: Int
  /// In which seat the next ones go.
  private var next = 0

  init(_ model: LanesModel) {
    self.model = model
    let (shape, arena) = (model.shape, self.arena)
    func column(_ count: Int) -> UnsafeMutableRawPointer {
      arena.take(blocks(of: count) * laneCount * laneBytes)
    }
    let seats = model.heads.vectors * laneCount
    (stream, seen) = (column(shape.width), column(shape.width))
    (looks, heard) = (column(3 * seats), column(seats))
    (open, features) = (column(4 * shape.width), column(4 * shape.width))
    (scores, shares) = (column(shape.vocabulary), column(shape.context))
    ringBytes = shape.context * 2 * seats * laneBytes
    rings = arena.take(max(1, shape.layers) * ringBytes)
  }

  /// The keys that were kept `age` times ago; the values come after them.
  @inline(__always)
  private func kept(
    _ age: Int, in ring: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer {
    let (seat, context) = (next &- age, model.shape.context)
    let bytes = 2 &* model.heads.vectors &* laneCount &* laneBytes
    return ring + (seat < 0 ? seat &+ context : seat) &* bytes
  }

  /// Reads for each document the token that stands in `tokens`, at its place,
  /// and draws the one after it.
  public func read(
    _ tokens: UnsafeMutablePointer<Int32>, at places: UnsafePointer<Int32>,
    drawn: UnsafePointer<Float>, temperature: Double
  ) {
    var (own, ages) = (Lanes(), 1)
    for lane in 0..<laneCount {
      own[lane] = Float(places[lane])
      ages = max(ages, Int(places[lane]) &+ 1)
    }
    embed(tokens, places)
    for index in 0..<model.shape.layers {
      let layer = model.layers + index
      normalize(stream, into: seen)
      send(seen, through: layer.pointee.look, into: Plain(memory: looks))
      attend(rings + index &* ringBytes, own, ages)
      send(heard, through: layer.pointee.output, into: onto(stream))
      normalize(stream, into: seen)
      if model.shape.isSquared {
        send(
          seen, through: layer.pointee.expand,
          into: RectifiedSquared(memory: features, open: open))
      } else {
        send(
          seen, through: layer.pointee.expand, into: Rectified(memory: features))
      }
      send(features, through: layer.pointee.contract, into: onto(stream))
    }
    send(stream, through: model.unembedding, into: Plain(memory: scores))
    next = next &+ 1 == model.shape.context ? 0 : next &+ 1
    draw(
      UnsafeRawPointer(drawn).loadUnaligned(as: Lanes.self), temperature,
      into: tokens)
  }

  private func onto(_ column: UnsafeMutableRawPointer) -> Adding<Lanes> {
    Adding(base: UnsafeRawPointer(column), memory: column)
  }

  /// Puts the embeddings of the documents' tokens into the stream.
  private func embed(
    _ tokens: UnsafePointer<Int32>, _ places: UnsafePointer<Int32>
  ) {
    for block in 0..<blocks(of: model.shape.width) {
      for lane in 0..<laneCount {
        seen[lane, 0] =
          model.tokenTable.weights[Int(tokens[lane]), block]
          + model.placeTable.weights[Int(places[lane]), block]
      }
      turnSquare(
        UnsafeRawPointer(seen), into: stream + block &* laneCount &* laneBytes)
    }
    normalize(stream, into: stream)
  }

  private func normalize(
    _ x: UnsafeMutableRawPointer, into y: UnsafeMutableRawPointer
  ) {
    let width = model.shape.width
    var squares = Lanes()
    for i in 0..<width { squares = squares.plus(x[i, 0], times: x[i, 0]) }
    let mean = squares * (1 / Float(width))
    let scale = 1 / (mean + 1e-5).squareRoot()
    for i in 0..<width { y[i, 0] = x[i, 0] * scale }
  }

  /// Puts what comes out of `matrix` for `column` into `sink`.
  @inline(__always)
  private func send<S: Sink>(
    _ column: UnsafeMutableRawPointer, through matrix: LanesMatrix,
    into sink: S
  ) where S.Vector == Lanes {
    let numbers = Numbers(
      start: matrix.weights.memory, down: laneBytes, across: 4)
    let vectors = Vectors(
      start: column, count: laneCount, down: laneBytes,
      times: blocks(of: matrix.inputs), numberJump: matrix.weights.apart,
      vectorJump: laneCount &* laneBytes)
    let target = Target(rows: matrix.outputs, offset: 0, pitch: laneBytes)
    multiply(
      Single<Lanes>.self, numbers, vectors, target, into: sink,
      by: Repeatedly.self)
  }

  /// What each document hears at place `places` of its own, from what it has
  /// kept in `ring`. `ages` is how far back the oldest has to look.
  private func attend(
    _ ring: UnsafeMutableRawPointer, _ places: Lanes, _ ages: Int
  ) {
    let heads = model.heads
    let seats = heads.vectors &* laneCount &* laneBytes
    (ring + next &* 2 &* seats).copyMemory(
      from: looks + seats, byteCount: 2 &* seats)
    for head in 0..<heads.count {
      let first = head &* heads.seat &* laneBytes
      var most = Lanes(repeating: -1e30)
      for age in 0..<ages {
        let keys = kept(age, in: ring) + first
        var product = Lanes()
        for i in 0..<heads.headSize {
          product = product.plus(looks[i, first], times: keys[i, 0])
        }
        product.replace(with: -1e30, where: places .< Float(age))
        shares[age, 0] = product
        most = most.atLeast(product)
      }
      var total = Lanes()
      for age in 0..<ages {
        let power = exponential((shares[age, 0] - most) * heads.scale)
        shares[age, 0] = power
        total += power
      }
      let part = 1 / total
      for i in 0..<heads.headSize {
        var sum = Lanes()
        for age in 0..<ages {
          let values = kept(age, in: ring) + seats + first
          sum = sum.plus(shares[age, 0], times: values[i, 0])
        }
        heard[i, first] = sum * part
      }
    }
  }

  /// Draws a token for each document: its random number is in `drawn`.
  private func draw(
    _ drawn: Lanes, _ temperature: Double, into tokens: UnsafeMutablePointer<Int32>
  ) {
    let count = model.shape.vocabulary
    let factor = Float(min(1e30, 1 / temperature))
    var most = scores[0, 0]
    for token in 1..<count { most = most.atLeast(scores[token, 0]) }
    var total = Lanes()
    for token in 0..<count {
      let power = exponential((scores[token, 0] - most) * factor)
      scores[token, 0] = power
      total += power
    }
    let point = drawn * total
    var (end, chosen) = (Lanes(), SIMD16<Int32>())
    for token in 0..<count &- 1 {
      end += scores[token, 0]
      let one = SIMD16<Int32>(repeating: 1)
      chosen &+= one.replacing(with: 0, where: point .< end)
    }
    UnsafeMutableRawPointer(tokens).storeBytes(
      of: chosen, as: SIMD16<Int32>.self)
  }
}

extension LanesModel {
  /// One who reads sixteen documents side by side.
  public func makeReader() -> LanesReader { LanesReader(self) }
}

extension UnsafeMutableRawPointer {
  /// The vector number `index` after `offset` bytes.
  @inline(__always)
  fileprivate subscript(index: Int, offset: Int) -> Lanes {
    get { (self + (offset &+ index &* laneBytes)).load(as: Lanes.self) }
    nonmutating set {
      (self + (offset &+ index &* laneBytes))
        .storeBytes(of: newValue, as: Lanes.self)
    }
  }
}
