// Tangled from 7 chapters, 01-names.md to 16-stopwatch.md. Do not edit: change the chapters.
/// The words of the command line, taken away one question at a time.
struct Arguments {
  private var words: [String]
  private var asked: [String] = []

  init(_ words: [String]) { self.words = words }

  /// The command, if the first word is one.
  mutating func command() -> String? {
    guard let first = words.first else { return nil }
    if first.hasPrefix("-") && first != "--help" { return nil }
    return words.removeFirst()
  }

  /// The word after `name`, if `name` is there.
  mutating func option(_ name: String) throws(Complaint) -> String? {
    asked.append(name)
    guard let place = words.firstIndex(of: name) else { return nil }
    guard place + 1 < words.count else {
      throw .usage("`\(name)` wants a value after it")
    }
    words.remove(at: place)
    return words.remove(at: place)
  }

  /// The whole number after `name`, or `usual` if `name` is not there.
  mutating func number<Number: FixedWidthInteger>(
    _ name: String, else usual: Number, atLeast least: Number,
    atMost most: Number = .max
  ) throws(Complaint) -> Number {
    guard let word = try option(name) else { return usual }
    guard let number = Number(word), number >= least else {
      throw .usage("`\(name)` wants a whole number from \(least), not `\(word)`")
    }
    guard number <= most else {
      throw .usage("`\(name)` is \(most) at most, not \(number)")
    }
    return number
  }

  /// The next word that is not an option, if there is one.
  mutating func word() -> String? {
    let isOption = { (word: String) in
      word.hasPrefix("-") && Double(word) == nil
    }
    guard let place = words.firstIndex(where: { !isOption($0) })
    else { return nil }
    return words.remove(at: place)
  }

  /// Whether `name` is there.
  mutating func flag(_ name: String) -> Bool {
    asked.append(name)
    guard let place = words.firstIndex(of: name) else { return false }
    words.remove(at: place)
    return true
  }

  /// The number above 0 after `name`, or `usual` if `name` is not there.
  mutating func positive(
    _ name: String, else usual: Double
  ) throws(Complaint) -> Double {
    guard let word = try option(name) else { return usual }
    guard let number = Double(word), number > 0, number.isFinite else {
      throw .usage("`\(name)` wants a number above 0, not `\(word)`")
    }
    return number
  }

  /// The number from 0 to below 1 after `name`, or `usual` if `name` is not
  /// there.
  mutating func fraction(
    _ name: String, else usual: Double
  ) throws(Complaint) -> Double {
    guard let word = try option(name) else { return usual }
    guard let number = Double(word), number >= 0, number < 1 else {
      throw .usage("`\(name)` wants a number from 0 to below 1, not `\(word)`")
    }
    return number
  }

  /// The case whose name stands after `option`, or `usual` if it is not there.
  mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ name: String, else usual: Choice, kind: String? = nil
  ) throws(Complaint) -> Choice {
    guard let word = try option(name) else { return usual }
    guard let choice = Choice(rawValue: word) else {
      throw .unknown(
        kind ?? String(name.dropFirst(2)), word,
        among: Choice.allCases.map { $0.rawValue })
    }
    return choice
  }

  /// Whether `name` is there. It is not taken away.
  func has(_ name: String) -> Bool { words.contains(name) }

  /// Complains about the first word that no question took away.
  func finish() throws(Complaint) {
    guard let word = words.first else { return }
    if asked.contains(word) { throw .usage("`\(word)` is given twice") }
    if word.hasPrefix("-") {
      throw .unknown("option", word, among: asked)
    }
    throw .usage("`\(word)` is one word too many")
  }
}

extension Arguments {
  /// The documents of this run: those of `--input`, else of `input.txt` in
  /// the working directory, else the names that come with the book.
  mutating func documents() throws(Complaint) -> [String] {
    let path = try inputPath(option("--input"))
    let documents = try readText(at: path).documents
    if documents.isEmpty { throw Complaint("`\(path)` holds no documents") }
    return documents
  }

  /// The random numbers of a run, from its `--seed`.
  mutating func generator() throws(Complaint) -> MersenneTwister {
    MersenneTwister(seed: try number("--seed", else: 42, atLeast: 0))
  }
}

extension Arguments {
  /// These words, and behind them the option `name` with its value.
  func with(_ name: String, _ value: String) -> Arguments {
    var arguments = self
    arguments.words += [name, value]
    return arguments
  }
}
