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
      width: 640, height: 34 * Double(rows.count) + 40,
      title: "The time of a step",
      description: "A bar for each engine, from slow to fast, as long as the "
        + "logarithm of its time says.")
    let logs = rows.map { log10(max($0.microseconds, 1e-3)) }
    let (low, high) = (floor(logs.min() ?? 0) - 0.3, logs.max() ?? 1)
    for (number, row) in rows.enumerated() {
      let y = 10 + 34 * Double(number)
      let length = 380 * (logs[number] - low) / (high - low)
      text(row.engine, x: 65, y: y + 17)
      rectangle(x: 135, y: y, width: length, height: 24)
      text("\(row.microseconds.brief) µs", x: 175 + length, y: y + 17)
    }
    text("time of a step, in powers of ten", x: 325, y: height - 8)
  }
}

extension Double {
  /// This number with three digits.
  fileprivate var brief: String {
    self < 100 ? significant(3) : fixed(0)
  }
}
