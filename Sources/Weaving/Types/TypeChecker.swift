import Foundation
import Literate

/// Asks the compiler for the typed tree of programs, and keeps what came of it.
struct TypeChecker: Sendable {
  /// The program's module and folder.
  private let program: String
  /// What the compiler says of itself.
  private let compiler: String
  /// Where answers are kept; nil keeps none.
  private let cache: String?
  private let platformArguments: [String]

  /// - Parameter cache: The folder for what is kept.
  init(program: String, compiler: String, cache: String?) {
    self.program = program
    self.compiler = compiler
    self.cache = cache
    #if os(macOS)
      let sdk = Compiler.output(["xcrun", "--show-sdk-path"]) ?? ""
      platformArguments = ["-sdk", sdk.trimmingCharacters(in: .whitespacesAndNewlines)]
    #else
      platformArguments = []
    #endif
  }

  /// A program, and of which of its files the names are wanted.
  struct Question: Sendable {
    let files: [TangledFile]
    let shown: [String]
  }

  private struct Answer: Sendable {
    let files: TypedFiles?
  }

  /// What the compiler understood of each program; nil for one that it refuses.
  func answers(_ questions: [Question]) -> [TypedFiles?] {
    let keys = questions.map(key)
    let kept = keys.map(kept)
    let open = questions.indices.filter { kept[$0] == nil && !questions[$0].shown.isEmpty }
    let texts = Set(open.flatMap { questions[$0].files.map(\.text) })
    let ordered = Array(texts)
    let sources = Dictionary(
      uniqueKeysWithValues: zip(ordered, ordered.concurrentMap { SwiftFile($0) }))
    let asked = open.concurrentMap { number in
      let question = questions[number]
      let answer = dump(question).map { dump in
        TypedFiles(
          dump, of: question.shown,
          in: Dictionary(
            uniqueKeysWithValues: question.files.compactMap { file in
              sources[file.text].map { (file.path, $0) }
            }))
      }
      if let answer { keep(answer, keys[number]) }
      return Answer(files: answer)
    }
    let made = Dictionary(uniqueKeysWithValues: zip(open, asked))
    prune(keeping: Set(keys))
    return questions.indices.map { kept[$0] ?? made[$0]?.files }
  }

  /// The module's name as the package manager forms it.
  private var module: String {
    let name = String(
      program.unicodeScalars.map { scalar -> Character in
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          ? Character(scalar) : "_"
      })
    return name.first?.isNumber == true ? "_" + name : name
  }

  private func arguments(_ question: Question) -> [String] {
    var arguments = [
      "swiftc", "-frontend", "-dump-ast", "-swift-version", "6", "-suppress-warnings",
      "-DSWIFT_PACKAGE", "-DDEBUG", "-module-name", module,
    ]
    // A lone file is a script unless it says where the program begins.
    if question.files.count == 1, let file = question.files.first,
      !file.path.hasSuffix("/main.swift"),
      file.text.firstRange(of: Array("@main".utf8)) != nil
    {
      arguments.append("-parse-as-library")
    }
    arguments += platformArguments
    let shown = Set(question.shown)
    for file in question.files {
      if shown.contains(file.path) { arguments.append("-primary-file") }
      arguments.append(file.path)
    }
    return arguments
  }

  private func dump(_ question: Question) -> SyntaxDump? {
    let folder = NSTemporaryDirectory() + "weave-types-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    guard (try? AtomicWrites(question.files.map { ("\(folder)/\($0.path)", $0.text) })) != nil,
      let output = Compiler.outputBytes(arguments(question), in: folder)
    else { return nil }
    return SyntaxDump(output)
  }
}

/// What is kept: each answer under the name of what it was asked with.
extension TypeChecker {
  private func key(_ question: Question) -> String {
    var hash = ContentHash()
    hash.add(compiler)
    for argument in arguments(question) { hash.add(argument) }
    for file in question.files { hash.add(file.text) }
    return hash.name
  }

  private func kept(_ key: String) -> TypedFiles? {
    guard let cache, let bytes = try? Disk.read("\(cache)/\(key)") else { return nil }
    return TypedFiles(bytes)
  }

  private func keep(_ answer: TypedFiles, _ key: String) {
    guard let cache else { return }
    if Disk.kind(cache) == nil {
      _ = try? AtomicWrites([(cache + "/.gitignore", Array("*\n".utf8))])
    }
    _ = try? AtomicWrites([("\(cache)/\(key)", answer.bytes)])
  }

  /// Removes what is old and was not asked for now.
  private func prune(keeping keys: Set<String>) {
    guard let cache, let names = try? Disk.names(in: cache), names.count > 4 * keys.count + 64
    else { return }
    for name in names where !keys.contains(name) && name != ".gitignore" {
      try? FileManager.default.removeItem(atPath: "\(cache)/\(name)")
    }
  }
}
