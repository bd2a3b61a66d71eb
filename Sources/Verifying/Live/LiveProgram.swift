import Compiling
import Foundation
import Literate

/// The book's program as its pages run it: compiled to WebAssembly, with the files that it finds.
public struct LiveProgram: Sendable {
  /// The word in transcripts.
  public let name: String
  /// The compiler that made it.
  public let compiler: String
  let module: [UInt8]
  /// By the paths at which the program finds them.
  let files: [LaidFile]

  /// Builds the program as it stands after the last chapter, or finds it built.
  ///
  /// - Returns: Nothing for a book that has no program of Swift.
  /// - Throws: What the compiler says of the chapters' lines; a toolchain that cannot do it is
  ///   `Unavailable`.
  public init?(_ checked: CheckedBook) throws {
    try self.init(checked, for: .page)
  }

  init?(_ checked: CheckedBook, for machine: WebAssemblyTools.Machine) throws {
    let compilation: Compilation?
    do throws(Diagnostic) {
      compilation = try Compilation(of: checked)
    } catch {
      throw Faults([error])
    }
    guard let compilation else { return nil }
    let snapshot = Snapshot(Tangler(checked))
    let program = snapshot.program(compilation.name)
    let outcome: WebAssemblyTools.Outcome
    do throws(CannotRun) {
      outcome = try WebAssemblyTools(compilation.toolchain)
        .module(program, compilation, for: machine)
    } catch {
      throw Unavailable(reason: error.message)
    }
    switch outcome {
    case .module(let bytes): module = bytes
    case .refused(let messages):
      guard let last = checked.book.chapters.last else { return nil }
      let said = CompilerMessages(messages, about: snapshot, isBuilt: false, through: last)
      throw Faults(
        said.findings.map { finding in
          var finding = finding
          if finding.severity == .error { finding.message += Self.remark }
          return finding
        })
    }
    name = compilation.name
    compiler = compilation.toolchain.version
    let (laid, _) = LaidFile.files(
      checked.book.settings.files, in: checked.book, snapshot.files)
    files = BookData.files(of: checked.book) + laid
  }

  private static let remark =
    "; the program is compiled for the pages too, as Embedded Swift (`live: true` in book.yml)"

  /// Why there is no program to run in a page.
  public struct Unavailable: Error {
    public let reason: String
  }

  /// A script that hands the program to `live.js`: a line of JSON on what follows, the module, the
  /// files; deflated, in base64.
  public var script: [UInt8] {
    var header: [String: Any] = ["module": module.count]
    header["files"] = files.map { ["path": $0.path, "size": $0.bytes.count] as [String: Any] }
    let json =
      (try? JSONSerialization.data(
        withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])) ?? Data()
    let packed = Deflate.deflated(Array(json) + [0x0A] + module + files.flatMap(\.bytes))
    return Array("book.live.take(\"\(Data(packed).base64EncodedString())\");\n".utf8)
  }
}
