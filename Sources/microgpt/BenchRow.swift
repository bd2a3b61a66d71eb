// Tangled from 3 chapters, 16-stopwatch.md to 23-floor.md. Do not edit: change the chapters.
/// What was measured of an engine.
struct BenchRow {
  let engine: String
  /// The median over the repetitions.
  let microseconds: Double
  /// That of the fastest repetition.
  let least: Double
  /// How far the repetitions lie apart, as a share of the median.
  let spread: Double
  let documentsPerSecond: Double
  let tokensPerSecond: Double
  let sampledTokensPerSecond: Double
  let operationsPerSecond: Double
  /// The loss of the last step.
  let loss: Double
  /// How far, at worst, a loss is from that of `objects`; nil if that did not
  /// take part.
  let distance: Double?
  /// Which part of the operations that one core could do at most it did.
  let shareOfPeak: Double
}

extension Contestant {
  /// What was measured, and how far its losses are from `reference`.
  func row(against reference: [Double]?) -> BenchRow {
    let time = seconds.median
    let distance = reference.map { reference in
      zip(losses, reference).map { abs($0 - $1) }.max() ?? 0
    }
    return BenchRow(
      engine: name, microseconds: 1e6 * time,
      least: 1e6 * (seconds.min() ?? 0),
      spread: ((seconds.max() ?? 0) - (seconds.min() ?? 0)) / time,
      documentsPerSecond: documents / time,
      tokensPerSecond: tokens / time,
      sampledTokensPerSecond: sampled.median,
      operationsPerSecond: operations / time,
      loss: losses.last ?? .nan, distance: distance,
      shareOfPeak: operations / time / VectorWidth.highestPeak
    )
  }

  /// How many documents a step learns.
  private var documents: Double {
    Double(settings.batch)
  }

  /// How many tokens a step guesses, on average.
  private var tokens: Double {
    let context = settings.architecture.context
    let guesses = (0..<settings.steps * Int(documents)).map { place in
      min(context, sequences[place % sequences.count].count - 1)
    }
    return Double(guesses.reduce(0, +)) / Double(settings.steps)
  }

  /// How many operations a step takes, on average.
  private var operations: Double {
    let model = settings.architecture
    let size = boundary + 1
    let learning = (0..<settings.steps * Int(documents)).map { place in
      let sequence = sequences[place % sequences.count]
      return model.operations(
        positions: min(model.context, sequence.count - 1),
        vocabularySize: size)
    }
    return learning.reduce(0, +) / Double(settings.steps)
      + model.adamOperations(vocabularySize: size)
  }
}

extension [Double] {
  /// The middle one of these numbers.
  fileprivate var median: Double {
    isEmpty ? .nan : sorted()[count / 2]
  }
}

extension BenchRow: JSONConvertible {
  var json: JSON {
    var numbers = [
      "microseconds": microseconds, "least": least, "spread": spread,
      "documentsPerSecond": documentsPerSecond,
      "tokensPerSecond": tokensPerSecond,
      "sampledTokensPerSecond": sampledTokensPerSecond,
      "operationsPerSecond": operationsPerSecond, "loss": loss,
    ]
    numbers["distance"] = distance
    numbers["shareOfPeak"] = shareOfPeak
    var parts = numbers.mapValues { $0.json }
    parts["engine"] = engine.json
    return .table(parts)
  }
}
