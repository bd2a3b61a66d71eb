// Tangled from 3 chapters, 01-names.md to 21-threads.md. Do not edit: change the chapters.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#endif

/// Rows of numbers, one for each position.
struct LanesGrid {
  let memory: UnsafeMutableRawPointer
  /// How many bytes a row takes: whole vectors.
  let pitch: Int

  /// The vector number `block` of a row.
  @inline(__always)
  subscript(row: Int, block: Int) -> Lanes {
    get {
      let place = row &* pitch &+ block &* laneBytes
      return memory.load(fromByteOffset: place, as: Lanes.self)
    }
    nonmutating set {
      let place = row &* pitch &+ block &* laneBytes
      memory.storeBytes(of: newValue, toByteOffset: place, as: Lanes.self)
    }
  }

  @inline(__always)
  subscript(row: Int, number column: Int) -> Float {
    get {
      memory.load(fromByteOffset: row &* pitch &+ column &* 4, as: Float.self)
    }
    nonmutating set {
      let place = row &* pitch &+ column &* 4
      memory.storeBytes(of: newValue, toByteOffset: place, as: Float.self)
    }
  }
}

/// A matrix, cut from top to bottom into panels that are one vector wide.
struct Panels {
  let memory: UnsafeMutableRawPointer
  let rows: Int

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
  /// Into how many groups the documents of a batch are divided.
  var groups = 1

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
func blocks(of count: Int) -> Int { (count + laneCount - 1) / laneCount }

extension Arena {
  func grid(_ rows: Int, _ columns: Int) -> LanesGrid {
    let pitch = blocks(of: columns) * laneBytes
    return LanesGrid(memory: take(rows * pitch), pitch: pitch)
  }

  func panels(_ rows: Int, _ columns: Int) -> Panels {
    let rows = blocks(of: rows) * laneCount
    let bytes = rows * blocks(of: columns) * laneBytes
    return Panels(memory: take(bytes), rows: rows)
  }
}

/// A product of rows of numbers with a matrix: what goes in, what comes out.
struct LanesProduct {
  let input: LanesGrid
  /// How many numbers of each row go in.
  let inputs: Int
  /// What is added to the product, if anything.
  let base: LanesGrid?
  let output: LanesGrid
}

/// Rows of sums that grow together.
protocol Tile {
  static var height: Int { get }
  init()
  init(_ memory: UnsafeRawPointer, _ pitch: Int)
  /// Adds to each row its own number, the next `pitch` bytes on, times `row`.
  mutating func add(_ numbers: UnsafeRawPointer, _ pitch: Int, times row: Lanes)
  func store(_ memory: UnsafeMutableRawPointer, _ pitch: Int)
}

extension Lanes: Tile {
  @inline(__always) static var height: Int { 1 }

  @inline(__always)
  init(_ memory: UnsafeRawPointer, _ pitch: Int) {
    self = memory.load(as: Lanes.self)
  }

  @inline(__always)
  mutating func add(
    _ numbers: UnsafeRawPointer, _ pitch: Int, times row: Lanes
  ) {
    self = plus(row, times: Lanes(repeating: numbers.load(as: Float.self)))
  }

  @inline(__always)
  func store(_ memory: UnsafeMutableRawPointer, _ pitch: Int) {
    memory.storeBytes(of: self, as: Lanes.self)
  }
}

/// One tile on another.
struct Stack<Top: Tile, Bottom: Tile>: Tile {
  private var top: Top
  private var bottom: Bottom

  @inline(__always) static var height: Int { Top.height &+ Bottom.height }

  @inline(__always)
  init() {
    top = Top()
    bottom = Bottom()
  }

  @inline(__always)
  init(_ memory: UnsafeRawPointer, _ pitch: Int) {
    top = Top(memory, pitch)
    bottom = Bottom(memory + Top.height &* pitch, pitch)
  }

  @inline(__always)
  mutating func add(
    _ numbers: UnsafeRawPointer, _ pitch: Int, times row: Lanes
  ) {
    top.add(numbers, pitch, times: row)
    bottom.add(numbers + Top.height &* pitch, pitch, times: row)
  }

