import Literate

/// The Swift of a book's program as it stands at a point of the book.
package struct SwiftProgram: Sendable {
  /// The target's name, which is its folder's too.
  package let name: String
  package let web: Web
  /// The Swift files in the program's folder.
  package let files: [TangledFile]
  /// What else the book tangles.
  package let others: [TangledFile]

  /// The program at a point of the book.
  package init(name: String, _ tangler: Tangler) {
    self.init(name: name, tangler.web, tangler.files())
  }

  /// - Parameter all: All files that the chunks of `web` make.
  package init(name: String, _ web: Web, _ all: [TangledFile]) {
    self.name = name
    self.web = web
    files = all.filter { $0.path.isSwift(of: name) }
    others = all.filter { !$0.path.isSwift(of: name) }
  }

  /// Whether there is nothing to compile.
  package var isEmpty: Bool { files.isEmpty }

  /// Whether the program may read the chapters themselves.
  package var mentionsChapters: Bool {
    files.contains { $0.text.firstRange(of: Array(".md\"".utf8)) != nil }
  }

  /// The name of the program's module, as the package manager forms it of the target's.
  package var module: String {
    let scalars = name.unicodeScalars.map { scalar in
      scalar.properties.isXIDContinue ? Character(scalar) : "_"
    }
    let isStart = name.unicodeScalars.first?.properties.isXIDStart ?? true
    return (isStart ? "" : "_") + String(scalars)
  }

  /// A lone file is a script unless it says where the program begins.
  private var isLibrary: Bool {
    guard files.count == 1, let file = files.first else { return false }
    return !file.path.hasSuffix("/main.swift")
      && file.text.firstRange(of: Array("@main".utf8)) != nil
  }

  /// The words behind the settings' flags by which the compiler knows the program.
  var identity: [String] {
    ["-module-name", module] + (isLibrary ? ["-parse-as-library"] : [])
  }
}

extension [TangledFile] {
  /// The lines of blocks that are in these files.
  package func blockLines() -> Set<BlockLine> {
    var lines: Set<BlockLine> = []
    for file in self {
      for case .some(let origin) in file.origins {
        lines.insert(BlockLine(block: origin.block, line: origin.line))
      }
    }
    return lines
  }
}

/// A line of a block's content.
package struct BlockLine: Hashable, Sendable {
  package let block: BlockID
  /// From 0.
  package let line: Int

  package init(block: BlockID, line: Int) {
    self.block = block
    self.line = line
  }
}

extension String {
  /// Whether this is the path of a Swift file in a program's folder.
  package func isSwift(of program: String) -> Bool {
    hasPrefix(program + "/") && lowercased().hasSuffix(".swift")
  }
}
