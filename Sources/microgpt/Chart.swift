// Tangled from 2 chapters, 01-names.md to 04-slopes.md. Do not edit: change the chapters.
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
  let points: [(x: Double, y: Double)]
  var isFaint = false
}

extension Drawing {
  /// `curves` above two axes; `across` and `up` say what the axes measure.
  init(
    curves: [Curve], across: String, up: String,
    title: String, description: String
  ) {
    self.init(
      width: 640, height: 360, title: title, description: description)
    let points = curves.flatMap { $0.points }
    let x = Axis(points.map { $0.x }, from: 60, to: 620)
    let y = Axis(points.map { $0.y }, from: 300, to: 30)
    drawAxes(x, y)
    text(across, x: 340, y: 345)
    text(up, x: 60, y: 16)
    for (number, curve) in curves.enumerated() {
      let places = curve.points.map { (x: x.place($0.x), y: y.place($0.y)) }
      draw(curve, number, through: places)
    }
  }

  private mutating func drawAxes(_ x: Axis, _ y: Axis) {
    line(through: [(60, 30), (60, 300), (620, 300)], opacity: 0.5)
    for tick in x.ticks {
      let place = x.place(tick)
      line(through: [(place, 300), (place, 305)], opacity: 0.5)
      text(tick.short, x: place, y: 320)
    }
    for tick in y.ticks {
      let place = y.place(tick)
      line(through: [(60, place), (620, place)], opacity: 0.15)
      text(tick.short, x: 35, y: place + 4)
    }
  }

  /// The curve, and its name at the upper right; curves differ in their dashes.
  private mutating func draw(
    _ curve: Curve, _ number: Int, through places: [(x: Double, y: Double)]
  ) {
    let dash = curve.isFaint || number == 0 ? 0 : 12 / Double(number)
    let opacity = curve.isFaint ? 0.3 : 1
    line(through: places, opacity: opacity, dash: dash, isAccented: true)
    let y = 40 + 18 * Double(number)
    let sample = [(x: 420.0, y: y), (x: 460.0, y: y)]
    line(through: sample, opacity: opacity, dash: dash, isAccented: true)
    text(curve.name, x: 540, y: y + 4)
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

  /// Four to ten round numbers.
  var ticks: [Double] {
    let unit = pow(10, floor(log10((high - low) / 4)))
    let factor = [5, 2].first { (high - low) / (unit * $0) >= 4 } ?? 1
    let first = (low / (unit * factor)).rounded(.up) + 0
    let last = (high / (unit * factor)).rounded(.down)
    return stride(from: first, through: last, by: 1).map { $0 * unit * factor }
  }
}