  @inline(__always)
  func store(_ memory: UnsafeMutableRawPointer, _ pitch: Int) {
    top.store(memory, pitch)
    bottom.store(memory + Top.height &* pitch, pitch)
  }
}

typealias Two = Stack<Lanes, Lanes>
typealias Three = Stack<Two, Lanes>
typealias Four = Stack<Two, Two>
typealias Five = Stack<Four, Lanes>
typealias Six = Stack<Four, Two>
typealias Seven = Stack<Four, Three>
typealias Eight = Stack<Four, Four>

extension LanesProduct {
  /// The rows from `row` on, as many as the tile is high, times a panel.
  @inline(__always)
  private func fill<T: Tile>(
    _: T.Type, _ row: Int, _ block: Int, _ panel: UnsafeRawPointer
  ) {
    let place = row &* output.pitch &+ block &* laneBytes
    var sums = base.map { T($0.memory + place, output.pitch) } ?? T()
    var numbers = UnsafeRawPointer(input.memory + row &* input.pitch)
    var weights = panel
    for _ in 0..<inputs {
      sums.add(numbers, input.pitch, times: weights.load(as: Lanes.self))
      numbers += 4
      weights += laneBytes
    }
    sums.store(output.memory + place, output.pitch)
  }

  #if AVX512
    private static var tallest: Int { 8 }
  #elseif FMA || arch(arm64)
    private static var tallest: Int { 4 }
  #else
    private static var tallest: Int { 2 }
  #endif

  /// Multiplies the `rows` of the input by the first `blocks` panels.
  @inline(never)
  func run(_ matrix: Panels, _ blocks: Int, _ rows: Range<Int>) {
    for block in 0..<blocks {
      let panel = UnsafeRawPointer(matrix.place(0, block))
      var row = rows.lowerBound
      while row < rows.upperBound {
        let height = min(LanesProduct.tallest, rows.upperBound &- row)
        switch height {
        case 1: fill(Lanes.self, row, block, panel)
        case 2: fill(Two.self, row, block, panel)
        case 3: fill(Three.self, row, block, panel)
        case 4: fill(Four.self, row, block, panel)
        case 5: fill(Five.self, row, block, panel)
        case 6: fill(Six.self, row, block, panel)
        case 7: fill(Seven.self, row, block, panel)
        default: fill(Eight.self, row, block, panel)
        }
        row &+= height
      }
    }
  }
}

/// A matrix of weights, outputs × inputs.
struct LanesMatrix {
  let outputs, inputs: Int
  let weights: Panels
  /// What Adam remembers of each weight.
  let m, v: Panels
  /// The weights again, inputs × outputs.
  let turned: Panels
  /// What goes in, and how fast the loss grows with what comes out.
  let input, slopes: LanesGrid
  /// The gradient of each group of documents, one below the other.
  let gradients: Panels

  init(
    _ outputs: Int, _ inputs: Int, of input: LanesGrid, slopes: LanesGrid,
    in arena: Arena
  ) {
    (self.outputs, self.inputs) = (outputs, inputs)
    (self.input, self.slopes) = (input, slopes)
    weights = arena.panels(outputs, inputs)
    m = arena.panels(outputs, inputs)
    v = arena.panels(outputs, inputs)
    turned = arena.panels(inputs, outputs)
    let groupRows = arena.groups * blocks(of: outputs) * laneCount
    gradients = arena.panels(arena.groups > 1 ? groupRows : 0, inputs)
  }
}

extension LanesMatrix {
  /// What comes out for `rows` of the input, added to `base` if there is one.
  func apply(
    to rows: Range<Int>, onto base: LanesGrid? = nil, into output: LanesGrid
  ) {
    LanesProduct(input: input, inputs: inputs, base: base, output: output)
      .run(turned, blocks(of: outputs), rows)
  }

  /// How fast the loss grows with what went in.
  func applyBack(to rows: Range<Int>, into inputSlopes: LanesGrid) {
    LanesProduct(input: slopes, inputs: outputs, base: nil, output: inputSlopes)
      .run(weights, blocks(of: inputs), rows)
  }
}

/// Adam's numbers of a step, as Float.
struct LanesPace {
  let keep1, news1, keep2, news2: Float
  /// What a step is multiplied by, below 0, and what keeps it finite.
  let rate, epsilon: Float
}

extension LanesMatrix {
  /// Moves the weights of one vector as Adam would.
  @inline(__always)
  func move(_ row: Int, _ block: Int, by gradient: Lanes, _ pace: LanesPace) {
    var mean = (m[row, block] * pace.keep1)
      .plus(gradient, times: Lanes(repeating: pace.news1))
    mean.replace(with: 0, where: mean * mean .< 1e-37)
    let square = Lanes(repeating: 1e-30)
      .plus(v[row, block], times: Lanes(repeating: pace.keep2))
      .plus(gradient * pace.news2, times: gradient)
    m[row, block] = mean
    v[row, block] = square
    let step = mean / (square.squareRoot() + pace.epsilon)
    weights[row, block] = weights[row, block]
      .plus(step, times: Lanes(repeating: pace.rate))
  }

