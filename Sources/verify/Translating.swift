import ArgumentParser
import Commands
import Literate
import Verifying

/// Translations.
extension Verify {
  func verifyTranslation(_ read: Book) throws {
    if update || allTranscripts || live {
      throw ValidationError(
        "\(book) is a translation, whose code stands in \(read.original?.path ?? ""); verify that "
          + "with --update, --all-transcripts or --live.")
    }
    var read = read
    if let translated {
      try record(translated, read)
      read = try readBook()
    }
    let checked = try reporting { try CheckedBook(read) }
    try Commands.report(checked.warnings)
    let count = read.chapters.count
    let checks = TranslationChecks(checked, chapter == nil ? 0..<count : (count - 1)..<count)
    complain(checks.findings)
    if checks.unrecordedCount > 0 {
      say(
        "\(counted(checks.unrecordedCount, "paragraph")) not recorded; once they say what the original "
          + "says: `verify \(book) --translated all`, or a chapter's number, or FILE:LINE")
    }
    if checks.findings.hasErrors { throw ExitCode(1) }
    let chapters =
      chapter == nil ? "\(checks.chapterCount) of \(counted(count, "chapter"))" : "chapter"
    say(
      "\(chapters) translated: \(counted(checks.paragraphCount, "paragraph")), \(checks.staleCount) "
        + "whose original has changed since; \(counted(checks.linkCount, "link")) and "
        + "\(counted(checks.factCount, "fact")) checked; the code is verified in "
        + "\(read.original?.path ?? "")")
  }

  /// Takes up in the record that paragraphs say what the original now says.
  private func record(_ which: String, _ read: Book) throws {
    let path = read.path + "/" + TranslationRecord.name
    let old = try? Disk.read(path)
    var record = TranslationRecord(old ?? [])
    let place = which.lastIndex(of: ":").flatMap { colon in
      Int(which[colon...].dropFirst()).map { (String(which[..<colon]), $0) }
    }
    var isFound = false
    for chapter in read.chapters {
      guard let translation = chapter.translation, translation.isTranslated else { continue }
      if let (file, line) = place {
        guard file == chapter.name || file == chapter.path,
          let meant = translation.paragraphs.last(where: {
            chapter.location(line: $0.line).line <= line
          })
        else { continue }
        record.record(chapter) { $0 == meant }
      } else {
        guard which == "all" || Int(which) == chapter.number else { continue }
        record.record(chapter) { _ in true }
      }
      isFound = true
    }
    guard isFound else {
      throw ValidationError(
        "--translated takes the number of a translated chapter, a file and a line of one, or `all`."
      )
    }
    let bytes = record.bytes
    if old == bytes { return }
    _ = try reporting { try AtomicWrites.exchange([(path, old: old, new: bytes)]) }
    say("\(path): written")
  }
}
