// Tangled from 1 chapter, 25-block.md. Do not edit: change the chapters.
/// A matrix or vector of a model, and where among all its numbers it is.
struct Parameter {
  let name: String
  let rows, columns: Int
  let offset: Int
  let start: Start

  /// How its numbers begin.
  enum Start {
    case normal
    /// Uniform; so many numbers go into each sum.
    case weight(Int), bias(Int)
    case ones, zeros
  }

  var count: Int { rows * columns }
}

/// Where the numbers of a layer are.
struct LayerPlaces {
  let look, output, expand, contract: Int
  let lookBias, outputBias, expandBias, contractBias: Int?
  let gain1, shift1, gain2, shift2: Int?
}

/// All parameters of a model in PyTorch's order, and where they are.
struct Parameters {
  private(set) var list: [Parameter] = []
  private(set) var count = 0
  private(set) var layers: [LayerPlaces] = []
  private(set) var tokens = 0, positions = 0, logits = 0
  private(set) var logitsBias, gain, shift: Int?

  init(_ parts: Parts, vocabulary: Int) {
    let width = parts.width
    tokens = add("token.weight", vocabulary, width, .normal)
    positions = add("position.weight", parts.context, width, .normal)
    for layer in 0..<parts.layers { addLayer("blocks.\(layer)", parts) }
    if parts.norm != .none && parts.place == .before {
      (gain, shift) = addNorm("ln", parts)
    }
    logits = tokens
    if parts.logits == .free {
      logits = add("head.weight", vocabulary, width, .weight(width))
    }
    if parts.biases != .none {
      logitsBias = add("head.bias", vocabulary, 1, .bias(width))
    }
  }

  /// Adds a parameter, and returns its place.
  private mutating func add(
    _ name: String, _ rows: Int, _ columns: Int, _ start: Parameter.Start,
    at place: Int? = nil
  ) -> Int {
    let offset = place ?? count
    list.append(
      Parameter(
        name: name, rows: rows, columns: columns, offset: offset, start: start))
    if place == nil { count += rows * columns }
    return offset
  }

  private mutating func addNorm(
    _ name: String, _ parts: Parts
  ) -> (gain: Int?, shift: Int?) {
    guard parts.norm == .layer else { return (nil, nil) }
    let gain = add("\(name).weight", parts.width, 1, .ones)
    return (gain, add("\(name).bias", parts.width, 1, .zeros))
  }

  private mutating func addLayer(_ name: String, _ parts: Parts) {
    let (width, size) = (parts.width, parts.headSize)
    let hasAll = parts.biases == .all
    let hasSome = parts.biases != .none
    // The matrices of all heads stand below one another: all queries, all keys,
    // all values. Their biases likewise.
    let look = count
    count += 3 * width * width
    let lookBias = count
    if hasAll { count += 3 * width }
    for head in 0..<parts.heads {
      for (kind, part) in [("key", 1), ("query", 0), ("value", 2)] {
        let row = part * width + head * size
        let full = "\(name).sa.heads.\(head).\(kind)"
        _ = add(
          "\(full).weight", size, width, .weight(width),
          at: look + row * width)
        if hasAll {
          _ = add("\(full).bias", size, 1, .bias(width), at: lookBias + row)
        }
      }
    }
    func bias(_ name: String, _ rows: Int, _ inputs: Int) -> Int? {
      hasSome ? add("\(name).bias", rows, 1, .bias(inputs)) : nil
    }
    let output = add("\(name).sa.proj.weight", width, width, .weight(width))
    let outputBias = bias("\(name).sa.proj", width, width)
    let expand = add(
      "\(name).ffwd.0.weight", 4 * width, width, .weight(width))
    let expandBias = bias("\(name).ffwd.0", 4 * width, width)
    let contract = add(
      "\(name).ffwd.2.weight", width, 4 * width, .weight(4 * width))
    let contractBias = bias("\(name).ffwd.2", width, 4 * width)
    let norm1 = addNorm("\(name).ln1", parts)
    let norm2 = addNorm("\(name).ln2", parts)
    layers.append(
      LayerPlaces(
        look: look, output: output, expand: expand, contract: contract,
        lookBias: hasAll ? lookBias : nil, outputBias: outputBias,
        expandBias: expandBias, contractBias: contractBias,
        gain1: norm1.gain, shift1: norm1.shift,
        gain2: norm2.gain, shift2: norm2.shift))
  }
}

extension Parameters {
  /// Draws all numbers, and hands each to `put` with its place.
  func draw(
    _ parts: Parts, using random: inout TorchRandom,
    put: (_ place: Int, _ number: Float) -> Void
  ) {
    for parameter in list {
      let places = parameter.offset..<parameter.offset + parameter.count
      switch parameter.start {
      case .ones: for place in places { put(place, 1) }
      case .zeros: for place in places { put(place, 0) }
      case _ where parts.start == .gpt2:
        draw(parameter, parts, using: &random, put: put)
      case .normal:
        let numbers = random.normals(parameter.count)
        for (place, number) in zip(places, numbers) { put(place, number) }
      case .weight(let inputs):
        let gain = (2.0 / 6).squareRoot()
        let bound = 3.0.squareRoot() * (gain / Double(inputs).squareRoot())
        for place in places {
          put(place, random.uniform(Float(-bound), Float(bound)))
        }
      case .bias(let inputs):
        let bound = 1 / Double(inputs).squareRoot()
        for place in places {
          put(place, random.uniform(Float(-bound), Float(bound)))
        }
      }
    }
  }

  /// Draws as GPT-2 begins: small normal numbers, smaller still for what is
  /// added to the stream, and biases of 0.
  private func draw(
    _ parameter: Parameter, _ parts: Parts, using random: inout TorchRandom,
    put: (_ place: Int, _ number: Float) -> Void
  ) {
    let places = parameter.offset..<parameter.offset + parameter.count
    if case .bias = parameter.start {
      for place in places { put(place, 0) }
      return
    }
    let isAdded =
      parameter.name.hasSuffix("proj.weight")
      || parameter.name.hasSuffix("ffwd.2.weight")
    let depth = Float(2 * parts.layers).squareRoot()
    let deviation: Float = isAdded ? 0.02 / depth : 0.02
    let numbers = random.normals(parameter.count)
    for (place, number) in zip(places, numbers) {
      put(place, number * deviation)
    }
  }
}