  /// Learns a square of 16 × 16 weights from the first `count` positions.
  @inline(never)
  func learn(_ strip: Int, _ block: Int, _ count: Int, _ pace: LanesPace) {
    var row = strip &* laneCount
    let end = min(outputs, row &+ laneCount)
    let positions = 0..<count
    while row < end {
      var a = Lanes(), b = Lanes(), c = Lanes(), d = Lanes()
      let first = positions.lowerBound
      var slope =
        UnsafeRawPointer(slopes.memory)
        + (first &* slopes.pitch &+ row &* 4)
      var numbers =
        UnsafeRawPointer(input.memory)
        + (first &* input.pitch &+ block &* laneBytes)
      for _ in positions {
        let input = numbers.load(as: Lanes.self)
        a.add(slope, 0, times: input)
        b.add(slope + 4, 0, times: input)
        c.add(slope + 8, 0, times: input)
        d.add(slope + 12, 0, times: input)
        slope += slopes.pitch
        numbers += self.input.pitch
      }
      move(row, block, by: a, pace)
      move(row &+ 1, block, by: b, pace)
      move(row &+ 2, block, by: c, pace)
      move(row &+ 3, block, by: d, pace)
      row &+= 4
    }
    turn(strip, block)
  }

  /// Copies a square of the weights into the turned ones.
  @inline(__always)
  fileprivate func turn(_ strip: Int, _ block: Int) {
    turnSquare(
      weights.place(strip &* laneCount, block),
      into: turned.place(block &* laneCount, strip))
  }

  /// Calls `body` for each square of 16 × 16 weights.
  func eachSquare(_ body: (_ strip: Int, _ block: Int) -> Void) {
    for strip in 0..<blocks(of: outputs) {
      for block in 0..<blocks(of: inputs) { body(strip, block) }
    }
  }
}

/// A layer: its weights, and what becomes of each position in it.
struct LanesLayer {
  /// What comes in, and how fast the loss grows with it.
  let stream, slopes: LanesGrid
  /// The size by which rmsNorm multiplied, for each norm.
  let scales1, scales2: LanesGrid
  /// Query, key and value in one matrix, and what they say.
  let look: LanesMatrix
  let looks: LanesGrid
  /// How much of its attention each position pays to each before it.
  let shares: LanesGrid
  let output: LanesMatrix
  /// The stream after attention.
  let middle: LanesGrid
  let expand: LanesMatrix
  /// The features before they are squared, if they are.
  let open: LanesGrid
  let contract: LanesMatrix
  /// What goes out.
  let after: LanesGrid
}

/// How wide the things in a model are.
struct LanesShape {
  let vocabulary, width, context, heads: Int
  let isSquared: Bool

  var features: Int { 4 * width }
  var headSize: Int { width / heads }

  /// How many numbers are set aside for a head: 1, 2, 4, 8, or whole vectors.
  var seat: Int {
    var seat = 1
    while seat < min(headSize, laneCount) { seat *= 2 }
    return headSize > laneCount ? blocks(of: headSize) * laneCount : seat
  }

  /// How many vectors a head spans, or 1 if several heads share one.
  var span: Int { max(1, seat / laneCount) }

  /// How many vectors all heads take.
  var headBlocks: Int { blocks(of: heads * seat) }

  /// Where among the seats the number `index` of all heads' numbers is.
  func seated(_ index: Int) -> Int {
    index / headSize * seat + index % headSize
  }
}

/// A model that learns in single precision.
public final class LanesModel {
  private let shape: LanesShape
  private let arena = Arena()
  private let layerCount: Int
  private let layers: UnsafeMutablePointer<LanesLayer>
  private let tokenTable, placeTable, unembedding: LanesMatrix
  /// Which rows of the two tables each position is the sum of.
  private let tokens, places: UnsafeMutablePointer<Int32>
  /// The sum, its norm, and what comes out of the last layer.
  private let sums, embedded, scales, last: LanesGrid
  /// 0 for each token, −10³⁰ for what fills the last vector up.
  private let mask: LanesGrid
  /// What is needed for a moment only.
  private let scratch: LanesGrid
  /// Where the vectors of a position's embedding end.
  private let widthBlocks: Int
  /// How fast the loss grows with the embedding, and with the last stream.
  private let embeddedSlopes, lastSlopes: LanesGrid

