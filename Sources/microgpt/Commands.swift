// Tangled from 19 chapters, 01-names.md to 22-floor.md. Do not edit: change the chapters.
import Foundation

/// Does what `words` say, or complains and ends the program.
func answer(_ words: [String]) {
  var arguments = Arguments(words)
  do {
    try run(&arguments)
  } catch {
    let line = "microgpt: \(error.message)\n"
    FileHandle.standardError.write(Data(line.utf8))
    exit(error.status)
  }
}

/// Does what `arguments` ask for.
func run(_ arguments: inout Arguments) throws(Complaint) {
  switch arguments.command() {
  case nil:
    try train(&arguments)
  case "documents":
    try showDocuments(&arguments)
  case "random":
    try showRandom(&arguments)
  case "encode":
    try encode(&arguments)
  case "decode":
    try decode(&arguments)
  case "tokens":
    try showTokens(&arguments)
  case "pairs":
    try showPairs(&arguments)
  case "after":
    try showAfter(&arguments)
  case "surprise":
    try showSurprise(&arguments)
  case "slopes":
    try showSlopes(&arguments)
  case "graph":
    try showGraph(&arguments)
  case "gradcheck":
    try checkGradients(&arguments)
  case "softmax":
    try showSoftmax(&arguments)
  case "table":
    try learnTable(&arguments)
  case "train":
    try train(&arguments)
  case "curves":
    try showCurves(&arguments)
  case "letters":
    try showLetters(&arguments)
  case "adam":
    try showAdam(&arguments)
  case "attend":
    try attend(&arguments)
  case "spread":
    try showSpread(&arguments)
  case "scale":
    try showScale(&arguments)
  case "next":
    try showNext(&arguments)
  case "memory":
    try showMemory(&arguments)
  case "nodes":
    try countNodes(&arguments)
  case "bench":
    try bench(&arguments)
  case "lanes":
    try showLanes(&arguments)
  case "help", "--help":
    try printHelp(&arguments)
  case let word?:
    throw .unknown("command", word, among: commands.map { $0.name })
  }
}

/// Each command, what may follow it, and what it does.
private let commands: [(name: String, options: String, does: String)] = [
  ("documents", "[--plot FILE]", "count the documents, show the first"),
  ("random", "[--plot FILE]", "show the first random numbers of a seed"),
  ("encode", "WORD", "turn a word into tokens"),
  ("decode", "TOKEN …", "turn tokens into text"),
  (
    "tokens", "[--plot FILE] [--json FILE]",
    "show the vocabulary, count its tokens"
  ),
  (
    "pairs", "[--samples N] [--uniform] [--plot FILE] [--json FILE]",
    "count what follows what, make up documents from it"
  ),
  ("after", "[CHARACTER]", "show what comes after a character, or first"),
  ("surprise", "WORD", "show how surprising each character of a word is"),
  (
    "slopes", "[--steps N] [--learning-rate X] [--plot FILE]",
    "find the weights of pairs by going downhill"
  ),
  (
    "graph", "[--links N] [--plot FILE] [--json FILE]",
    "show a formula and its gradients"
  ),
  (
    "gradcheck",
    "[--bound X] [--engine NAME | --by-hand [--plot FILE] [--shares FILE]]",
    "compare gradients with nudges"
  ),
  ("softmax", "NUMBER … [--gradients]", "turn scores into probabilities"),
  (
    "table", "[WORD] [--steps N] [--learning-rate X] [--plot FILE]",
    "learn the pair table that was counted"
  ),
  ("train", "[OPTION …]", "train a model"),
  ("curves", "FILE … [--at N] [--plot FILE]", "show losses that were kept"),
  ("letters", "[OPTION …] [--plot FILE]", "show which tokens are alike"),
  ("adam", "[--gradients \"X …\"]", "show how gradients move one weight"),
  (
    "attend", "WORD [--numbers] [OPTION …] [--plot FILE] [--json FILE]",
    "show what is looked at"
  ),
  ("spread", "", "show why dot products are divided"),
  ("scale", "WORD [OPTION …]", "show how large the numbers in a model are"),
  (
    "next", "WORD [OPTION …] [--plot FILE] [--json FILE]",
    "show what is expected next"
  ),
  ("memory", "WORD [OPTION …] [--plot FILE]", "show what memory saves"),
  ("nodes", "WORD [--plot FILE]", "count what the loss of a word is made of"),
  (
    "bench",
    "[--engine NAME] [--repetitions N] [--format text|json] [--plot FILE] "
      + "[--peers [--reference FILE]] [OPTION …]",
    "measure how fast the engines are"
  ),
  ("lanes", "[--plot FILE]", "show how sixteen numbers are summed up at once"),
  ("help", "", "print this list"),
]

private func printHelp(_ arguments: inout Arguments) throws(Complaint) {
  try arguments.finish()
  print("usage: microgpt [COMMAND] [OPTION …]\n")
  for command in commands {
    print("  \(command.name) \(command.options)\n      \(command.does)")
  }
  print("\n  --input FILE takes the documents from FILE, one a line")
  print("  --seed N (else 42) gives other chances")
  let engines = EngineName.allCases.map { $0.rawValue }
  print("  --engine NAME calculates with \(engines.joined(separator: ", "))")
  print("      (else matrix; for a --loss-log, which has all digits, objects)")
  let widths = VectorWidth.allCases.map { $0.rawValue }
  print("  --lanes NAME takes the kernels for \(widths.joined(separator: ", "))")
  print("  --batch N learns from N documents a step")
  print("  --threads N divides a batch among N threads")
}
