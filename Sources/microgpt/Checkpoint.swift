// Tangled from 2 chapters, 09-training-loop.md to 10-attention.md. Do not edit: change the chapters.
extension Run {
  /// The run as tensors and words.
  var saved: Safetensors {
    var file = Safetensors(words: settings.words)
    file.words["step"] = "\(step)"
    file.words["vocabulary"] = tokenizer.vocabulary
    for matrix in model.matrices {
      let numbers = matrix.rows.joined().map { $0.data }
      file.tensors.append(
        Tensor(name: matrix.name, shape: matrix.shape, numbers: numbers))
    }
    for (name, numbers) in [("adam.m", adam.m), ("adam.v", adam.v)] {
      file.tensors.append(
        Tensor(name: name, shape: [numbers.count], numbers: numbers))
    }
    return file
  }
}

extension Matrix {
  fileprivate var shape: [Int] { [rows.count, rows[0].count] }
}

/// What a file says of the run that was saved in it.
struct Checkpoint {
  let settings: Settings
  /// How many steps had been taken.
  let step: Int
  /// Nil if the file has no vocabulary.
  let tokenizer: Tokenizer?
  private let tensors: [Tensor]

  init(_ file: Safetensors) throws(Complaint) {
    tensors = file.tensors
    var words = Arguments(file.words.flatMap { ["--\($0.key)", $0.value] })
    settings = try words.settings(else: Settings(shapesOf: tensors))
    step = try words.number("--step", else: 0, atLeast: 0)
    let vocabulary = try words.option("--vocabulary")
    tokenizer = vocabulary.map { Tokenizer(documents: [$0]) }
    guard tokenizer?.vocabulary == vocabulary else {
      throw Complaint("its vocabulary is not in order")
    }
  }
}

extension Checkpoint {
  /// The numbers of the tensor `name`, which must have this shape.
  fileprivate func numbers(
    _ name: String, _ shape: [Int]
  ) throws(Complaint) -> [Double] {
    guard let tensor = tensors.first(where: { $0.name == name }) else {
      throw Complaint("it has no tensor `\(name)`")
    }
    guard tensor.shape == shape else {
      throw Complaint("its `\(name)` is \(tensor.shape), not \(shape)")
    }
    guard tensor.numbers.allSatisfy({ $0.isFinite }) else {
      throw Complaint("its `\(name)` holds what is not a number")
    }
    return tensor.numbers
  }
}

extension Settings {
  /// What the shapes of tensors tell of their model's settings.
  fileprivate init(shapesOf tensors: [Tensor]) {
    let shape = tensors.first { $0.name == "wpe" }?.shape ?? []
    if shape.count == 2, !shape.contains(0) {
      architecture.context = shape[0]
      architecture.width = shape[1]
    }
    let queries = tensors.filter { $0.name.hasSuffix(".attn_wq") }
    architecture.layers = queries.count
  }
}

extension Run {
  /// Puts the run where it was when `checkpoint` was saved.
  mutating func restore(_ checkpoint: Checkpoint) throws(Complaint) {
    for matrix in model.matrices {
      let numbers = try checkpoint.numbers(matrix.name, matrix.shape)
      for (value, number) in zip(matrix.rows.joined(), numbers) {
        value.data = number
      }
    }
    step = checkpoint.step
    guard step > 0 else { return }
    adam.m = try checkpoint.numbers("adam.m", [parameters.count])
    adam.v = try checkpoint.numbers("adam.v", [parameters.count])
  }
}
