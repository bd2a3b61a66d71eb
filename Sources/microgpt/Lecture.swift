// Tangled from 3 chapters, 24-longer-text.md to 29-pieces-of-words.md. Do not edit: change the chapters.
/// A model that learns from windows of a text.
protocol WindowModel {
  /// Takes a step, and returns the loss before it.
  mutating func learn(_ windows: Windows) -> Double
  /// The loss of `windows`, from which nothing is learned.
  mutating func loss(of windows: Windows) -> Double
  /// Logits for what comes after `tokens`, of which there is at least one.
  mutating func logits(after tokens: [Int]) -> [Float]
}

/// A training run as in the lecture's notebook.
struct Lecture<Model: WindowModel> {
  var model: Model
  let text: LongText
  let plan: LecturePlan
  var random: TorchRandom
  /// How many steps have been taken.
  var step = 0
  /// Where documents begin and end in both parts of the text.
  let boundaries: (training: [Int], validation: [Int])

  init(model: Model, text: LongText, plan: LecturePlan, random: TorchRandom) {
    (self.model, self.text, self.plan) = (model, text, plan)
    self.random = random
    boundaries = (
      text.boundaries(of: text.training), text.boundaries(of: text.validation)
    )
  }

  /// A batch of windows of `tokens`.
  mutating func batch(
    of tokens: [Int], between boundaries: [Int] = [], learns: Bool = false
  ) -> Windows {
    let count = plan.batch * (learns ? plan.accumulate : 1)
    if !boundaries.isEmpty {
      return batch(count, of: tokens, between: boundaries)
    }
    let starts = (0..<count).map { _ in
      random.integer(below: tokens.count - plan.length)
    }
    return Windows(tokens, at: starts, length: plan.length)
  }

  /// The mean losses of batches of both parts of the text.
  mutating func estimate() -> (training: Double, validation: Double) {
    func mean(_ tokens: [Int], _ boundaries: [Int]) -> Double {
      var total = 0.0
      for _ in 0..<plan.batches {
        total += model.loss(of: batch(of: tokens, between: boundaries))
      }
      return total / Double(plan.batches)
    }
    let training = mean(text.training, boundaries.training)
    return (training, mean(text.validation, boundaries.validation))
  }

  /// Some documents of `tokens`, each from one of its `boundaries` to the next.
  mutating func batch(
    _ count: Int, of tokens: [Int], between boundaries: [Int]
  ) -> Windows {
    var windows = Windows([], at: [], length: 0)
    for _ in 0..<count {
      let document = random.integer(below: boundaries.count - 1)
      let start = boundaries[document]
      let end = min(start + plan.length, boundaries[document + 1])
      windows.add(tokens[start...end])
    }
    return windows
  }
}

/// What there is to tell while a model learns.
enum LectureNews {
  case estimate(step: Int, training: Double, validation: Double)
  /// So many steps have been taken; the loss before the last one.
  case step(Int, loss: Double)
}

/// How long a run is, and how large its batches are.
struct LecturePlan {
  /// Windows in a batch, and tokens in a window.
  var batch, length: Int
  /// How many batches are drawn for a step.
  var accumulate = 1
  var steps: Int
  /// After how many steps it is judged, by how many batches of each part.
  var every: Int
  var batches = 200
  /// Whether it is judged before the last step, too.
  var judgesLast = true
  /// The share of the text that is kept to judge by.
  var heldOut = 0.1

  /// Whether the model is judged before it takes step `step`, the first
  /// being 0.
  func judges(before step: Int) -> Bool {
    step % every == 0 || judgesLast && step == steps - 1
  }
}

extension Lecture {
  /// Takes the steps that are left. `hears` is told the news, and says whether
  /// to go on.
  mutating func train(
    hears: (LectureNews) throws(Complaint) -> Bool
  ) throws(Complaint) {
    while step < plan.steps {
      if plan.judges(before: step) {
        let (training, validation) = estimate()
        let news = LectureNews.estimate(
          step: step, training: training, validation: validation)
        guard try hears(news) else { return }
      }
      let windows = batch(
        of: text.training, between: boundaries.training, learns: true)
      let loss = model.learn(windows)
      guard loss.isFinite else {
        throw Complaint(
          "the loss of step \(step) is \(loss): try a lower --learning-rate")
      }
      step += 1
      guard try hears(.step(step, loss: loss)) else { return }
    }
  }
}

extension Lecture {
  /// `count` tokens that go on from `start`, chosen one after the other.
  mutating func write(_ count: Int, after start: [Int]) -> [Int] {
    var tokens = start
    for _ in 0..<count {
      let first = text.boundary.flatMap { tokens.lastIndex(of: $0) } ?? 0
      let logits = model.logits(after: Array(tokens[first...]))
      tokens.append(random.choice(softmax(logits[...])))
    }
    return tokens
  }
}