  /// Weights are 0 until they are read; `rows` positions fit in.
  public init(
    vocabulary: Int, width: Int, context: Int, layers layerCount: Int,
    heads: Int, isSquared: Bool, rows: Int
  ) {
    shape = LanesShape(
      vocabulary: vocabulary, width: width, context: context, heads: heads,
      isSquared: isSquared)
    self.layerCount = layerCount
    widthBlocks = blocks(of: width)
    arena.groups = min(4, rows / context)
    let slopes = arena.grid(rows, width)
    let sumSlopes = arena.grid(rows, width)
    tokenTable = LanesMatrix(
      vocabulary, width, of: arena.grid(vocabulary, width), slopes: sumSlopes,
      in: arena)
    placeTable = LanesMatrix(
      context, width, of: arena.grid(context, width), slopes: sumSlopes,
      in: arena)
    let bytes = rows * MemoryLayout<Int32>.stride
    tokens = arena.take(bytes).bindMemory(to: Int32.self, capacity: rows)
    places = arena.take(bytes).bindMemory(to: Int32.self, capacity: rows)
    sums = arena.grid(rows, width)
    embedded = arena.grid(rows, width)
    scales = arena.grid(rows, 1)
    scratch = arena.grid(rows, max(width, shape.headBlocks * laneCount))
    embeddedSlopes = slopes
    let layerBytes = max(1, layerCount) * MemoryLayout<LanesLayer>.stride
    layers = arena.take(layerBytes)
      .bindMemory(to: LanesLayer.self, capacity: layerCount)
    var (stream, streamSlopes) = (embedded, slopes)
    for index in 0..<layerCount {
      let layer = LanesLayer(
        shape, stream, slopes: streamSlopes, rows: rows, in: arena)
      (layers + index).initialize(to: layer)
      (stream, streamSlopes) = (layer.after, layer.contract.slopes)
    }
    last = stream
    unembedding = LanesMatrix(
      vocabulary, width, of: stream, slopes: arena.grid(rows, vocabulary),
      in: arena)
    lastSlopes = streamSlopes
    mask = arena.grid(1, vocabulary)
    for column in vocabulary..<blocks(of: vocabulary) * laneCount {
      mask[0, number: column] = -1e30
    }
  }
}

extension LanesLayer {
  init(
    _ shape: LanesShape, _ stream: LanesGrid, slopes: LanesGrid, rows: Int,
    in arena: Arena
  ) {
    let (width, features) = (shape.width, shape.features)
    let seats = shape.headBlocks * laneCount
    func grid(_ columns: Int) -> LanesGrid { arena.grid(rows, columns) }
    (self.stream, self.slopes) = (stream, slopes)
    (scales1, scales2) = (grid(1), grid(1))
    look = LanesMatrix(
      3 * seats, width, of: grid(width), slopes: grid(3 * seats), in: arena)
    looks = grid(3 * seats)
    shares = grid(
      shape.seat < laneCount
        ? shape.headBlocks * shape.context * laneCount
        : shape.heads * shape.context)
    output = LanesMatrix(
      width, seats, of: grid(seats), slopes: grid(width), in: arena)
    middle = grid(width)
    expand = LanesMatrix(
      features, width, of: grid(width), slopes: grid(features), in: arena)
    let bent = grid(features)
    open = shape.isSquared ? grid(features) : bent
    contract = LanesMatrix(
      width, features, of: bent, slopes: grid(width), in: arena)
    after = grid(width)
  }
}

extension LanesModel {
  /// Takes all weights (part 0), or what Adam remembers of them (1, 2), in the
  /// order in which weights are drawn.
  public func read(_ part: Int, from numbers: UnsafePointer<Double>) {
    var next = numbers
    eachWeight { matrix, row, column in
      matrix.part(part)[row, number: column] = Float(next.pointee)
      next += 1
    }
    if part == 0 { eachMatrix { matrix in matrix.eachSquare(matrix.turn) } }
  }

  public func write(_ part: Int, to numbers: UnsafeMutablePointer<Double>) {
    var next = numbers
    eachWeight { matrix, row, column in
      next.pointee = Double(matrix.part(part)[row, number: column])
      next += 1
    }
  }

