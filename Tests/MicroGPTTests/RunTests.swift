import Testing

@testable import microgpt

/// A run on three names, quick to train.
private func smallRun(_ change: (inout Settings) -> Void = { _ in }) throws -> Run {
  var settings = Settings()
  settings.architecture.width = 4
  settings.architecture.heads = 2
  settings.architecture.context = 6
  settings.steps = 10
  change(&settings)
  let documents = ["emma", "ava", "mia"]
  return try Run(settings, Tokenizer(documents: documents), documents: documents)
}

extension Run {
  /// All weights as they are.
  fileprivate var weights: [Double] { parameters.map(\.data) }
}

@Suite("Run")
struct RunTests {
  @Test("The documents are learned in their shuffled order, and then again from the first")
  func order() throws {
    var run = try smallRun()
    #expect(run.documents.sorted() == ["ava", "emma", "mia"])
    for step in 0..<7 {
      #expect(run.step == step)
      let sequence = try run.tokenizer.sequence(of: run.documents[step % 3])
      let expected = run.model.loss(of: sequence).data
      #expect(try run.train(until: step + 1) == [expected])
    }
  }

  @Test("The same seed gives the same losses, another one others")
  func seeds() throws {
    var (one, same) = (try smallRun(), try smallRun())
    var other = try smallRun { $0.seed = 43 }
    let losses = try one.train(until: 10) { _, _ in }
    #expect(try same.train(until: 10) { _, _ in } == losses)
    #expect(try other.train(until: 10) { _, _ in } != losses)
  }

  @Test("Training stops after the step it is told, and goes on from there as if it had not")
  func inParts() throws {
    var (whole, parts) = (try smallRun(), try smallRun())
    let losses = try whole.train(until: 10) { _, _ in }
    var heard: [Int] = []
    let first = try parts.train(until: 4) { step, _ in heard.append(step) }
    let nothing = try parts.train(until: 3) { _, _ in }
    let second = try parts.train(until: 10) { step, _ in heard.append(step) }
    #expect(nothing.isEmpty)
    #expect(first.count == 4 && first + second == losses)
    #expect(heard == Array(1...10))
    #expect(parts.weights == whole.weights)
  }

  @Test("After every step no gradient is left")
  func gradients() throws {
    var run = try smallRun()
    try run.train(until: 1)
    #expect(run.parameters.allSatisfy { $0.gradient == 0 })
  }

  @Test("A step moves no weight by much more than the rate")
  func firstStep() throws {
    var run = try smallRun()
    let before = run.weights
    try run.train(until: 1)
    for (old, new) in zip(before, run.weights) { #expect(abs(old - new) <= 0.01 + 1e-9) }
    #expect(before != run.weights)
  }

  @Test("Training on three names makes them unsurprising")
  func learns() throws {
    var run = try smallRun { $0.steps = 200 }
    let losses = try run.train(until: 200) { _, _ in }
    #expect(losses[0] > 1.4)
    #expect(losses.suffix(3).reduce(0, +) / 3 < 0.6)
  }

  @Test("A loss that is no number any more ends the training, and the complaint names the step")
  func notANumber() throws {
    var run = try smallRun { $0.learningRate = 1e300 }
    let complaint = #expect(throws: Complaint.self) { try run.train(until: 10) { _, _ in } }
    #expect(complaint?.message.hasPrefix("the loss of step ") == true)
    #expect(complaint?.message.contains(" is not a number; the one before was ") == true)
    #expect(complaint?.message.contains("--learning-rate") == true)
  }

  @Test("With held-out documents of two lengths the loss is the mean over their tokens")
  func overDocuments() throws {
    let run = try smallRun()
    let short = run.model.loss(of: try run.tokenizer.sequence(of: "ava")).data
    let long = run.model.loss(of: try run.tokenizer.sequence(of: "emma")).data
    #expect(abs(try run.loss(over: ["ava", "emma"]) - (4 * short + 5 * long) / 9) < 1e-14)
  }
}
