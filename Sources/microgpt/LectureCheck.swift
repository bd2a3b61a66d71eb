// Tangled from 1 chapter, 25-block.md. Do not edit: change the chapters.
/// How far, at worst, gradients of a model are from what nudges find, and how far
/// those in `Float` are from those in `Double`, compared with the largest.
struct LectureError {
  let name: String
  let fromNudges, inFloat: Double
}

/// A small transformer whose gradients are checked.
struct LectureCheck {
  var parts = Parts()
  /// How many windows there is room for at once. With fewer than a batch has,
  /// the gradients are added up in several rounds.
  var room = 2
  /// Whether the rows of a batch are documents, of different lengths.
  var hasDocuments = false
  /// How many times three rows a batch has.
  var accumulate = 1

  init() {
    (parts.width, parts.context, parts.layers, parts.heads) = (6, 5, 2, 2)
    parts.activation = .gelu
  }

  /// The batch that is learned, of tokens below `vocabulary`.
  private func batch(_ vocabulary: Int) -> Windows {
    var random = TorchRandom(seed: 3)
    let tokens = (0..<60).map { _ in random.integer(below: vocabulary) }
    var windows = Windows([], at: [], length: 0)
    for row in 0..<3 * accumulate {
      let length = hasDocuments ? 1 + row * 3 % parts.context : parts.context
      let start = row * 11 % 40
      windows.add(tokens[start...start + length])
    }
    return windows
  }

  /// The errors of this model, with weights drawn at random.
  func error(_ name: String) -> LectureError {
    let vocabulary = 7
    let batch = batch(vocabulary)
    let precise = Transformer<Double>(
      parts, vocabulary: vocabulary, kernels: preciseCalculations(),
      windows: room)
    var random = TorchRandom(seed: 42)
    precise.parameters.draw(parts, using: &random) {
      precise.weights[$0] = Double($1)
    }
    let noise = random.normals(max(16, precise.parameters.count))
    for place in 0..<precise.parameters.count {
      precise.weights[place] += 0.3 * Double(noise[place])
    }
    let error = precise.gradientError(batch)
    return LectureError(
      name: name, fromNudges: error,
      inFloat: precise.distance(ofFloatsOn: batch, windows: room))
  }
}

extension Transformer<Double> {
  /// How far, at worst, gradients are from what nudges find.
  fileprivate func gradientError(_ batch: Windows) -> Double {
    _ = findGradients(batch)
    let found = (0..<parameters.count).map { gradients[$0] }
    var worst = 0.0
    for place in 0..<parameters.count {
      let old = weights[place]
      func loss(_ nudge: Double) -> Double {
        weights[place] = old + nudge
        return findGradients(batch)
      }
      // A nudge of one size errs with its square. Two sizes tell how much.
      func slope(_ nudge: Double) -> Double {
        (loss(nudge) - loss(-nudge)) / (2 * nudge)
      }
      let slopes = (slope(1e-5), slope(2e-5))
      weights[place] = old
      let far = abs((4 * slopes.0 - slopes.1) / 3 - found[place])
      worst = far <= worst ? worst : far
    }
    return worst
  }

  /// How far, at worst, the gradients of this model in `Float` are from these, in
  /// parts of the largest, with kernels of all widths that are there.
  fileprivate func distance(
    ofFloatsOn batch: Windows, windows: Int
  ) -> Double {
    _ = findGradients(batch)
    var worst = 0.0
    for width in VectorWidth.allCases where width.isCompiled && width.isThere {
      let rough = Transformer<Float>(
        parts, vocabulary: vocabulary, kernels: width.kernels,
        windows: windows)
      for place in 0..<parameters.count {
        rough.weights[place] = Float(weights[place])
      }
      _ = rough.findGradients(batch)
      var (most, far) = (0.0, 0.0)
      for place in 0..<parameters.count {
        let gap = abs(Double(rough.gradients[place]) - gradients[place])
        most = max(most, abs(gradients[place]))
        far = gap <= far ? far : gap
      }
      worst = far / most <= worst ? worst : far / most
    }
    return worst
  }
}

/// Calls `body` with the error of a small transformer for each option, and of
/// some with options drawn at random.
func checkLectures(_ body: (LectureError) -> Void) {
  func check(_ name: String, _ change: (inout LectureCheck) -> Void) {
    var check = LectureCheck()
    change(&check)
    body(check.error(name))
  }
  check("as in the lecture") { $0.parts.activation = .relu }
  for norm in Parts.Norm.allCases {
    check("norm \(norm.rawValue)") { $0.parts.norm = norm }
    check("norm \(norm.rawValue), after") {
      ($0.parts.norm, $0.parts.place) = (norm, .after)
    }
  }
  for biases in Parts.Biases.allCases {
    check("biases \(biases.rawValue)") { $0.parts.biases = biases }
  }
  for kind in Parts.Nonlinearity.allCases {
    check("activation \(kind.rawValue)") { $0.parts.activation = kind }
  }
  check("dropout 0.3") { $0.parts.dropout = 0.3 }
  check("logits tied") { $0.parts.logits = .tied }
  check("scale head") { $0.parts.scale = .head }
  check("residual none") { $0.parts.residual = .none }
  check("start gpt2") { $0.parts.start = .gpt2 }
  check("no layers") { $0.parts.layers = 0 }
  check("one round") { $0.room = 8 }
  check("documents") { $0.hasDocuments = true }
  check("accumulate 2") { $0.accumulate = 2 }
  var random = TorchRandom(seed: 5)
  for number in 1...16 {
    let drawn = LectureCheck(using: &random)
    body(drawn.error("at random, \(number)"))
  }
}

extension LectureCheck {
  /// A model all of whose options are drawn.
  fileprivate init(using random: inout TorchRandom) {
    func one<Choice: CaseIterable>(
      of _: Choice.Type, _ random: inout TorchRandom
    ) -> Choice {
      let all = Array(Choice.allCases)
      return all[random.integer(below: all.count)]
    }
    self.init()
    parts.heads = 1 + random.integer(below: 3)
    parts.context = 1 + random.integer(below: 6)
    parts.layers = 1 + random.integer(below: 2)
    parts.norm = one(of: Parts.Norm.self, &random)
    parts.place = one(of: Parts.NormPlace.self, &random)
    parts.biases = one(of: Parts.Biases.self, &random)
    parts.activation = one(of: Parts.Nonlinearity.self, &random)
    parts.dropout = [0, 0.2][random.integer(below: 2)]
    parts.logits = one(of: Parts.Logits.self, &random)
    parts.scale = one(of: Parts.AttentionScale.self, &random)
    parts.residual = one(of: Parts.Residual.self, &random)
    parts.start = one(of: Parts.Start.self, &random)
    room = 1 + random.integer(below: 4)
    hasDocuments = random.integer(below: 2) == 1
    accumulate = 1 + random.integer(below: 2)
  }
}