  private func eachWeight(_ body: (LanesMatrix, Int, Int) -> Void) {
    let (width, features) = (shape.width, shape.features)
    let plain = { (index: Int) in index }
    tokenTable.each(shape.vocabulary, plain, width, plain, body)
    placeTable.each(shape.context, plain, width, plain, body)
    unembedding.each(shape.vocabulary, plain, width, plain, body)
    for index in 0..<layerCount {
      let layer = layers[index]
      for part in 0..<3 {
        let first = part * shape.headBlocks * laneCount
        let seat = { (index: Int) in first + self.shape.seated(index) }
        layer.look.each(width, seat, width, plain, body)
      }
      layer.output.each(width, plain, width, shape.seated, body)
      layer.expand.each(features, plain, width, plain, body)
      layer.contract.each(width, plain, features, plain, body)
    }
  }

  /// Calls `body` for each matrix but the two tables.
  private func eachMatrix(_ body: (LanesMatrix) -> Void) {
    body(unembedding)
    for index in 0..<layerCount {
      let layer = layers[index]
      body(layer.look)
      body(layer.output)
      body(layer.expand)
      body(layer.contract)
    }
  }
}

extension LanesMatrix {
  fileprivate func part(_ part: Int) -> Panels {
    part == 0 ? weights : part == 1 ? m : v
  }
}

extension LanesMatrix {
  /// Calls `body` for `rows` × `columns` weights, row by row, with where in
  /// the matrix they are.
  fileprivate func each(
    _ rows: Int, _ row: (Int) -> Int, _ columns: Int, _ column: (Int) -> Int,
    _ body: (LanesMatrix, Int, Int) -> Void
  ) {
    for i in 0..<rows {
      for j in 0..<columns { body(self, row(i), column(j)) }
    }
  }
}

extension LanesModel {
  /// Says which token is to be at which place of its document, in `row`.
  public func put(_ token: Int, at place: Int, in row: Int) {
    tokens[row] = Int32(truncatingIfNeeded: token)
    places[row] = Int32(truncatingIfNeeded: place)
  }

  /// Goes through the rows from `first` to before `end` of the document that
  /// begins in row `start`.
  public func forward(from start: Int, _ first: Int, _ end: Int) {
    let rows = first..<end
    embed(rows)
    for index in 0..<layerCount { pass(layers[index], from: start, rows) }
    unembedding.apply(to: rows, into: unembedding.slopes)
  }

  private func pass(_ layer: LanesLayer, from start: Int, _ rows: Range<Int>) {
    normalize(layer.stream, into: layer.look.input, layer.scales1, rows)
    layer.look.apply(to: rows, into: layer.looks)
    attend(layer, from: start, rows)
    layer.output.apply(to: rows, onto: layer.stream, into: layer.middle)
    normalize(layer.middle, into: layer.expand.input, layer.scales2, rows)
    layer.expand.apply(to: rows, into: layer.open)
    bend(layer, rows)
    layer.contract.apply(to: rows, onto: layer.middle, into: layer.after)
  }

  private func embed(_ rows: Range<Int>) {
    for row in rows {
      let (token, place) = (Int(tokens[row]), Int(places[row]))
      for block in 0..<widthBlocks {
        let token = tokenTable.weights[token, block]
        sums[row, block] = token + placeTable.weights[place, block]
      }
    }
    normalize(sums, into: embedded, scales, rows)
  }
}

extension LanesModel {
  /// rmsNorm, row by row.
  @inline(never)
  private func normalize(
    _ x: LanesGrid, into y: LanesGrid, _ scales: LanesGrid, _ rows: Range<Int>
  ) {
    let share = 1 / Float(shape.width)
    for row in rows {
      var squares = Lanes()
      for block in 0..<widthBlocks {
        squares = squares.plus(x[row, block], times: x[row, block])
      }
      let mean = squares.sums(of: laneCount) * share
      let scale = 1 / (mean + 1e-5).squareRoot()
      scales[row, 0] = scale
      for block in 0..<widthBlocks { y[row, block] = x[row, block] * scale }
    }
  }

