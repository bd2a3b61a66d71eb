// Tangled from 1 chapter, 08-adam.md. Do not edit: change the chapters.
/// Adam, by Diederik Kingma and Jimmy Ba (2014): every weight at its own pace.
struct Adam {
  private let settings: Settings
  /// The running mean of each gradient.
  var m: [Double]
  /// The running mean of its square.
  var v: [Double]

  init(_ settings: Settings, parameters: Int) {
    self.settings = settings
    m = Array(repeating: 0, count: parameters)
    v = m
  }

  /// Moves `parameters` against their gradients, and clears these, in step
  /// `step` of `steps`, the first being 0.
  mutating func update(_ parameters: [Value], step: Int, of steps: Int) {
    let (beta1, beta2) = (settings.beta1, settings.beta2)
    let rate = settings.learningRate * (1 - Double(step) / Double(steps))
    let known1 = 1 - power(beta1, Double(step + 1))
    let known2 = 1 - power(beta2, Double(step + 1))
    for (i, parameter) in parameters.enumerated() {
      m[i] = beta1 * m[i] + (1 - beta1) * parameter.gradient
      v[i] = beta2 * v[i] + (1 - beta2) * power(parameter.gradient, 2)
      let size = power(v[i] / known2, 0.5) + 1e-8
      parameter.data -= rate * (m[i] / known1) / size
      parameter.gradient = 0
    }
  }
}
