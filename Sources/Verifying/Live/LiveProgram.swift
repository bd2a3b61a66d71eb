import Compiling
import Foundation
import Literate

/// The book's program as its pages run it: compiled to WebAssembly, with the files that it finds.
public struct LiveProgram: Sendable {
  /// The word in transcripts.
  public let name: String
  let module: [UInt8]
  private let compilation: Compilation
  /// By the paths at which the program finds them.
  let files: [LaidFile]

  /// What the script is made from.
  public let origin: LiveOrigin

  /// Builds the program as it stands after the last chapter, or finds it built.
  ///
  /// - Returns: Nothing for a book that has no program of Swift.
  /// - Throws: What the compiler says of the chapters' lines; a toolchain that cannot do it is
  ///   `Unavailable`.
  public init?(_ checked: CheckedBook) throws {
    try self.init(checked, for: .page)
  }

  init?(_ checked: CheckedBook, for machine: WebAssemblyTools.Machine) throws {
    guard let source = try Source(checked) else { return nil }
    compilation = source.compilation
    let outcome: WebAssemblyTools.Outcome
    do throws(CannotRun) {
      outcome = try WebAssemblyTools(compilation.toolchain)
        .module(source.program, compilation, for: machine)
    } catch {
      throw Unavailable(reason: error.message)
    }
    switch outcome {
    case .module(let bytes): module = bytes
    case .refused(let messages):
      guard let last = checked.book.chapters.last else { return nil }
      let said = CompilerMessages(messages, about: source.snapshot, isBuilt: false, through: last)
      throw Faults(
        said.findings.map { finding in
          var finding = finding
          if finding.severity == .error { finding.message += Self.remark }
          return finding
        })
    }
    name = compilation.name
    files = source.files
    origin = source.origin(for: machine)
  }

  /// What the script of a book's program would be made from, without making it.
  ///
  /// - Returns: Nothing for a book that has no program of Swift.
  /// - Throws: What is wrong with the book; `Unavailable` where there is no compiler.
  public static func origin(_ checked: CheckedBook) throws -> LiveOrigin? {
    try Source(checked)?.origin(for: .page)
  }

  /// The program as it stands after the last chapter, and its files.
  private struct Source {
    let compilation: Compilation
    let snapshot: Snapshot
    let program: SwiftProgram
    let files: [LaidFile]

    init?(_ checked: CheckedBook) throws {
      if checked.book.settings.program != nil, Toolchain.path(of: "swiftc") == nil {
        throw Unavailable(reason: "there is no `swiftc` on the PATH")
      }
      let found: Compilation?
      do throws(Diagnostic) {
        found = try Compilation(of: checked)
      } catch {
        throw Faults([error])
      }
      guard let found else { return nil }
      compilation = found
      snapshot = Snapshot(Tangler(checked))
      program = snapshot.program(found.name)
      let (laid, faults) = LaidFile.files(
        checked.book.settings.files, in: checked.book, snapshot.files)
      if !faults.isEmpty { throw Faults(LaidFile.diagnostics(faults, of: checked.book)) }
      files = try BookData(checked.book, readsChapters: false).files() + laid
    }

    func origin(for machine: WebAssemblyTools.Machine) -> LiveOrigin {
      var hash = ContentHash()
      hash.add(LiveOrigin.form)
      hash.add(WebAssemblyTools.unpackerSource)
      hash.add(WebAssemblyTools.source(of: program, compilation, for: machine))
      for file in files {
        hash.add(file.path)
        hash.add(file.bytes)
      }
      return LiveOrigin(source: hash.name, compiler: compilation.toolchain.version)
    }
  }

  private static let remark =
    "; the program is compiled for the pages too, as Embedded Swift (`live: true` in book.yml)"

  /// Why there is no program to run in a page.
  public struct Unavailable: Error {
    public let reason: String
  }

  /// A script that hands the program to `live.js`: a line of JSON on what follows, what unpacks the
  /// module, the files, all of that deflated; then the module, packed; both in base64. Its first line
  /// says what it is made from.
  ///
  /// - Throws: `Unavailable`, where what unpacks it cannot be compiled.
  public var script: [UInt8] {
    get throws {
      let unpacker: [UInt8]
      do throws(CannotRun) {
        unpacker = try WebAssemblyTools(compilation.toolchain).unpacker(compilation)
      } catch {
        throw Unavailable(reason: error.message)
      }
      var header: [String: Any] = [
        "unpacker": unpacker.count,
        "module": ["count": module.count, "hash": Self.hash(of: module)],
      ]
      // A file that is found under two paths is packed once.
      var packed: [LaidFile] = []
      header["files"] = files.map { file -> [String: Any] in
        if let same = packed.firstIndex(where: { $0.bytes == file.bytes }) {
          return ["path": file.path, "same": same]
        }
        packed.append(file)
        return ["path": file.path, "size": file.bytes.count]
      }
      let json =
        (try? JSONSerialization.data(
          withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])) ?? Data()
      let deflated = Deflate.deflated(
        Array(json) + [0x0A] + unpacker + packed.flatMap(\.bytes))
      let parts = [deflated, PackedModule(packing: module).bytes]
        .map { "\"\(Data($0).base64EncodedString())\"" }
      return origin.signed(Array("book.live.take(\(parts.joined(separator: ", ")));\n".utf8))
    }
  }

  /// FNV-1a, by which a page sees whether what it has unpacked is whole.
  private static func hash(of bytes: [UInt8]) -> UInt32 {
    bytes.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
  }
}