  /// What `slopes` of the norm `y` make of the slopes of what was normalized,
  /// added to `base` if there is one.
  @inline(never)
  private func normalizeBack(
    _ slopes: LanesGrid, _ y: LanesGrid, _ scales: LanesGrid,
    onto base: LanesGrid?, into result: LanesGrid, _ rows: Range<Int>
  ) {
    let share = 1 / Float(shape.width)
    for row in rows {
      var products = Lanes()
      for block in 0..<widthBlocks {
        products = products.plus(y[row, block], times: slopes[row, block])
      }
      let mean = products.sums(of: laneCount) * share
      for block in 0..<widthBlocks {
        let own = slopes[row, block] - y[row, block] * mean
        let base = base.map { $0[row, block] } ?? Lanes()
        result[row, block] = base.plus(own, times: scales[row, 0])
      }
    }
  }
}

extension LanesModel {
  /// What the rows of the document that begins in row `start` hear.
  @inline(never)
  private func attend(
    _ layer: LanesLayer, from start: Int, _ rows: Range<Int>
  ) {
    let (looks, size) = (layer.looks, shape.headBlocks)
    let scale = 1 / Float(shape.headSize).squareRoot()
    for group in 0..<size / shape.span {
      let blocks = group &* shape.span..<(group &+ 1) &* shape.span
      for row in rows {
        var most = Lanes(repeating: -.infinity)
        for other in start...row {
          var products = Lanes()
          for block in blocks {
            products = products.plus(
              looks[row, block], times: looks[other, size &+ block])
          }
          let score = products.sums(of: shape.seat) * scale
          keep(score, layer, row, group, other &- start)
          most = most.atLeast(score)
        }
        var total = Lanes()
        for other in 0...row &- start {
          let power = exponential(share(layer, row, group, other) - most)
          keep(power, layer, row, group, other)
          total += power
        }
        let part = 1 / total
        for other in 0...row &- start {
          let share = share(layer, row, group, other) * part
          keep(share, layer, row, group, other)
        }
        for block in blocks {
          var heard = Lanes()
          for other in start...row {
            let share = share(layer, row, group, other &- start)
            heard = heard.plus(share, times: looks[other, 2 &* size &+ block])
          }
          layer.output.input[row, block] = heard
        }
      }
    }
  }

  /// The share of attention that heads in `group` of `row` pay to `other`.
  @inline(__always)
  private func share(
    _ layer: LanesLayer, _ row: Int, _ group: Int, _ other: Int
  ) -> Lanes {
    let place = group &* shape.context &+ other
    return shape.seat < laneCount
      ? layer.shares[row, place]
      : Lanes(repeating: layer.shares[row, number: place])
  }

  @inline(__always)
  private func keep(
    _ share: Lanes, _ layer: LanesLayer, _ row: Int, _ group: Int, _ other: Int
  ) {
    let place = group &* shape.context &+ other
    if shape.seat < laneCount {
      layer.shares[row, place] = share
    } else {
      layer.shares[row, number: place] = share[0]
    }
  }

  /// What the slopes in `scratch` of what was heard make of those of queries,
  /// keys and values.
  @inline(never)
  private func attendBack(_ layer: LanesLayer, _ rows: Range<Int>) {
    let (looks, slopes) = (layer.looks, layer.look.slopes)
    let size = shape.headBlocks
    let scale = 1 / Float(shape.headSize).squareRoot()
    for row in rows {
      for block in 0..<3 &* size { slopes[row, block] = Lanes() }
    }
    for group in 0..<size / shape.span {
      let blocks = group &* shape.span..<(group &+ 1) &* shape.span
      for row in rows {
        var mean = Lanes()
        for block in blocks {
          mean = mean.plus(
            scratch[row, block], times: layer.output.input[row, block])
        }
        mean = mean.sums(of: shape.seat)
        for other in rows.lowerBound...row {
          let share = share(layer, row, group, other &- rows.lowerBound)
          var products = Lanes()
          for block in blocks {
            products = products.plus(
              scratch[row, block], times: looks[other, 2 &* size &+ block])
          }
          let slope = share * scale * (products.sums(of: shape.seat) - mean)
          for block in blocks {
            let (key, value) = (size &+ block, 2 &* size &+ block)
            slopes[row, block] = slopes[row, block]
              .plus(slope, times: looks[other, key])
            slopes[other, key] = slopes[other, key]
              .plus(slope, times: looks[row, block])
            slopes[other, value] = slopes[other, value]
              .plus(share, times: scratch[row, block])
          }
        }
      }
    }
  }
}

extension LanesModel {
  /// ReLU, or its square.
  private func bend(_ layer: LanesLayer, _ rows: Range<Int>) {
    for row in rows {
      for block in 0..<blocks(of: shape.features) {
        let open = layer.open[row, block].atLeast(Lanes())
        layer.open[row, block] = open
        if shape.isSquared { layer.contract.input[row, block] = open * open }
      }
    }
  }

