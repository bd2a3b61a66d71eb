// Tangled from 1 chapter, 30-long-run.md. Do not edit: change the chapters.
extension Transformer {
  /// The model as tensors, with what there is to know about it in `words`.
  func saved(_ words: [String: String]) -> Safetensors {
    var file = Safetensors(words: words)
    file.words["step"] = "\(step)"
    for parameter in parameters.list {
      file.tensors.append(tensor(parameter.name, parameter, weights))
    }
    for parameter in parameters.list where step > 0 {
      file.tensors.append(tensor("adam.m.\(parameter.name)", parameter, m))
      file.tensors.append(tensor("adam.v.\(parameter.name)", parameter, v))
    }
    return file
  }

  private func tensor(
    _ name: String, _ parameter: Parameter, _ all: UnsafeMutablePointer<Number>
  ) -> Tensor {
    let places = parameter.offset..<parameter.offset + parameter.count
    return Tensor(
      name: name, shape: parameter.shape,
      numbers: places.map { Double(all[$0]) })
  }

  /// Takes the weights in `file`, and Adam's means if it has them.
  func restore(_ file: Safetensors) throws(Complaint) {
    var tensors: [String: Tensor] = [:]
    for tensor in file.tensors { tensors[tensor.name] = tensor }
    for parameter in parameters.list {
      try take(parameter, parameter.name, tensors, into: weights)
      guard tensors["adam.m.\(parameter.name)"] != nil else { continue }
      try take(parameter, "adam.m.\(parameter.name)", tensors, into: m)
      try take(parameter, "adam.v.\(parameter.name)", tensors, into: v)
    }
  }

  private func take(
    _ parameter: Parameter, _ name: String, _ tensors: [String: Tensor],
    into all: UnsafeMutablePointer<Number>
  ) throws(Complaint) {
    guard let tensor = tensors[name] else {
      throw Complaint("it has no tensor `\(name)`")
    }
    guard tensor.shape == parameter.shape else {
      throw Complaint(
        "its `\(name)` is \(tensor.shape), not \(parameter.shape)")
    }
    guard tensor.numbers.allSatisfy({ $0.isFinite }) else {
      throw Complaint("its `\(name)` holds what is not a number")
    }
    for (place, number) in tensor.numbers.enumerated() {
      all[parameter.offset + place] = Number(number)
    }
  }
}

extension Parameter {
  /// Rows and columns, or for a vector how long it is.
  fileprivate var shape: [Int] {
    switch start {
    case .normal, .weight: [rows, columns]
    case .bias, .ones, .zeros: [rows]
    }
  }
}

extension LectureSettings {
  /// Takes the settings among `words`.
  mutating func take(_ words: [String: String]) throws(Complaint) {
    let known = described.words.keys
    let options = words.filter { known.contains($0.key) }
    var arguments = Arguments(options.flatMap { ["--\($0.key)", $0.value] })
    try arguments.change { declare(to: &$0) }
  }

  /// What there is to say of the settings as they are.
  var described: EachSetting {
    var (settings, each) = (self, EachSetting(Arguments([])))
    settings.declare(to: &each)
    return each
  }
}

/// Does `body`; what it complains about is the file at `path`.
func blaming<Result>(
  _ path: String, _ body: () throws(Complaint) -> Result
) throws(Complaint) -> Result {
  do {
    return try body()
  } catch {
    throw Complaint("cannot load `\(path)`: \(error.message)")
  }
}

extension TextVocabulary {
  /// The vocabulary as words that a file can keep.
  var words: [String: String] {
    switch self {
    case .characters(let tokenizer, let knowsUnknown):
      [
        "vocabulary": tokenizer.vocabulary,
        "unknown": knowsUnknown ? "on" : "off",
      ]
    case .pieces(let pieces):
      [
        "merges": pieces.merges.map { "\($0.first) \($0.second)" }
          .joined(separator: " ")
      ]
    }
  }

  /// The vocabulary among `words`; nil if there is none.
  init?(_ words: [String: String]) throws(Complaint) {
    if let characters = words["vocabulary"] {
      let tokenizer = Tokenizer(documents: [characters])
      guard tokenizer.vocabulary == characters else {
        throw Complaint("its vocabulary is not in order")
      }
      self = .characters(tokenizer, knowsUnknown: words["unknown"] == "on")
    } else if let merges = words["merges"] {
      let numbers = merges.split(separator: " ").map { Int($0) ?? -1 }
      guard let pieces = WordPieces(numbers) else {
        throw Complaint("its pieces are not in order")
      }
      self = .pieces(pieces)
    } else {
      return nil
    }
  }
}
