// Tangled from 1 chapter, 01-names.md. Do not edit: change the chapters.
extension Drawing {
  /// Bars for `bars`, from left to right; `across` says what they stand for.
  init(
    bars: [(label: String, count: Int)],
    across: String, title: String, description: String
  ) {
    self.init(
      width: 640, height: 300, title: title, description: description)
    let most = max(1, bars.map { $0.count }.max() ?? 1)
    let step = (width - 40) / Double(max(1, bars.count))
    for (i, bar) in bars.enumerated() {
      let x = 20 + (Double(i) + 0.5) * step
      let tall = 220 * Double(bar.count) / Double(most)
      rectangle(x: x - 0.4 * step, y: 250 - tall, width: 0.8 * step, height: tall)
      text(bar.label, x: x, y: 268)
      if bars.count <= 16 || bar.count == most {
        text("\(bar.count)", x: x, y: 244 - tall)
      }
    }
    text(across, x: width / 2, y: 292)
  }
}
