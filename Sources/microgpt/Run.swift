// Tangled from 2 chapters, 07-embeddings.md to 08-adam.md. Do not edit: change the chapters.
/// A model, what it learns from, and how far it has come.
struct Run {
  let settings: Settings
  let tokenizer: Tokenizer
  let model: Model
  let parameters: [Value]
  /// In the order in which they are learned.
  var documents: [String]
  /// How many steps have been taken.
  var step = 0
  var random: MersenneTwister
  var adam: Adam

  /// A run that has not begun: shuffles, then draws the weights.
  init(
    _ settings: Settings, _ tokenizer: Tokenizer, documents: [String]
  ) throws(Complaint) {
    self.settings = settings
    self.tokenizer = tokenizer
    let size = tokenizer.vocabularySize
    try settings.architecture.check(vocabularySize: size)
    random = MersenneTwister(seed: settings.seed)
    self.documents = documents
    random.shuffle(&self.documents)
    model = Model(settings.architecture, vocabularySize: size, using: &random)
    parameters = model.parameters
    adam = Adam(settings, parameters: parameters.count)
  }
}

extension Run {
  /// Learns from the next document, and returns its loss before that.
  mutating func learn() throws(Complaint) -> Double {
    let document = documents[step % documents.count]
    let loss = model.loss(of: try tokenizer.sequence(of: document))
    loss.backward()
    adam.update(parameters, step: step, of: settings.steps)
    step += 1
    return loss.data
  }

  /// Takes the steps that are left, and returns their losses.
  @discardableResult
  mutating func train() throws(Complaint) -> [Double] {
    var losses: [Double] = []
    while step < settings.steps { losses.append(try learn()) }
    return losses
  }
}
