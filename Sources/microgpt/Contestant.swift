// Tangled from 2 chapters, 16-stopwatch.md to 22-threads.md. Do not edit: change the chapters.
/// An engine that is measured.
struct Contestant {
  let name: String
  let settings: Settings
  let sequences: [[Int]]
  let boundary: Int
  private let engine: AnyEngine
  private let beginning: Learned
  private var step = 0
  /// The losses of its first training.
  private(set) var losses: [Double] = []
  /// For each repetition, the seconds that a step took.
  private(set) var seconds: [Double] = []
  /// For each repetition, the tokens read in a second of sampling.
  private(set) var sampled: [Double] = []

  init(_ name: String, _ run: Run) throws(Complaint) {
    self.name = name
    settings = run.settings
    engine = run.makeEngine()
    beginning = run.learned
    boundary = run.tokenizer.boundary
    sequences = try run.sequences(until: settings.steps)
  }
}

extension Contestant {
  /// Learns a little and forgets it: caches and memory are ready then.
  mutating func warmUp() {
    train(until: min(20, settings.steps))
    _ = sample(at: 0)
    begin()
    losses = []
  }

  /// Forgets what was learned.
  private mutating func begin() {
    step = 0
    engine.take(beginning)
  }

  /// Takes the steps before `end`.
  private mutating func train(until end: Int) {
    var batch = Array(repeating: [Int](), count: settings.batch)
    while step < end {
      let first = step % sequences.count * batch.count
      for i in batch.indices {
        batch[i] = sequences[(first + i) % sequences.count]
      }
      let loss = engine.learn(batch, step)
      if losses.count == step { losses.append(loss) }
      step += 1
    }
  }

  /// Measures the next part of a training that is to be cut into `parts`, or
  /// several, until a twentieth of a second has passed. Then samples.
  mutating func repeatOnce(of parts: Int) {
    let size = (settings.steps - 1) / parts + 1
    var (steps, time) = (0, 0.0)
    repeat {
      if step == settings.steps { begin() }
      let (start, end) = (step, min(step + size, settings.steps))
      time += secondsOf { train(until: end) }
      steps += end - start
    } while time < 0.05
    seconds.append(time / Double(steps))
    sampled.append(sample(at: 0.05))
  }

  /// Makes up documents for `limit` seconds, and returns how many tokens it
  /// read in each.
  private func sample(at limit: Double) -> Double {
    var random = MersenneTwister(seed: settings.seed)
    var (tokens, time) = (0, 0.0)
    repeat {
      time += secondsOf {
        for document in makeUp(&random) {
          tokens += min(document.count + 1, settings.architecture.context)
        }
      }
    } while time < limit
    return Double(tokens) / time
  }

  /// Makes up a document, or several side by side.
  private func makeUp(_ random: inout MersenneTwister) -> [[Int]] {
    let context = settings.architecture.context
    var sampling = Sampling()
    guard settings.batch > 1 else {
      return [
        engine.sample(
          sampling, context: context, boundary: boundary, using: &random)
      ]
    }
    (sampling.samples, sampling.together) = (8 * settings.batch, settings.batch)
    return engine.makeUp(
      sampling, context: context, boundary: boundary, using: &random)
  }
}

/// How many seconds `work` takes.
private func secondsOf(_ work: () -> Void) -> Double {
  let start = now()
  work()
  return now() - start
}