  private func bendBack(_ layer: LanesLayer, _ rows: Range<Int>) {
    let slopes = layer.expand.slopes
    for row in rows {
      for block in 0..<blocks(of: shape.features) {
        let (slope, open) = (slopes[row, block], layer.open[row, block])
        slopes[row, block] =
          shape.isSquared
          ? slope * 2 * open : slope.replacing(with: 0, where: open .<= 0)
      }
    }
  }
}

extension LanesModel {
  /// The sum of the surprises at `targets` in the rows from `first` to before
  /// `end`, whose scores become the slopes of `share` times that sum.
  public func judge(
    _ first: Int, _ end: Int, _ targets: UnsafePointer<Int>, share: Double
  ) -> Double {
    let scores = unembedding.slopes
    var (total, product) = (0.0, 1.0)
    for row in first..<end {
      let target = targets[row &- first]
      let score = scores[row, number: target]
      let count = blocks(of: shape.vocabulary)
      scores[row, count &- 1] += mask[0, count &- 1]
      var most = scores[row, 0]
      for block in 0..<count { most = most.atLeast(scores[row, block]) }
      most = most.largest
      var sum = Lanes()
      for block in 0..<count {
        let power = exponential(scores[row, block] - most)
        scores[row, block] = power
        sum += power
      }
      sum = sum.sums(of: laneCount)
      total += Double(most[0] - score)
      product *= Double(sum[0])
      if product > 1e200 {
        total += log(product)
        product = 1
      }
      let part = Float(share) / sum
      for block in 0..<count { scores[row, block] *= part }
      scores[row, number: target] -= Float(share)
    }
    return total + log(product)
  }

  public func score(_ token: Int, in row: Int) -> Double {
    Double(unembedding.slopes[row, number: token])
  }
}

extension LanesModel {
  /// Finds the slopes of the rows of one document, which has been judged.
  public func backward(_ first: Int, _ end: Int) {
    let rows = first..<end
    unembedding.applyBack(to: rows, into: lastSlopes)
    var index = layerCount
    while index > 0 {
      index &-= 1
      passBack(layers[index], rows)
    }
    normalizeBack(
      embeddedSlopes, embedded, scales, onto: nil, into: tokenTable.slopes,
      rows)
  }

  private func passBack(_ layer: LanesLayer, _ rows: Range<Int>) {
    let (after, middle) = (layer.contract.slopes, layer.output.slopes)
    layer.contract.applyBack(to: rows, into: layer.expand.slopes)
    bendBack(layer, rows)
    layer.expand.applyBack(to: rows, into: scratch)
    normalizeBack(
      scratch, layer.expand.input, layer.scales2, onto: after, into: middle,
      rows)
    layer.output.applyBack(to: rows, into: scratch)
    attendBack(layer, rows)
    layer.look.applyBack(to: rows, into: scratch)
    normalizeBack(
      scratch, layer.look.input, layer.scales1, onto: middle,
      into: layer.slopes, rows)
  }
}

extension LanesModel {
  /// Learns from the first `count` rows, all of which have been backward: the
  /// share of one of several workers.
  public func update(
    _ count: Int, worker: Int, of workers: Int, rate: Double,
    beta1: Double, beta2: Double, known1: Double, known2: Double
  ) {
    let pace = LanesPace(
      rate: rate, beta1: beta1, beta2: beta2, known1: known1, known2: known2)
    var turn = 0
    func isMine() -> Bool {
      turn &+= 1
      return workers == 1 || turn % workers == worker
    }
    if arena.groups == 1 {
      tokenTable.eachSquare { strip, block in
        guard isMine() else { return }
        tokenTable.learn(strip, block, chosen: tokens, count, pace)
      }
      placeTable.eachSquare { strip, block in
        guard isMine() else { return }
        placeTable.learn(strip, block, chosen: places, count, pace)
      }
      eachMatrix { matrix in
        matrix.eachSquare { strip, block in
          guard isMine() else { return }
          matrix.learn(strip, block, count, pace)
        }
      }
    } else {
      let groups = arena.groups
      tokenTable.eachSquare { strip, block in
        if isMine() { tokenTable.move(strip, block, groups, pace) }
      }
      placeTable.eachSquare { strip, block in
        if isMine() { placeTable.move(strip, block, groups, pace) }
      }
      eachMatrix { matrix in
        matrix.eachSquare { strip, block in
          guard isMine() else { return }
          matrix.move(strip, block, groups, pace)
          matrix.turn(strip, block)
        }
      }
    }
  }
}

extension LanesPace {
  fileprivate init(
    rate: Double, beta1: Double, beta2: Double, known1: Double, known2: Double
  ) {
    let root = known2.squareRoot()
    (keep1, news1) = (Float(beta1), Float(1 - beta1))
    (keep2, news2) = (Float(beta2), Float(1 - beta2))
    self.rate = Float(-rate * root / known1)
    epsilon = Float(1e-8 * root)
  }
}

extension LanesMatrix {
  /// Learns a square of a table, a row of which each position chose. Where
  /// other matrices have their input it sums up gradients.
  @inline(never)
  func learn(
    _ strip: Int, _ block: Int, chosen: UnsafePointer<Int32>, _ count: Int,
    _ pace: LanesPace
  ) {
    let rows = strip &* laneCount..<min(outputs, (strip &+ 1) &* laneCount)
    for row in rows { input[row, block] = Lanes() }
    for position in 0..<count {
      let row = Int(chosen[position])
      if rows.contains(row) { input[row, block] += slopes[position, block] }
    }
    for row in rows { move(row, block, by: input[row, block], pace) }
  }
}

extension LanesModel {
  public var groups: Int { arena.groups }

