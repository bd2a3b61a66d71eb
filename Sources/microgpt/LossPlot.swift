// Tangled from 1 chapter, 09-training-loop.md. Do not edit: change the chapters.
extension Drawing {
  /// The losses of a training, step by step, and their running mean.
  init(losses: [Double]) {
    let mean = losses.smoothed(over: 100).thinned
    self.init(
      curves: [
        Curve(name: "mean of 100", points: mean),
        Curve(name: "each step", points: losses.thinned, isFaint: true),
      ],
      across: "step", up: "loss",
      title: "The loss in the course of training",
      description: "A restless line, and through it a smooth one that falls.")
  }
}

/// What a page needs of a training.
struct CurveData: Encodable {
  struct Series: Encodable {
    let name: String
    let values: [Double]
    var isFaint = false
  }

  var across = "step"
  var up = "loss"
  let series: [Series]

  init(losses: [Double]) {
    let mean = losses.smoothed(over: 100)
    series = [
      Series(name: "each step", values: losses.rounded(to: 4), isFaint: true),
      Series(name: "mean of 100", values: mean.rounded(to: 4)),
    ]
  }
}
