// Tangled from 2 chapters, 01-names.md to 16-stopwatch.md. Do not edit: change the chapters.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#endif

extension Drawing {
  /// A bar for each of `rows`, as long as the logarithm of its time says.
  init(_ rows: [BenchRow]) {
    self.init(
      width: 360, height: 34 * Double(rows.count) + 56,
      title: "The time of a step",
      description: "A bar for each engine, from slow to fast, as long as the "
        + "logarithm of its time says.")
    let logs = rows.map { log10(max($0.microseconds, 1e-3)) }
    let (low, high) = (floor(logs.min() ?? 0) - 0.3, logs.max() ?? 1)
    let place = { power in 98 + 190 * (power - low) / (high - low) }
    for power in stride(from: low.rounded(.up), through: high, by: 1) {
      let x = place(power)
      line(through: [(x, 4), (x, height - 44)], opacity: 0.25)
      text(pow(10, power).short, x: x, y: height - 29)
    }
    for (number, row) in rows.enumerated() {
      let (y, end) = (10 + 34 * Double(number), place(logs[number]))
      text(row.engine, x: 47, y: y + 17)
      rectangle(x: 98, y: y, width: end - 98, height: 24)
      text(
        "\(row.microseconds.brief) µs", x: end + 8, y: y + 17, beginsThere: true)
    }
    text("time of a step in µs", x: 193, y: height - 8)
  }
}

extension Double {
  /// This number with three digits.
  fileprivate var brief: String {
    self < 100 ? significant(3) : fixed(0)
  }
}
