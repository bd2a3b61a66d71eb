import ArgumentParser
import Commands
import Foundation
import Literate
import Verifying

extension Verify {
  /// What the arguments ask for, with the files that are given.
  func options() throws -> Verifier.Options {
    var options = Verifier.Options()
    options.updates = update
    options.jobs = jobs
    options.timeLimit = .seconds(timeout)
    options.memoryLimit = memory << 20
    options.confines = confined
    options.readable = readable.map {
      URL(fileURLWithPath: $0).standardizedFileURL.path
    }
    for file in data { options.data[file.name] = try reporting { try Disk.read(file.path) } }
    return options
  }

  /// Complains of a file that is given and that no transcript of the whole book needs.
  func checkData(_ read: Book) throws {
    if chapter != nil { return }
    func names(_ blocks: [CodeBlock]) -> [String] {
      blocks.flatMap { block in
        if case .transcript(let options) = block.tag.role { options.data } else { [String]() }
      }
    }
    var needed = read.chapters.flatMap { names($0.blocks) }
    if data.allSatisfy({ needed.contains($0.name) }) { return }
    needed += read.chapters.flatMap { chapter in
      chapter.solvedExercises.flatMap {
        names(read.solved($0, by: chapter)?.chapters.last?.blocks ?? [])
      }
    }
    for file in data where !needed.contains(file.name) {
      let names = Set(needed).sorted().map { "`\($0)`" }.joined(separator: ", ")
      throw ValidationError(
        "No transcript needs `\(file.name)`"
          + (names.isEmpty ? "; none is marked `data=`." : "; what they need is \(names)."))
    }
  }
}
