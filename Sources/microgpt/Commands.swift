// Tangled from 24 chapters, 01-names.md to 30-long-run.md. Do not edit: change the chapters.
/// Something that the program can be asked to do.
struct Command {
  let name: String
  /// What may follow the name.
  let options: String
  let purpose: String
  let run: (inout Arguments) throws(Complaint) -> Void

  init(
    _ name: String, _ options: String, _ purpose: String,
    _ run: @escaping (inout Arguments) throws(Complaint) -> Void
  ) {
    self.name = name
    self.options = options
    self.purpose = purpose
    self.run = run
  }
}

/// All that the program can do, in the order of the book.
private var commands: [Command] {
  [
    Command(
      "documents", "[--plot FILE]",
      "count the documents, show the first", showDocuments),
    Command(
      "random", "[--plot FILE]",
      "show the first random numbers of a seed", showRandom),
    Command("encode", "WORD", "turn a word into tokens", encode),
    Command("decode", "TOKEN …", "turn tokens into text", decode),
    Command(
      "tokens", "[--samples N] [--plot FILE] [--json FILE]",
      "show the vocabulary, count its tokens", showTokens),
    Command(
      "pairs", "[--samples N] [--uniform] [--plot FILE] [--json FILE]",
      "count what follows what, make up documents from it", showPairs),
    Command(
      "after", "[CHARACTER]",
      "show what comes after a character, or first", showAfter),
    Command(
      "surprise", "WORD",
      "show how surprising each character of a word is", showSurprise),
    Command(
      "slopes", "[--steps N] [--learning-rate X] [--plot FILE]",
      "find the weights of pairs by going downhill", showSlopes),
    Command(
      "graph", "[--at \"A B\"] [--links N] [--plot FILE] [--json FILE]",
      "show a formula and its gradients", showGraph),
    Command(
      "gradcheck",
      "[--bound X] "
        + "[--lecture | --engine NAME | --by-hand [--plot FILE] [--shares FILE]]",
      "compare gradients with nudges", checkGradients),
    Command(
      "softmax", "NUMBER … [--gradients]",
      "turn scores into probabilities", showSoftmax),
    Command(
      "table", "[WORD] [--steps N] [--learning-rate X] [--plot FILE]",
      "learn the pair table that was counted", learnTable),
    Command(
      "train", "[--seeds N,…] [OPTION …]",
      "train a model, or one for each seed", trainOnSeeds),
    Command(
      "curves", "FILE … [--at N] [--plot FILE]",
      "show losses that were kept", showCurves),
    Command(
      "letters", "[OPTION …] [--plot FILE]",
      "show which tokens are alike", showLetters),
    Command(
      "judge", "[--seeds N,…] [--after LETTERS] [--count] [OPTION …]",
      "show the loss after some letters", judge),
    Command(
      "adam", "[--gradients \"X …\" | --every N]",
      "show how gradients move one weight", showAdam),
    Command("echoes", "FILE", "write words that end as they begin", writeEchoes),
    Command(
      "attend", "WORD [--numbers] [OPTION …] [--plot FILE] [--json FILE]",
      "show what is looked at", attend),
    Command(
      "next", "WORD … [OPTION …] [--plot FILE] [--json FILE]",
      "show what is expected next", showNext),
    Command("spread", "", "show why dot products are divided", showSpread),
    Command(
      "kinds", "LETTER [--seeds N,…] [OPTION …]",
      "show a letter after vowels and consonants", showKinds),
    Command(
      "scale", "WORD [OPTION …]",
      "show how large the numbers in a model are", showScale),
    Command(
      "memory", "WORD [OPTION …] [--plot FILE]",
      "show what memory saves", showMemory),
    Command(
      "tally", "[--seeds N,…] [--samples N] [OPTION …]",
      "make up documents, count those in the list", tally),
    Command(
      "read", "WORD [OPTION …] [--plot FILE]",
      "show what is expected at each letter", readWord),
    Command(
      "nodes", "WORD [--plot FILE]",
      "count what the loss of a word is made of", countNodes),
    Command(
      "bench",
      "[--lecture] [--engine NAME] [--repetitions N] [--format text|json] "
        + "[--plot FILE] [--peers [--reference FILE]] [OPTION …]",
      "measure how fast the engines are", bench),
    Command(
      "peak", "[--memory] [--lanes NAME]",
      "measure how many operations a second one core does, or bytes it reads",
      showPeak),
    Command(
      "lanes", "[--plot FILE]",
      "show how sixteen numbers are summed up at once", showLanes),
    Command(
      "measured", "FILE",
      "show what was measured for the book", showMeasured),
    Command(
      "torch", "[--seed N]", "show the first random numbers of PyTorch", showTorch),
    Command(
      "lecture",
      "[--bigram] [--input FILE] [--steps N] [--samples CHARACTERS] [OPTION …]",
      "train the lecture's models on a long text", lecture),
    Command(
      "gradients", "FILE [--plot FILE]",
      "show norms of gradients that were logged", showGradients),
    Command(
      "pieces", "[TEXT | --input FILE] [--count N]",
      "find the pieces that a text is made of", showPieces),
    Command("help", "", "print this list", printHelp),
  ]
}

