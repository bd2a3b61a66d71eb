// Tangled from 2 chapters, 17-tape.md to 22-threads.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
#endif

/// Documents that are made up side by side, sixteen by each reader.
final class SideBySide<Reader: LanesReading> {
  private let readers: [Reader]
  private let sampling: Sampling
  private let context, boundary: Int
  /// Which document is in each lane, if there is one.
  private var numbers: [Int?]
  /// For each lane the token that is read next, at which place it stands, and
  /// the random number for the token after it.
  private let tokens, places: UnsafeMutablePointer<Int32>
  private let drawn: UnsafeMutablePointer<Float>
  /// The random numbers of each lane's document, and its tokens.
  private let draws: UnsafeMutablePointer<Float>
  private let written: UnsafeMutablePointer<Int32>
  private var documents: [[Int]]
  private var (begun, done) = (0, 0)

  init(
    _ sampling: Sampling, context: Int, boundary: Int,
    makeReader: () -> Reader
  ) {
    self.sampling = sampling
    (self.context, self.boundary) = (context, boundary)
    let together = min(sampling.together, max(1, sampling.samples))
    readers = (0..<(together + 15) / 16).map { _ in makeReader() }
    let lanes = 16 * readers.count
    numbers = Array(repeating: nil, count: lanes)
    documents = Array(repeating: [], count: sampling.samples)
    tokens = .allocate(capacity: lanes)
    tokens.initialize(repeating: Int32(boundary), count: lanes)
    places = .allocate(capacity: lanes)
    places.initialize(repeating: 0, count: lanes)
    drawn = .allocate(capacity: lanes)
    drawn.initialize(repeating: 0, count: lanes)
    draws = .allocate(capacity: lanes * context)
    draws.initialize(repeating: 0, count: lanes * context)
    written = .allocate(capacity: lanes * context)
    written.initialize(repeating: 0, count: lanes * context)
  }

  deinit {
    tokens.deallocate()
    places.deallocate()
    drawn.deallocate()
    draws.deallocate()
    written.deallocate()
  }

  /// Makes up all documents.
  func makeUp(using random: inout MersenneTwister) -> [[Int]] {
    for lane in numbers.indices.prefix(sampling.together) {
      begin(lane, &random)
    }
    while done < sampling.samples {
      for (group, reader) in readers.enumerated() {
        let lanes = group * 16..<group * 16 + 16
        guard lanes.contains(where: { numbers[$0] != nil }) else { continue }
        for lane in lanes { layOut(lane) }
        let first = lanes.lowerBound
        reader.read(
          tokens + first, at: places + first, drawn: drawn + first,
          temperature: sampling.temperature)
        for lane in lanes { goOn(lane, &random) }
      }
    }
    return documents
  }

  /// Begins the next document, if there is one, in `lane`, and draws for it.
  private func begin(_ lane: Int, _ random: inout MersenneTwister) {
    (tokens[lane], places[lane]) = (Int32(boundary), 0)
    numbers[lane] = begun < sampling.samples ? begun : nil
    guard begun < sampling.samples else { return }
    begun += 1
    for place in 0..<context {
      draws[lane * context + place] = Float(random.random())
    }
  }

  /// Lays out the random number that the token after the next one takes.
  private func layOut(_ lane: Int) {
    let place = max(0, Int(places[lane]) - sampling.prompt.count)
    drawn[lane] = draws[lane * context + place]
  }

  /// Goes on with the token that has been drawn in `lane`.
  private func goOn(_ lane: Int, _ random: inout MersenneTwister) {
    guard let number = numbers[lane] else {
      tokens[lane] = Int32(boundary)
      return
    }
    let place = Int(places[lane])
    if place < sampling.prompt.count {
      tokens[lane] = Int32(sampling.prompt[place])
    }
    let isEnd = tokens[lane] == Int32(boundary)
    if !isEnd { written[lane * context + place] = tokens[lane] }
    let length = isEnd ? place : place + 1
    if isEnd || length == context {
      documents[number] = (0..<length).map { Int(written[lane * context + $0]) }
      done += 1
      begin(lane, &random)
    } else {
      places[lane] = Int32(length)
    }
  }
}

extension AnyEngine {
  /// Makes up documents, each with random numbers of its own.
  func makeUp(
    _ sampling: Sampling, context: Int, boundary: Int,
    using random: inout MersenneTwister
  ) -> [[Int]] {
    if let all = sideBySide(sampling, boundary, &random) { return all }
    return (0..<sampling.samples).map { _ in
      var own = random
      for _ in 0..<context { _ = random.random() }
      return sample(
        sampling, context: context, boundary: boundary, using: &own)
    }
  }
}

extension Engine {
  func sideBySide(
    _ sampling: Sampling, _ boundary: Int, _ random: inout MersenneTwister
  ) -> [[Int]]? { nil }
}
