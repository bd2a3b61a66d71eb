import Compiling
import Literate

/// Text in back-ticks that looks like a name of the program.
///
/// What looks like one, the whole text between the back-ticks being it:
/// - a call without arguments or with labels alone: `backward()`, `gauss(mean:deviation:)`;
/// - a word with a capital inside, behind at least one small letter: `isMember`;
/// - a capitalised word with a small letter in it: `Value`, and so `[Value]` and `Value?`;
/// - several such words joined by points, the first of them capitalised or the last a call:
///   `Tokenizer.encode`, `loss.backward()`.
///
/// What does not: words without a capital (`emma`, `layer0.attn_wq`), words of capitals (`BOS`),
/// words with a sign (`--input`), names of files (`Value.swift`), and whatever is more than one name
/// (`a + b`).
///
/// Of `loss.backward()` only `backward` is a name of the program: `loss` may be the text's own.
struct CodeName {
  /// The names in it that must be known.
  let parts: [String]

  init?(_ literal: String) {
    var text = literal[...]
    while text.hasPrefix("["), text.hasSuffix("]") { text = text.dropFirst().dropLast() }
    while text.last == "?" || text.last == "!" { text.removeLast() }
    var labels: [String] = []
    var isCall = false
    if text.hasSuffix(")"), let open = text.firstIndex(of: "(") {
      let inner = text[text.index(after: open)...].dropLast()
      labels = inner.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard labels.removeLast().isEmpty, labels.allSatisfy(Self.isIdentifier) else { return nil }
      isCall = true
      text = text[..<open]
    }
    if text.hasPrefix(".") { text.removeFirst() }
    let words = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard let first = words.first, let last = words.last, words.allSatisfy(Self.isIdentifier),
      isCall || words.count == 1 || !Self.fileEndings.contains(last.lowercased())
    else { return nil }
    let known = labels.filter { $0 != "_" }
    if isCall {
      let isVariable = words.count > 1 && !Self.isType(first) && !Self.isCamelCase(first)
      parts = (isVariable ? Array(words.dropFirst()) : words) + known
    } else if Self.isType(first) {
      parts = words
    } else {
      parts = words.filter(Self.isCamelCase)
      if parts.isEmpty { return nil }
    }
  }

  private static func isIdentifier(_ word: String) -> Bool {
    guard let first = word.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
    return word.unicodeScalars.allSatisfy {
      $0 == "_" || $0.properties.isAlphabetic || $0.properties.numericType != nil
    }
  }

  private static func isType(_ word: String) -> Bool {
    word.first?.isUppercase == true && word.contains(where: \.isLowercase)
  }

  private static func isCamelCase(_ word: String) -> Bool {
    word.first?.isLowercase == true && word.contains(where: \.isUppercase)
  }

  private static let fileEndings: Set<String> = [
    "swift", "md", "txt", "yml", "yaml", "json", "svg", "png", "jpg", "html", "css", "js", "py",
    "c", "h", "sh", "csv", "resolved", "safetensors", "gz", "zip", "log", "toml", "wasm", "org",
    "com", "net", "io",
  ]
}

/// The names that a chapter may mention.
struct KnownNames {
  /// The identifiers of the program.
  let program: Set<String>
  /// Those of Swift's standard library.
  let standard: Set<String>
  /// Those that `book.yml` lists under `foreign`, as they stand there.
  let foreign: [String]
  private let foreignParts: Set<String>

  init(program: Set<String>, standard: Set<String>, foreign: [String]) {
    self.program = program
    self.standard = standard
    self.foreign = foreign
    foreignParts = Set(
      foreign.flatMap { name in
        [name] + name.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
      })
  }

  /// The first part of a name that nothing declares, with the nearest name that something does.
  func unknownPart(of literal: String) -> (name: String, nearest: String?)? {
    guard let name = CodeName(literal), !foreignParts.contains(literal) else { return nil }
    for part in name.parts where !isKnown(part) {
      let nearest =
        nearestName(to: part, among: program.sorted())
        ?? nearestName(to: part, among: standard.sorted())
      return (part, nearest)
    }
    return nil
  }

  private func isKnown(_ name: String) -> Bool {
    program.contains(name) || standard.contains(name) || foreignParts.contains(name)
      || Self.keywords.contains(name)
  }

  /// Words that are part of the language, whether or not the program uses them.
  private static let keywords: Set<String> = [
    "init", "deinit", "subscript", "self", "super", "Self", "Any", "Type", "Protocol", "Swift",
    "throws", "rethrows", "async", "await", "inout", "some", "any", "fileprivate", "nonisolated",
    "associatedtype", "typealias", "didSet", "willSet", "precedencegroup",
  ]
}

extension Toolchain {
  /// The identifiers of what a program has without an import.
  func standardNames(cache: Cache) -> Set<String> {
    var hash = ContentHash()
    hash.add("standard names 1")
    hash.add(information)
    if let known = cache.read(.facts, hash.name) {
      return Set(String(decoding: known, as: UTF8.self).split(separator: "\n").map(String.init))
    }
    var names: Set<String> = []
    for file in standardInterfaces() {
      names.formUnion(Identifiers(in: (try? Disk.read(file)) ?? []).names)
    }
    names = names.filter { !$0.hasPrefix("_") }
    if !names.isEmpty {
      cache.write(.facts, hash.name, Array(names.sorted().joined(separator: "\n").utf8))
    }
    return names
  }
}
