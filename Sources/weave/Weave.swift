import ArgumentParser
import Commands
import Foundation
import Literate
import SwiftCode
import Weaving

@main
struct Weave: AsyncParsableCommand, DiagnosingCommand {
  static let configuration = CommandConfiguration(
    commandName: "weave",
    abstract: "Renders a book as a site of static pages.",
    discussion: """
      A book is a folder of chapters named NN-slug.md. The site opens from disk without a server. \
      Pages that were edited by hand, and files that weave did not write, are never lost.

      \(bookHelp)
      """,
    version: toolVersion)

  static func main() { runAsProcess() }

  @Argument(help: ArgumentHelp("The book's folder.", valueName: "book"))
  var book = "chapters"

  @Option(help: ArgumentHelp("The folder to write the site to.", valueName: "dir"))
  var output = "site"

  @Flag(help: "Write nothing; name every file that is not as the book gives it.")
  var check = false

  @Flag(help: "Overwrite pages that were edited by hand.")
  var force = false

  @Flag(help: "Show the book at http://127.0.0.1 and weave it anew whenever it changes.")
  var serve = false

  @Option(help: ArgumentHelp("The port for --serve; 0 is any that is free.", valueName: "n"))
  var port: UInt16 = 8080

  @Flag(name: .customLong("no-types"), help: "Leave the compiler out: no types in the code.")
  var withoutTypes = false

  @Flag(
    name: .customLong("no-live"),
    help: "Compile no program for the pages: the one in the site stays as it is.")
  var withoutLive = false

  @Option(help: ArgumentHelp("How errors and warnings are written.", valueName: "text|json|github"))
  var format = DiagnosticFormat.text

  @Option(
    help: ArgumentHelp(
      "Print the HTML of one Markdown text alone; - is standard input.", valueName: "file"))
  var fragment: String?

  @Option(
    help: ArgumentHelp(
      "Write the book as an e-book, EPUB 3.3, instead of the site.", valueName: "file"))
  var epub: String?

  @Flag(
    help: "Write every page as Markdown too, and llms.txt, for those who read by machine.")
  var markdown = false

  @Option(
    name: .customLong("write-theme"),
    help: ArgumentHelp(
      "Write the built-in theme to a new folder, to change it and put it into the book's folder "
        + "as `theme`.", valueName: "dir"))
  var themeFolder: String?

  func validate() throws {
    if let epub, epub.isEmpty || epub == "-" {
      throw ValidationError("--epub writes a file; name one, such as `--epub book.epub`.")
    }
    if check, force { throw ValidationError("--check and --force do not go together.") }
    if markdown, serve || fragment != nil || themeFolder != nil || epub != nil {
      throw ValidationError("--markdown goes with --output, --check and --force alone.")
    }
    if serve, check || force { throw ValidationError("--serve writes nothing to check or force.") }
    if fragment != nil, check || force || serve || themeFolder != nil {
      throw ValidationError("--fragment goes with no other option.")
    }
    if epub != nil, fragment != nil || themeFolder != nil || serve {
      throw ValidationError("--epub goes with --check, --force and --format alone.")
    }
    if themeFolder != nil, check || force || serve {
      throw ValidationError("--write-theme goes with no other option.")
    }
  }

  func run() async throws {
    if serve {
      try await serveBook()
      return
    }
    if let fragment {
      Standard.write(Weaving.fragment(try text(of: fragment)))
      return
    }
    if let themeFolder {
      try writeTheme(to: themeFolder)
      return
    }
    try refuseSource()
    let checked = try reporting { try CheckedBook(Book(folder: book)) }
    try report(checked.warnings)
    tellProgress(checked.book)
    if let epub {
      try writeEBook(checked, to: epub)
      return
    }
    let types = try self.types(of: checked)
    let live = try reporting {
      try Live(checked, site: output, isKept: withoutLive, isChecked: check)
    }
    try report(live.diagnostics)
    let (files, problems) = Weaver(checked, types: types, live: live.script, hasMarkdown: markdown)
      .site()
    try report(problems)
    try publish(files, of: checked.book.path, compiler: types?.compiler ?? live.compiler)
  }

