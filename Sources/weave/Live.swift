import Commands
import Literate
import Verifying
import Weaving

/// The program for the pages of a book that says `live: true`.
struct Live {
  let script: LiveScript?
  /// The compiler that made it now.
  var compiler: String?
  var diagnostics: [Diagnostic] = []

  /// - Parameters:
  ///   - site: The folder with the site, whose program is kept where none can be made.
  ///   - isKept: Whether it is kept in any case.
  ///   - isChecked: Whether one that another compiler made of the same text will do.
  /// - Throws: What keeps the program from being compiled for a page.
  init(_ checked: CheckedBook, site: String, isKept: Bool, isChecked: Bool) throws {
    // A translation's program is the original's, data included.
    let original = checked.book.original
    let checked = try original.map { try CheckedBook($0) } ?? checked
    let book = checked.book
    guard book.settings.isLive, let name = book.settings.program else {
      script = nil
      return
    }
    let path = "\(site)/\(LiveScript.path)"
    let known = (try? Disk.read(path)).map { LiveScript(program: name, bytes: $0) }
    let made = known.flatMap { LiveOrigin($0.bytes) }
    if isKept {
      script = known
      if known != nil, made == nil {
        diagnostics.append(
          .warning(
            "this program is damaged, or another version of weave has packed it, so the pages "
              + "cannot run it; without --no-live it is made anew", at: SourceLocation(file: path)))
      }
      return
    }
    do {
      guard let origin = try LiveProgram.origin(checked) else {
        script = nil
        return
      }
      compiler = origin.compiler
      if let known, let made, made.source == origin.source,
        isChecked || made.compiler == origin.compiler
      {
        script = known
        return
      }
      guard let program = try LiveProgram(checked) else {
        script = nil
        return
      }
      script = LiveScript(program: program.name, bytes: try program.script)
    } catch let problem as LiveProgram.Unavailable {
      script = known
      let rest =
        known == nil
        ? "the pages run nothing"
        : "the program that is in \(site) stays as it is"
          + (made == nil ? ", damaged or packed by another version of weave" : "")
      diagnostics.append(
        .warning(
          "\(problem.reason), so no program is made for the pages; \(rest); --no-live says so on "
            + "purpose", at: SourceLocation(file: book.path)))
    }
  }
}
