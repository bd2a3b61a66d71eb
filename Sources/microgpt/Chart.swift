// Tangled from 3 chapters, 01-names.md to 27-overfitting.md. Do not edit: change the chapters.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#endif

/// A line in a chart.
struct Curve {
  let name: String
  var points: [(x: Double, y: Double)]
  var isFaint = false
}

extension Drawing {
  /// `curves` above two axes; `across` and `up` say what the axes measure.
  init(
    curves: [Curve], across: String, up: String,
    title: String, description: String
  ) {
    self.init(
      width: 360, height: 250, title: title, description: description)
    let points = curves.flatMap { $0.points }
    let top = drawNames(of: curves, rightOf: up)
    let x = Axis(points.map { $0.x }, from: 46, to: 340)
    let y = Axis(points.map { $0.y }, from: 205, to: top)
    drawAxes(x, y, top: top)
    text(across, x: 193, y: 243)
    text(up, x: 4, y: top - 14, beginsThere: true)
    for (number, curve) in curves.enumerated() {
      let places = curve.points.map { (x: x.place($0.x), y: y.place($0.y)) }
      line(
        through: places, opacity: curve.opacity, dashes: curve.dashes(number),
        isAccented: true)
    }
  }

  private mutating func drawAxes(_ x: Axis, _ y: Axis, top: Double) {
    line(through: [(46, top), (46, 205), (340, 205)], opacity: 0.5)
    let places = x.ticks.map(x.place)
    for place in places {
      line(through: [(place, 205), (place, 210)], opacity: 0.5)
    }
    labels(x.ticks.map { $0.short }, at: places, y: 224)
    for tick in y.ticks {
      let place = y.place(tick)
      line(through: [(46, place), (340, place)], opacity: 0.15)
      text(tick.short, x: 22, y: place + 4)
    }
  }

  /// The names of `curves`, beside what the axis is called; returns where there
  /// is room below them.
  private mutating func drawNames(
    of curves: [Curve], rightOf axis: String
  ) -> Double {
    let left = 20 + 7.5 * Double(axis.count)
    var (x, y) = (left, 16.0)
    for (number, curve) in curves.enumerated() {
      let width = 44 + 7.5 * Double(curve.name.count)
      if x > left, x + width > 370 { (x, y) = (left, y + 18) }
      line(
        through: [(x, y - 4), (x + 24, y - 4)], opacity: curve.opacity,
        dashes: curve.dashes(number), isAccented: true)
      text(curve.name, x: x + 30, y: y, beginsThere: true)
      x += width
    }
    return y + 14
  }
}

/// Where the numbers along one side of a chart stand on the page.
private struct Axis {
  private let start, end, low, high: Double

  init(_ numbers: [Double], from start: Double, to end: Double) {
    let known = numbers.filter { $0.isFinite }
    self.start = start
    self.end = end
    low = known.min() ?? 0
    high = max(known.max() ?? 1, low + max(1e-6, 1e-9 * abs(low)))
  }

  func place(_ number: Double) -> Double {
    start + (end - start) * (number - low) / (high - low)
  }

  /// Three to eight round numbers.
  var ticks: [Double] {
    let unit = pow(10, floor(log10((high - low) / 3)))
    let factor = [5, 2].first { (high - low) / (unit * $0) >= 3 } ?? 1
    let first = (low / (unit * factor)).rounded(.up) + 0
    let last = (high / (unit * factor)).rounded(.down)
    return stride(from: first, through: last, by: 1).map { $0 * unit * factor }
  }
}

extension Curve {
  fileprivate var opacity: Double { isFaint ? 0.3 : 1 }

  /// The lengths of the dashes and gaps of curve `number` of a chart.
  fileprivate func dashes(_ number: Int) -> String {
    isFaint ? "" : ["", "8 4", "2 3", "12 3 2 3", "5 2 1 2 1 2"][number % 5]
  }
}
