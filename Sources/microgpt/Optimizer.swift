// Tangled from 1 chapter, 24-block.md. Do not edit: change the chapters.
/// AdamW, and how its rate goes.
struct Optimizer {
  var rate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 0.01
  /// The norm that gradients have at most, if there is such a limit.
  var clip: Double?
  /// The share of the rate in each step, the first being number 1.
  var schedule: (_ step: Int) -> Double = { _ in 1 }

  /// What the kernels need to know in step number `step`; all gradients are
  /// multiplied by `factor`.
  func pace(of step: Int, factor: Double) -> [Double] {
    let rate = rate * schedule(step)
    let known1 = 1 - power(beta1, Double(step))
    let known2 = 1 - power(beta2, Double(step))
    return [
      1 - rate * decay, 1 - beta1, 1 - beta2, beta2, rate / known1,
      known2.squareRoot(), epsilon, factor,
    ]
  }
}
