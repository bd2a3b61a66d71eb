import Testing

@testable import microgpt

/// A model for the letters a to d, trained on a few words.
private func trained(context: Int = 8) throws -> Run {
  var settings = Settings()
  settings.architecture.width = 8
  settings.architecture.heads = 2
  settings.architecture.context = context
  settings.steps = 60
  let documents = ["abcd", "abca", "dab"]
  var run = try Run(settings, Tokenizer(documents: documents), documents: documents)
  _ = try run.train(until: 60) { _, _ in }
  return run
}

private func sampling(temperature: Double = 0.5, prompt: [Int] = []) -> Sampling {
  var sampling = Sampling()
  sampling.temperature = temperature
  sampling.prompt = prompt
  return sampling
}

extension Run {
  /// A document that is made up by its engine.
  fileprivate mutating func sample(_ sampling: Sampling) -> [Int] {
    makeEngine().sample(
      sampling, context: settings.architecture.context, boundary: tokenizer.boundary,
      using: &random)
  }
}

@Suite("Sampling")
struct SamplingTests {
  @Test("A document begins with the prompt and is never longer than the context")
  func prompt() throws {
    var run = try trained(context: 5)
    for prompt in [[], [0], [3, 3], [0, 1, 2, 3]] {
      for _ in 0..<20 {
        let document = run.sample(sampling(temperature: 2, prompt: prompt))
        #expect(document.starts(with: prompt))
        #expect(document.count <= 5)
        #expect(!document.contains(4))
      }
    }
  }

  @Test("Near the temperature 0 the most probable document comes every time")
  func cold() throws {
    var run = try trained()
    let first = run.sample(sampling(temperature: 1e-6))
    var tokens = [4]
    while tokens.count <= 8 {
      let scores = run.model.scores(tokens)[tokens.count - 1].map(\.data)
      let best = scores.indices.max { scores[$0] < scores[$1] }
      guard let best, best != 4 else { break }
      tokens.append(best)
    }
    #expect(first == Array(tokens.dropFirst()))
    for _ in 0..<10 {
      #expect(
        run.sample(sampling(temperature: 1e-6)) == first)
    }
  }

  @Test("A high temperature makes all tokens alike")
  func hot() throws {
    var run = try trained(context: 1)
    var counts = [0, 0, 0, 0, 0]
    for _ in 0..<2000 {
      let document = run.sample(sampling(temperature: 1e9))
      counts[document.first ?? 4] += 1
    }
    for count in counts { #expect(abs(count - 400) < 100) }
  }

  @Test("Keys and values kept or not, the same draws give the same document")
  func recomputed() throws {
    var run = try trained()
    for _ in 0..<10 {
      var random = run.random
      let document = run.sample(Sampling())
      var tokens = [4]
      while tokens.count <= 8 {
        let scores = run.model.scores(tokens)[tokens.count - 1]
        let weights = softmax(scores.map { $0 / 0.5 }).map(\.data)
        let token = random.choices(weights: weights)
        if token == 4 { break }
        tokens.append(token)
      }
      #expect(document == Array(tokens.dropFirst()))
    }
  }

  @Test(
    "Side by side, documents are the same for any engine and however many go together",
    arguments: [(5, 8, "", 1), (7, 12, "a", 2), (8, 40, "bc", 0), (40, 8, "", 1)])
  func together(context: Int, width: Int, beginning: String, layers: Int) throws {
    var settings = Settings()
    (settings.architecture.width, settings.architecture.heads) = (width, 2)
    settings.architecture.layers = layers
    settings.architecture.activation = layers == 2 ? .relu2 : .relu
    settings.architecture.context = context
    settings.steps = 60
    let documents = ["abcd", "abca", "dab"]
    var run = try Run(settings, Tokenizer(documents: documents), documents: documents)
    _ = try run.train(until: 60) { _, _ in }
    let prompt = try run.tokenizer.encode(beginning)
    var sampling = sampling(temperature: 1.5, prompt: prompt)
    sampling.samples = 50
    var made: [[[Int]]] = []
    for (name, together) in [(EngineName.matrix, 1), (.simd, 1), (.simd, 20), (.simd, 64)] {
      run.engine.name = name
      sampling.together = together
      var random = run.random
      made.append(
        run.makeEngine().makeUp(
          sampling, context: context, boundary: run.tokenizer.boundary, using: &random))
    }
    #expect(made[0].count == 50 && Set(made[0]).count > 1)
    #expect(made[0].allSatisfy { $0.starts(with: prompt) && $0.count <= context })
    for others in made.dropFirst() { #expect(others == made[0]) }
  }

  @Test("The first document made up side by side is the first of those made up in turn")
  func firstTogether() throws {
    var run = try trained()
    var random = run.random
    var sampling = Sampling()
    (sampling.samples, sampling.together) = (3, 2)
    let documents = run.makeEngine().makeUp(
      sampling, context: 8, boundary: run.tokenizer.boundary, using: &random)
    #expect(documents.first == run.sample(Sampling()))
  }
}
