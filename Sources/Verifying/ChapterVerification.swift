import Compiling
import Literate

/// One chapter against the program through it, or through a later one.
struct ChapterVerification {
  private let verifier: Verifier
  /// The chapter's place in the book.
  private let index: Int
  /// The place of the chapter whose program is run.
  private let programIndex: Int
  private let onActivity: @Sendable (Verifier.Activity) -> Void
  private var builds: ChapterBuilds
  private var run: TranscriptRun
  private var report: ChapterReport
  private var prose: Prose?
  /// What differs and is to be rewritten.
  private var departures: [Diagnostic] = []

  private init(
    _ verifier: Verifier, _ index: Int, onProgramOf programIndex: Int,
    onActivity: @escaping @Sendable (Verifier.Activity) -> Void
  ) {
    self.verifier = verifier
    self.index = index
    self.programIndex = programIndex
    self.onActivity = onActivity
    let chapter = verifier.book.chapters[index]
    builds = ChapterBuilds(verifier, chapter, onActivity: onActivity)
    run = TranscriptRun(verifier, index, onProgramOf: programIndex, onActivity: onActivity)
    report = ChapterReport(chapter: chapter.path)
  }

  private var book: Book { verifier.book }
  private var chapter: Chapter { book.chapters[index] }

  /// Everything of a chapter: its prose, its code, its transcripts.
  static func whole(
    _ verifier: Verifier, _ index: Int,
    onActivity: @escaping @Sendable (Verifier.Activity) -> Void
  ) -> ChapterReport {
    var verification = ChapterVerification(
      verifier, index, onProgramOf: index, onActivity: onActivity)
    verification.verifyWhole()
    return verification.finished()
  }

  /// The transcripts of a chapter that still hold on the program of a later one.
  static func transcripts(
    of index: Int, onProgramOf later: Int, _ verifier: Verifier,
    onActivity: @escaping @Sendable (Verifier.Activity) -> Void
  ) -> ChapterReport {
    var verification = ChapterVerification(
      verifier, index, onProgramOf: later, onActivity: onActivity)
    let number = verifier.book.chapters[later].number
    verification.runTranscripts { options in
      !options.isHere && !(options.superseded.map { $0 <= number } ?? false)
    }
    return verification.finished()
  }

  private mutating func verifyWhole() {
    if verifier.options.checksProse { checkProse() }
    for program in verifier.programs.indices {
      _ = builds.build(program, at: .endOfChapter(index), .debug, through: chapter)
    }
    var update = TranscriptUpdate(chapter)
    runTranscripts(updating: &update) { _ in true }
    let listings = FailingListings(verifier, index)
    let tried = listings.tried(&builds)
    report.listingCount = tried.count
    compare(tried, &update)
    settle(update)
    report.findings += verifier.unverifiedLines(of: index, builds.built)
    if !builds.built.isEmpty, let prose { report.findings += unknownNames(in: prose) }
  }

  /// What the text says of other chapters, of names, and of numbers.
  private mutating func checkProse() {
    prose = Prose(chapter)
    report.shownFigures = prose?.figures
    let mentions = prose?.faultyMentions(files: verifier.chapterFiles) ?? []
    let links = LinkChecks(index, verifier.links)
    report.linkCount = links.count
    report.missingFigures = links.missingFigures
    report.isLasting = !links.leadToHidden
    // Of a link that speaks of a chapter enough is said.
    let lines = Set(mentions.map(\.location.line))
    report.findings += mentions + links.findings.filter { !lines.contains($0.location.line) }
    report.findings += Citation.problems(in: chapter, of: verifier.book)
    if verifier.options.updates { return }
    let facts = Facts(verifier.checked, index).compare()
    report.factCount = facts.count
    report.findings += facts.findings
  }

  private func unknownNames(in prose: Prose) -> [Diagnostic] {
    guard prose.names.contains(where: { CodeName($0.literal) != nil }) else { return [] }
    var points = Array(Set(builds.built.map(\.point)))
    if index > 0 { points.append(.endOfChapter(index - 1)) }
    return prose.unknownNames(verifier.knownNames(at: points))
  }

  private mutating func finished() -> ChapterReport {
    report.findings += run.findings + builds.findings
    report.findings = report.findings.inReadingOrder()
    report.compiledCount = builds.compiledCount
    report.checkedCount = builds.checkedCount
    report.commandCount = run.outcomes.count
    if index == programIndex { report.skipped = run.skipped }
    report.skippedWords = run.skippedWords
    report.isComplete = report.isComplete && run.isComplete
    report.isLasting = report.isLasting && run.isLasting && builds.isLasting
    let (count, time) = run.work
    report.runCount = count
    var parts: [String] = []
    if builds.compiledCount > 0 { parts.append("compiled in \(builds.time.inWords)") }
    if report.commandCount > 0 {
      let commands = "\(report.commandCount) \(report.commandCount == 1 ? "command" : "commands")"
      parts.append(count > 0 ? "\(commands) in \(time.inWords)" : "\(commands) as before")
    }
    report.work = parts.isEmpty ? "nothing to do" : parts.joined(separator: ", ")
    return report
  }
}

