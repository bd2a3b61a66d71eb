// Tangled from 1 chapter, 30-long-run.md. Do not edit: change the chapters.
/// A line on the terminal that says how far a training is.
struct Progress {
  private let isShown = isTerminal
  private let start = now()
  private var last = 0.0
  /// Whether the line stands there now.
  private var isThere = false

  /// Shows that `step` of `steps` have been taken, `done` of them by now.
  mutating func show(_ step: Int, of steps: Int, done: Int, loss: Double) {
    let time = now()
    guard isShown, time - last > 0.2 || step == steps else { return }
    last = time
    let rate = Double(done) / max(1e-9, time - start)
    let left = Int(Double(steps - step) / rate)
    let seconds = left % 60 < 10 ? "0\(left % 60)" : "\(left % 60)"
    let line =
      "step \(step) of \(steps), loss \(decimals(loss, 3)), "
      + "\(decimals(rate, 1)) steps/s, \(left / 60):\(seconds) left"
    isThere = step < steps
    say("\r\(line)   " + (isThere ? "" : "\n"))
  }

  /// Takes the line away, because something else is about to be printed.
  mutating func clear() {
    if isThere { say("\r\u{1B}[K") }
    isThere = false
  }
}
