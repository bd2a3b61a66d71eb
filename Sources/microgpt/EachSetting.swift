// Tangled from 3 chapters, 07-embeddings.md to 09-training-loop.md. Do not edit: change the chapters.
/// The settings gone through one by one: each takes what its option says.
struct EachSetting {
  /// The words of the command line that are left.
  var arguments: Arguments
  /// What is wrong with the first option that cannot be.
  private(set) var complaint: Complaint?
  /// What each setting does, in a line for `microgpt help`.
  private(set) var help: [String] = []
  /// What the settings that a saved run keeps are, by their names.
  private(set) var words: [String: String] = [:]

  init(_ arguments: Arguments) { self.arguments = arguments }

  /// A whole number from `least` to `most`.
  mutating func number<Number: FixedWidthInteger>(
    _ name: String, _ place: inout Number, from least: Number,
    to most: Number = .max, _ does: String, isSaved: Bool = true
  ) {
    take(name, "N", &place, does, isSaved, word: { "\($0)" }) {
      (arguments, option, usual) throws(Complaint) in
      try arguments.number(option, else: usual, atLeast: least, atMost: most)
    }
  }

  /// A number above 0.
  mutating func positive(
    _ name: String, _ place: inout Double, _ does: String, isSaved: Bool = true
  ) {
    take(name, "X", &place, does, isSaved, word: { "\($0)" }) {
      (arguments, option, usual) throws(Complaint) in
      try arguments.positive(option, else: usual)
    }
  }

  /// A number from 0 to below 1.
  mutating func fraction(
    _ name: String, _ place: inout Double, _ does: String, isSaved: Bool = true
  ) {
    take(name, "X", &place, does, isSaved, word: { "\($0)" }) {
      (arguments, option, usual) throws(Complaint) in
      try arguments.fraction(option, else: usual)
    }
  }

  /// One of the names that a type has for its cases.
  mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ name: String, _ place: inout Choice, _ does: String, isSaved: Bool = true
  ) {
    let names = Choice.allCases.map { $0.rawValue }.joined(separator: ", ")
    let help = "\(does): \(names)"
    take(name, "NAME", &place, help, isSaved, word: { $0.rawValue }) {
      (arguments, option, usual) throws(Complaint) in
      try arguments.choice(option, else: usual)
    }
  }

  /// Puts what `ask` finds after the option of `name` into `place`, which keeps
  /// what it has if there is none.
  private mutating func take<Setting>(
    _ name: String, _ letter: String, _ place: inout Setting, _ does: String,
    _ isSaved: Bool, word: (Setting) -> String,
    ask: (inout Arguments, _ option: String, Setting) throws(Complaint) -> Setting
  ) {
    help.append("--\(name) \(letter) (else \(word(place))) \(does)")
    do {
      place = try ask(&arguments, "--\(name)", place)
    } catch {
      complaint = complaint ?? error
    }
    if isSaved { words[name] = word(place) }
  }
}

extension Arguments {
  /// The settings of this run; those that are not given are as in `usual`.
  mutating func settings(else usual: Settings) throws(Complaint) -> Settings {
    var settings = usual
    var each = EachSetting(self)
    settings.declare(to: &each)
    self = each.arguments
    if let complaint = each.complaint { throw complaint }
    return settings
  }
}

extension Settings {
  /// What there is to say of the settings as they are.
  var described: EachSetting {
    var (settings, each) = (self, EachSetting(Arguments([])))
    settings.declare(to: &each)
    return each
  }
}