  /// How much of a translation there is.
  private func tellProgress(_ book: Book) {
    if book.original == nil { return }
    let translations = book.chapters.compactMap(\.translation)
    let stale = translations.flatMap(\.paragraphs).count { $0.state == .stale }
    say(
      "\(book.path): \(translations.count(where: \.isTranslated)) of \(translations.count) chapters "
        + "translated, \(stale) paragraph\(stale == 1 ? "" : "s") whose original has changed since")
  }

  /// What the compiler says of the program; that it cannot be asked is said, and no error.
  private func types(of book: CheckedBook) throws -> Types? {
    if withoutTypes { return nil }
    let types: Types?
    do throws(Diagnostic) {
      types = try Types(book)
    } catch {
      try report([
        .warning(
          "\(error.message); the pages say nothing of the names in the code, which they do where "
            + "the compiler can be asked; --no-types leaves it out on purpose",
          at: error.location)
      ])
      return nil
    }
    try report(types?.diagnostics ?? [])
    return types
  }

  private func serveBook() async throws {
    guard Disk.kindThroughLinks(book) == .folder else {
      complain("\(book): error: there is no such folder; name the book's folder")
      throw ExitCode(1)
    }
    do {
      try await Preview(book: book, hasTypes: !withoutTypes)
        .run(port: port)
    } catch {
      complain("error: cannot serve on port \(port): \(error); choose another with --port")
      throw ExitCode(1)
    }
  }

  private func writeEBook(_ checked: CheckedBook, to path: String) throws {
    let (bytes, problems) = EBook(checked).file()
    try report(problems)
    let known = Disk.kindThroughLinks(path) == nil ? nil : try reporting { try Disk.read(path) }
    if check {
      if known == bytes { return say("\(path): as the book gives it") }
      complain(
        "\(path): error: \(known == nil ? "is missing" : "differs"); run `weave --epub \(path)`")
      throw ExitCode(1)
    }
    if let known, !force, !EBook.isEBook(known) {
      complain("\(path): error: this file is no e-book; name another, or overwrite it by --force")
      throw ExitCode(1)
    }
    if known != bytes { _ = try reporting { try AtomicWrites([(path, bytes)]) } }
    say("\(path): \(known == bytes ? "unchanged" : "written")")
  }

  private func writeTheme(to folder: String) throws {
    try reporting {
      try requireEmpty(folder)
      try AtomicWrites(Theme.builtIn.map { ("\(folder)/\($0.name)", $0.bytes) })
    }
    say("\(folder): \(Theme.builtIn.map(\.name).joined(separator: ", ")) written")
  }

  /// A site in the book's own folder, or around it, would take the author's files for its own.
  private func refuseSource() throws {
    let source = Disk.resolved(book)
    let site = Disk.resolved(output)
    let around = site == "/" ? site : site + "/"
    guard source == site || source.utf8.starts(with: around.utf8) else { return }
    complain(
      "\(output): error: the site's folder \(source == site ? "is" : "holds") the book's; name "
        + "another with --output, such as `\(book)-site`")
    throw ExitCode(1)
  }

  private func publish(_ files: [OutputFile], of book: String, compiler: String?) throws {
    let tree = FileTree(
      folder: output, tool: "weave", book: book, keepsLines: false, compiler: compiler)
    if check, let compiler {
      let recorded = try reporting { try tree.recordedCompiler() }
      if let recorded, recorded != compiler {
        complain(
          "\(tree.folder): note: this site was woven with \(recorded); here is \(compiler), "
            + "which can give other pages")
      }
    }
    let plan = try reporting {
      try tree.publish(files, check ? .check : force ? .overwrite : .write)
    }
    say("\(tree.folder): \(check ? "as the book gives it" : plan.summary)")
  }

  private func text(of file: String) throws -> [UInt8] {
    if file == "-" { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
    return try reporting { try Disk.read(file) }
  }
}