  /// Finds the gradient of group number `group`: the rows from `first` to
  /// before `end`, all of which have been backward.
  public func gather(_ group: Int, _ first: Int, _ end: Int) {
    guard arena.groups > 1 else { return }
    tokenTable.eachSquare { strip, block in
      tokenTable.gather(strip, block, group, chosen: tokens, first..<end)
    }
    placeTable.eachSquare { strip, block in
      placeTable.gather(strip, block, group, chosen: places, first..<end)
    }
    eachMatrix { matrix in
      matrix.eachSquare { strip, block in
        matrix.gather(strip, block, group, first..<end)
      }
    }
  }
}

extension LanesMatrix {
  /// Finds the gradient of a square, from the rows of a group.
  @inline(never)
  fileprivate func gather(
    _ strip: Int, _ block: Int, _ group: Int, _ positions: Range<Int>
  ) {
    var row = strip &* laneCount
    let end = min(outputs, row &+ laneCount)
    let offset = group &* weights.rows
    while row < end {
      var a = Lanes(), b = Lanes(), c = Lanes(), d = Lanes()
      let first = positions.lowerBound
      var slope =
        UnsafeRawPointer(slopes.memory)
        + (first &* slopes.pitch &+ row &* 4)
      var numbers =
        UnsafeRawPointer(input.memory)
        + (first &* input.pitch &+ block &* laneBytes)
      for _ in positions {
        let input = numbers.load(as: Lanes.self)
        a.add(slope, 0, times: input)
        b.add(slope + 4, 0, times: input)
        c.add(slope + 8, 0, times: input)
        d.add(slope + 12, 0, times: input)
        slope += slopes.pitch
        numbers += self.input.pitch
      }
      gradients[offset &+ row, block] = a
      gradients[offset &+ row &+ 1, block] = b
      gradients[offset &+ row &+ 2, block] = c
      gradients[offset &+ row &+ 3, block] = d
      row &+= 4
    }
  }

  /// Finds the gradient of a square of a table.
  @inline(never)
  fileprivate func gather(
    _ strip: Int, _ block: Int, _ group: Int,
    chosen: UnsafePointer<Int32>, _ positions: Range<Int>
  ) {
    let rows = strip &* laneCount..<min(outputs, (strip &+ 1) &* laneCount)
    let offset = group &* weights.rows
    for row in rows { gradients[offset &+ row, block] = Lanes() }
    for position in positions {
      let row = Int(chosen[position])
      if rows.contains(row) {
        gradients[offset &+ row, block] += slopes[position, block]
      }
    }
  }

  /// Adds the gradients of all groups up, in their order, and moves a square.
  @inline(never)
  fileprivate func move(
    _ strip: Int, _ block: Int, _ groups: Int, _ pace: LanesPace
  ) {
    let rows = strip &* laneCount..<min(outputs, (strip &+ 1) &* laneCount)
    for row in rows {
      var gradient = gradients[row, block]
      for group in 1..<groups {
        gradient += gradients[group &* weights.rows &+ row, block]
      }
      move(row, block, by: gradient, pace)
    }
  }
}
