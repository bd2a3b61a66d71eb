import Compiling
import Literate
import Synchronization

/// Asks the compiler for the typed tree of programs, and keeps what came of it.
final class TypeChecker: Sendable {
  private let compilation: Compilation
  /// Why the compiler is asked no more.
  private let trouble = Mutex<String?>(nil)

  init(_ compilation: Compilation) {
    self.compilation = compilation
  }

  /// A program, and of which of its files the names are wanted.
  struct Question: Sendable {
    let program: SwiftProgram
    let shown: [String]
  }

  enum Answer: Sendable {
    case files(TypedFiles)
    /// The compiler refuses the program.
    case refusal
    /// The compiler could not be asked, or had to be stopped.
    case trouble(String)
  }

  /// What the compiler understood of each program.
  func answers(_ questions: [Question]) -> [Answer] {
    let keys = questions.map(key)
    let kept = keys.map(kept)
    let open = questions.indices.filter { kept[$0] == nil && !questions[$0].shown.isEmpty }
    let texts = Array(Set(open.flatMap { questions[$0].program.files.map(\.text) }))
    let sources = Dictionary(
      uniqueKeysWithValues: zip(texts, texts.concurrentMap { SwiftFile($0) }))
    let made = Dictionary(
      uniqueKeysWithValues: zip(
        open,
        open.concurrentMap { number in
          let files = questions[number].program.files
          return answer(
            questions[number], key: keys[number],
            Dictionary(
              uniqueKeysWithValues: files.compactMap { file in
                sources[file.text].map { (file.path, $0) }
              }))
        }))
    return questions.indices.map { number in
      kept[number].map { .files($0) } ?? made[number] ?? .files(TypedFiles())
    }
  }

  private func answer(
    _ question: Question, key: String, _ sources: [String: SwiftFile]
  ) -> Answer {
    if let known = trouble.withLock({ $0 }) { return .trouble(known) }
    do throws(CannotRun) {
      let tree = try compilation.syntaxTree(of: question.program, files: Set(question.shown))
      guard let tree else { return .refusal }
      let files = TypedFiles(SyntaxDump(tree), of: question.shown, in: sources)
      compilation.cache.write(.types, key, files.bytes(key: key))
      return .files(files)
    } catch {
      trouble.withLock { $0 = error.message }
      return .trouble(error.message)
    }
  }

  /// The name of an answer: all that it depends on.
  private func key(_ question: Question) -> String {
    var hash = ContentHash()
    hash.add(TypedFiles.version)
    hash.add(compilation.key(question.program, .debug))
    for path in question.shown { hash.add(path) }
    return hash.name
  }

  private func kept(_ key: String) -> TypedFiles? {
    compilation.cache.read(.types, key).flatMap { TypedFiles($0, key: key) }
  }
}
