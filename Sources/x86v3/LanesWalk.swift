// Tangled from 1 chapter, 21-step-on-lanes.md. Do not edit: change the chapters.
extension LanesMatrix {
  /// The way back, and with a pace also what the matrix learns. If it is small
  /// and the registers allow it, each row of weights is taken once.
  func back<S: Sink>(
    _ slopes: LanesGrid, _ input: LanesGrid, _ rows: Range<Int>,
    _ pace: LanesPace?, pitch: Int, into sink: S
  ) where S.Vector == Lanes {
    typealias Row = Single<Lanes>
    guard let pace, tallest(Row.self) >= 16, rows.count <= 16,
      outputs &* inputs <= 1024
    else {
      applyBack(to: slopes, rows, pitch: pitch, into: sink)
      if let pace { learn(input, slopes, rows, pace) }
      return
    }
    func go<T: Tile>(_ tile: T.Type) where T.Row == Row {
      for block in 0..<blocks(of: inputs) {
        walk(tile, block, slopes, input, rows.lowerBound, pace, pitch, sink)
      }
    }
    switch rows.count {
    case 1: go(One<Row>.self)
    case 2: go(Two<Row>.self)
    case 3: go(Three<Row>.self)
    case 4: go(Four<Row>.self)
    case 5: go(Five<Row>.self)
    case 6: go(Six<Row>.self)
    case 7: go(Seven<Row>.self)
    case 8: go(Eight<Row>.self)
    case 9: go(Stack<Eight<Row>, One<Row>>.self)
    case 10: go(Stack<Eight<Row>, Two<Row>>.self)
    case 11: go(Stack<Eight<Row>, Three<Row>>.self)
    case 12: go(Twelve<Row>.self)
    case 13: go(Stack<Eight<Row>, Five<Row>>.self)
    case 14: go(Stack<Eight<Row>, Six<Row>>.self)
    case 15: go(Stack<Eight<Row>, Seven<Row>>.self)
    default: go(Sixteen<Row>.self)
    }
  }

  @inline(never)
  private func walk<T: Tile, S: Sink>(
    _: T.Type, _ block: Int, _ slopes: LanesGrid, _ input: LanesGrid,
    _ first: Int, _ pace: LanesPace, _ pitch: Int, _ sink: S
  ) where T.Row == Single<Lanes>, S.Vector == Lanes {
    let (place, down) = (input.place(first, block), slopes.pitch)
    let given = Adding<Lanes>(base: UnsafeRawPointer(place), memory: place)
    let inputs = T(in: given, 0, input.pitch, 0)
    let offset = first &* pitch &+ block &* laneBytes
    var sums = T(in: sink, offset, pitch, 0)
    for strip in 0..<blocks(of: outputs) {
      let move = move(strip &* laneCount, block, pace)
      var number = UnsafeRawPointer(slopes.place(first, strip))
      let count = min(laneCount, outputs &- strip &* laneCount)
      for at in stride(from: 0, to: count &* laneBytes, by: laneBytes) {
        let row = T.Row(move.weights + at, 0)
        var gradient = T.Row(in: move, at, 0)
        sums.add(number, down, times: row, and: inputs, to: &gradient)
        gradient.store(in: move, at, 0)
        number += 4
      }
      turn(strip, block)
    }
    sums.store(in: sink, offset, pitch, 0)
  }
}
