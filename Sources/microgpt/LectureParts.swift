// Tangled from 3 chapters, 25-block.md to 29-pieces-of-words.md. Do not edit: change the chapters.
/// All that decides how a training of a transformer on a text goes.
struct LectureSettings {
  var plan = LecturePlan(batch: 16, length: 32, steps: 5000, every: 100)
  var parts = Parts()
  var optimizer = Optimizer()
  var seed: UInt64 = 1337
  var examples = Examples.windows
}

extension LectureSettings {
  /// Tells `each` of the settings, one after the other.
  mutating func declare(to each: inout EachSetting) {
    plan.declare(to: &each)
    each.number("seed", &seed, from: 0, "decides all random numbers")
    parts.declare(to: &each)
    optimizer.declare(to: &each)
    optimizer.steps = plan.steps
    parts.context = plan.length
    each.choice("examples", &examples, "is what is learned from")
  }
}

extension Parts {
  /// Tells `each` of the parts that can be chosen.
  mutating func declare(to each: inout EachSetting) {
    each.number("width", &width, from: 1, "keeps N numbers a token")
    each.number("layers", &layers, from: 0, "looks around N times")
    each.number("heads", &heads, from: 1, "looks with N heads at once")
    each.choice("norm", &norm, "is the normalization")
    each.choice("norm-place", &place, "is where it stands")
    each.choice("biases", &biases, "is which sums have biases")
    each.choice("activation", &activation, "is the nonlinearity")
    each.fraction("dropout", &dropout, "drops X of the numbers")
    each.choice("logits", &logits, "is whether logits have their own matrix")
    each.choice("scale", &scale, "is what scores are divided by the root of")
    each.choice("residual", &residual, "is what happens to the stream")
    each.choice("start", &start, "is how weights begin")
  }

  /// Complains if there can be no model like this.
  func check(vocabulary: Int) throws(Complaint) {
    guard width % heads == 0 else {
      throw .usage("\(heads) heads cannot share a width of \(width) equally")
    }
    let (width, context) = (Double(width), Double(context))
    let weights =
      Double(layers) * 12 * width * width
      + (2 * Double(vocabulary) + context) * width
    let rows = max(context, 2048)
    let layer = 20 * width + Double(heads) * context
    let numbers =
      4 * weights + rows * (Double(layers) * layer + Double(vocabulary))
    guard numbers <= 2e9 else {
      throw .usage("a model of these sizes has no room in 8 gigabytes")
    }
  }
}

extension Optimizer {
  /// Tells `each` of the optimizer's numbers.
  mutating func declare(to each: inout EachSetting) {
    each.positive("learning-rate", &rate, "is the length of a step")
    each.fraction("beta1", &beta1, "keeps X of the mean gradient a step")
    each.fraction("beta2", &beta2, "keeps X of the mean square a step")
    each.fraction("decay", &decay, "shrinks weights by X times the rate a step")
    each.choice("schedule", &schedule, "is how the rate goes")
    each.number("warm-up", &warmUp, from: 0, "lets the rate rise for N steps")
    each.fraction("lowest", &lowest, "leaves X of the rate at the end")
    each.positive("clip", &clip, "cuts gradients longer than X")
  }
}
