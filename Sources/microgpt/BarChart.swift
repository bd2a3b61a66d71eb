// Tangled from 1 chapter, 01-names.md. Do not edit: change the chapters.
extension Drawing {
  /// Bars for `bars`, from left to right; `across` says what they stand for.
  init(
    bars: [(label: String, count: Int)],
    across: String, title: String, description: String
  ) {
    self.init(
      width: 360, height: 230, title: title, description: description)
    let most = max(1, bars.map { $0.count }.max() ?? 1)
    let step = (width - 30) / Double(max(1, bars.count))
    let middles = bars.indices.map { 10 + (Double($0) + 0.5) * step }
    for (bar, x) in zip(bars, middles) {
      let tall = 160 * Double(bar.count) / Double(most)
      rectangle(x: x - 0.4 * step, y: 180 - tall, width: 0.8 * step, height: tall)
      if bars.count <= 16 || bar.count == most {
        text("\(bar.count)", x: x, y: 174 - tall)
      }
    }
    labels(bars.map { $0.label }, at: middles, y: 197)
    text(across, x: width / 2, y: 222)
  }
}
