import Compiling
import Foundation
import Literate

/// The programs that the book names, each with how it is built.
struct Programs: Sendable {
  struct Program: Sendable {
    let settings: BookSettings.Program
    /// None where nothing is tangled for it.
    let builder: (any ProgramBuilder)?
  }

  let all: [Program]
  /// The compiler, if a program needs it.
  let toolchain: Toolchain?

  /// - Parameters:
  ///   - readable: What a confined tool may read.
  ///   - isWanted: From the first no on no tool is begun.
  /// - Throws: What keeps programs from being built at all.
  init(
    _ checked: CheckedBook, workshop: Workshop, confinement: Confinement?, readable: [String],
    isWanted: @escaping @Sendable () -> Bool
  ) throws(Diagnostic) {
    let book = checked.book
    let paths = checked.web.files.map(\.path)
    var programs: [Program] = []
    var toolchain: Toolchain?
    for settings in book.settings.programs {
      var builder: (any ProgramBuilder)?
      let tools = ToolRunner(
        environment: book.settings.environment, confinement: confinement,
        readable: readable, isWanted: isWanted)
      switch settings.kind {
      case .folder:
        if paths.contains(where: { $0.isSwift(of: settings.name) }) {
          let compilation = try workshop.compilation(of: settings.name, in: checked)
          toolchain = compilation.toolchain
          builder = FolderBuilder(compilation)
        }
      case .package:
        if paths.contains(where: { $0 == "Package.swift" || $0.hasSuffix("/Package.swift") }) {
          do {
            let package = try PackageBuilder(
              name: settings.name, workshop: workshop, tools: tools,
              packages: LocalPackages(beside: book.path))
            toolchain = package.toolchain
            builder = package
          } catch {
            throw .error(error.message, at: SourceLocation(file: book.path))
          }
        }
      case .commands(let build, let run):
        if !paths.isEmpty {
          do {
            builder = try CommandBuilder(
              name: settings.name, build: build, run: run, workshop: workshop, tools: tools)
          } catch {
            throw .error(error.message, at: book.settingsLocation("name: \(settings.name)"))
          }
        }
      }
      programs.append(Program(settings: settings, builder: builder))
    }
    all = programs
    self.toolchain = toolchain
  }

  var settings: [BookSettings.Program] { all.map(\.settings) }

  /// The compiler, and the flags of each program that is compiled alone.
  var compilers: [[String]] {
    let settings = all.compactMap { ($0.builder as? FolderBuilder)?.compilation.settings }
    return [toolchain.map { [$0.compiler, $0.information] } ?? []]
      + settings.flatMap { [$0.flags(.debug), $0.flags(.release)] }
  }

  var isEmpty: Bool { all.allSatisfy { $0.builder == nil } }
  var indices: Range<Int> { all.indices }

  /// The files that some program is made of.
  func sources(_ snapshot: Snapshot) -> [TangledFile] {
    var found: Set<String> = []
    for program in all { found.formUnion(program.builder?.sources(snapshot).map(\.path) ?? []) }
    return snapshot.files.filter { found.contains($0.path) }
  }
}
