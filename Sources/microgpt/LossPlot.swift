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
struct CurveData: JSONConvertible {
  let losses: [Double]

  var json: JSON {
    let mean = losses.smoothed(over: 100)
    let each = series("each step", losses, isFaint: true)
    return .table([
      "across": "step".json, "up": "loss".json,
      "series": [each, series("mean of 100", mean, isFaint: false)].json,
    ])
  }

  private func series(
    _ name: String, _ values: [Double], isFaint: Bool
  ) -> JSON {
    .table([
      "name": name.json, "values": values.rounded(to: 4).json,
      "isFaint": isFaint.json,
    ])
  }
}