/// Does what `words` say, or complains and ends the program.
func answer(_ words: [String]) {
  var arguments = Arguments(words)
  do {
    try run(&arguments)
  } catch {
    end("microgpt: \(error.message)\n", status: error.status)
  }
  guard isOutputWhole else {
    end("microgpt: cannot write standard output\n", status: 74)
  }
}

/// Does what `arguments` ask for.
func run(_ arguments: inout Arguments) throws(Complaint) {
  guard let word = arguments.command() else {
    try train(&arguments)
    return
  }
  let name = word == "--help" ? "help" : word
  guard let command = commands.first(where: { $0.name == name }) else {
    throw .unknown("command", word, among: commands.map { $0.name })
  }
  if arguments.has("--help") {
    printHelp(of: command)
    return
  }
  try command.run(&arguments)
}

private func printHelp(_ arguments: inout Arguments) throws(Complaint) {
  try arguments.finish()
  print("usage: microgpt [COMMAND] [OPTION …]\n")
  for command in commands {
    print("  \(command.name) \(command.options)\n      \(command.purpose)")
  }
  print("")
  print("  --input FILE takes the documents from FILE, one a line")
  for line in Settings().described.help { print("  \(line)") }
  let engines = EngineName.allCases.map { $0.rawValue }
  print("  --engine NAME calculates with \(engines.joined(separator: ", "))")
  print("      (else matrix; for a --loss-log, which has all digits, objects)")
  let widths = VectorWidth.allCases.map { $0.rawValue }
  print("  --lanes NAME takes the kernels for \(widths.joined(separator: ", "))")
  print("  --threads N divides a batch among N threads")
  print("  --together N lets train make up N names side by side: other names,")
  print("      the same for any N and any engine, fastest with simd")
  print("\n  of `lecture` and `bench --lecture`:")
  explainLecture(runs: true)
}

/// Prints what may follow the name of `command`.
private func printHelp(of command: Command) {
  print("usage: microgpt \(command.name) \(command.options)\n")
  print("  \(command.purpose)")
  let isLecture = command.name == "lecture"
  if command.options.split(separator: " ").contains("[OPTION") && !isLecture {
    print("")
    explainSettings()
  } else if command.name == "gradcheck" {
    print("\n  without --lecture:")
    explainSettings()
  }
  if command.name == "bench" {
    print("\n  with --lecture, which measures its model:")
    print("  --iterations N (else 20) are timed together, --repetitions N times")
    print("  --peers measures PyTorch as well, where it is installed")
  }
  if isLecture || command.name == "bench" {
    print("")
    explainLecture(runs: isLecture)
  }
  print("\n  microgpt help lists all commands")
}

private func explainSettings() {
  print("  --input FILE takes the documents from FILE, one a line")
  for line in Settings().described.help { print("  \(line)") }
  let engines = EngineName.allCases.map { $0.rawValue }
  print("  --engine NAME calculates with \(engines.joined(separator: ", "))")
  print("      (else matrix; for a --loss-log, which has all digits, objects)")
  let widths = VectorWidth.allCases.map { $0.rawValue }
  print("  --lanes NAME takes the kernels for \(widths.joined(separator: ", "))")
  print("  --threads N divides a batch among N threads")
  print("  --together N lets train make up N names side by side: other names,")
  print("      the same for any N and any engine, fastest with simd")
}

/// Prints the options of a training of the lecture's model, and if it `runs`
/// those of what it writes and keeps.
private func explainLecture(runs: Bool) {
  print("  --input FILE takes the text from FILE, or from the files of a folder")
  print("  --first N takes only its first N characters")
  for line in LectureSettings().described.help { print("  \(line)") }
  print("  --threads N divides a batch among N threads, else one a core")
  let widths = VectorWidth.allCases.map { $0.rawValue }
  print("  --lanes NAME takes the kernels for \(widths.joined(separator: ", "))")
  guard runs else { return }
  print("  --bigram trains the table of pairs, with settings of its own")
  print("  --pieces N takes N pieces of words for tokens, not characters")
  print("  --unknown NAME (else off) keeps a token for what was never seen: on, off")
  print("  --dtype NAME (else f32) calculates with f32, f64")
  print("  --samples N (else 500) writes N tokens at the end")
  print("  --best goes back to the weights with the lowest loss")
  print("  --save FILE saves the model at the end, or when Ctrl-C ends the run")
  print("  --save-every N saves it after every N steps as well")
  print("  --load FILE goes on with it, --after N as if N steps had been taken")
  print("  --until N stops after N steps, as Ctrl-C would")
  print("  --plot FILE draws the losses")
  print("  --log-gradients FILE writes norms, which `gradients` draws")
}
