// Tangled from 2 chapters, 25-block.md to 26-adamw.md. Do not edit: change the chapters.
/// AdamW, in a form that kernels can use.
struct Optimizer {
  var rate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 0.01
  var schedule = Schedule.constant
  /// How many steps the rate rises for, and how many there are in all.
  var warmUp = 0, steps = 0
  /// The share of the rate that is left at the end.
  var lowest = 0.0
  /// The norm that gradients have at most. None comes near the default.
  var clip = 1e9

  /// What the kernels need to know in step number `step`, the first being 1;
  /// all gradients are multiplied by `factor`.
  func pace(of step: Int, factor: Double) -> [Double] {
    let rate = rate * share(of: step)
    let known1 = 1 - power(beta1, Double(step))
    let known2 = 1 - power(beta2, Double(step))
    return [
      1 - rate * decay, 1 - beta1, 1 - beta2, beta2, rate / known1,
      known2.squareRoot(), epsilon, factor,
    ]
  }
}

extension Optimizer {
  /// The share of the rate in step number `step`, the first being 1.
  func share(of step: Int) -> Double {
    if step <= warmUp { return Double(step) / Double(warmUp) }
    let falling = max(1, Double(steps - warmUp))
    let done = min(1, Double(step - 1 - warmUp) / falling)
    return lowest + (1 - lowest) * schedule.share(done: done)
  }
}