/// Transcripts.
extension ChapterVerification {
  private mutating func runTranscripts(_ isWanted: (Tag.TranscriptOptions) -> Bool) {
    var update = TranscriptUpdate(chapter)
    runTranscripts(updating: &update, isWanted)
  }

  private mutating func runTranscripts(
    updating update: inout TranscriptUpdate, _ isWanted: (Tag.TranscriptOptions) -> Bool
  ) {
    run.read(isWanted)
    run.run(&builds)
    let isUpdating = verifier.options.updates && index == programIndex
    var files: [String: String] = [:]
    for (step, outcome) in zip(run.steps, run.outcomes) {
      collectFiles(outcome, step, &files)
      let comparison = TranscriptComparison(
        chapter: chapter, limits: verifier.options.limits,
        later: index == programIndex ? nil : book.chapters[programIndex],
        places: BookPlaces(verifier.snapshot(at: step.point)))
      if let finding = comparison.fault(outcome, step) {
        report.isComplete = false
        report.isUpdateRefused = true
        report.findings.append(finding)
        continue
      }
      let output = Elision.lines(ofOutput: outcome.output)
      guard
        let departure = comparison.departure(
          output, step,
          isUpdateRefused: !verifier.options.canUpdate || refusal(of: output, step) != nil)
      else { continue }
      guard isUpdating else {
        report.findings.append(departure)
        continue
      }
      departures.append(departure)
      if output.isEmpty {
        report.isUpdateRefused = true
        continue
      }
      do throws(TranscriptUpdate.Refusal) {
        try update.rewrite(step.step, of: step.transcript, output: output)
      } catch {
        report.isUpdateRefused = true
        report.findings.append(.error(error.message, at: error.location))
      }
    }
  }

  /// Why `--update` would not write what a command prints.
  private func refusal(
    of output: [ArraySlice<UInt8>], _ step: TranscriptRun.Step
  ) -> TranscriptUpdate.Refusal? {
    var update = TranscriptUpdate(chapter)
    do throws(TranscriptUpdate.Refusal) {
      try update.rewrite(step.step, of: step.transcript, output: output)
      _ = try update.text()
      return nil
    } catch {
      return error
    }
  }

  /// Holds what the compiler said of listings that must fail against the blocks below them.
  private mutating func compare(
    _ tried: [FailingListings.Tried], _ update: inout TranscriptUpdate
  ) {
    for listing in tried {
      if let fault = listing.fault {
        report.findings.append(fault)
        report.isUpdateRefused = true
        continue
      }
      guard let departure = listing.departure(in: chapter) else { continue }
      guard verifier.options.updates else {
        report.findings.append(departure)
        continue
      }
      departures.append(departure)
      do throws(TranscriptUpdate.Refusal) {
        if let block = listing.messagesBlock {
          try update.rewrite(block, lines: listing.lines)
        }
      } catch {
        report.isUpdateRefused = true
        report.findings.append(.error(error.message, at: error.location))
      }
    }
  }

  /// The new text of the chapter, or why there is none.
  private mutating func settle(_ update: TranscriptUpdate) {
    guard verifier.options.updates else { return }
    if !report.isUpdateRefused {
      do throws(TranscriptUpdate.Refusal) {
        if !update.isEmpty { report.newText = try update.text() }
        return
      } catch {
        report.findings.append(.error(error.message, at: error.location))
      }
    }
    report.isUpdateRefused = true
    report.findings += departures
  }

  /// Notes the files that a command wrote and that the book shows.
  private mutating func collectFiles(
    _ outcome: Session.Outcome, _ step: TranscriptRun.Step, _ files: inout [String: String]
  ) {
    guard let contents = outcome.contents else { return }
    let location = chapter.location(of: step.transcript.block, line: step.step.line)
    for (name, content) in contents.files.sorted(by: { $0.key < $1.key })
    where files[name] != content {
      report.made.append(MadeFile(name: name, content: content, location: location))
    }
    files = contents.files
  }
}

extension Duration {
  /// Seconds with one decimal, such as `3.1 s`.
  public var inWords: String {
    let tenths = (self / .milliseconds(100)).rounded()
    return "\(Int(tenths) / 10).\(Int(tenths) % 10) s"
  }
}
