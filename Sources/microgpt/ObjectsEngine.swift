// Tangled from 1 chapter, 16-stopwatch.md. Do not edit: change the chapters.
/// The engine whose numbers are objects.
final class ObjectsEngine: Engine {
  private let settings: Settings
  private let model: Model
  private let parameters: [Value]
  private var adam: Adam
  private var memory: Memory

  init(_ settings: Settings, _ model: Model, _ adam: Adam) {
    self.settings = settings
    self.model = model
    self.adam = adam
    parameters = model.parameters
    memory = Memory(layers: model.layers.count)
  }

  func learn(_ batch: [[Int]], step: Int) -> Double {
    var loss = sum(batch.map(model.loss))
    if batch.count > 1 { loss = loss * (1 / Double(batch.count)) }
    loss.backward()
    adam.update(parameters, step: step, of: settings.steps)
    return loss.data
  }

  func loss(of sequence: [Int]) -> Double {
    model.loss(of: sequence).data
  }

  func begin() { memory = Memory(layers: model.layers.count) }

  func read(_ token: Int, scores: inout [Double]) {
    let next = model.scores([token], memory: &memory)[0]
    for (i, score) in next.enumerated() { scores[i] = score.data }
  }

  var learned: Learned {
    get {
      Learned(weights: parameters.map { $0.data }, m: adam.m, v: adam.v)
    }
    set {
      for (value, weight) in zip(parameters, newValue.weights) {
        value.data = weight
      }
      (adam.m, adam.v) = (newValue.m, newValue.v)
    }
  }
}
