import Literate

/// The Swift of a book's program as it stands at a point of the book.
public struct Program: Sendable {
  /// The target's name, which is its folder's too.
  let name: String
  let web: Web
  /// The Swift files in the program's folder.
  let files: [TangledFile]
  /// What else the book tangles.
  let others: [TangledFile]

  /// The program that the chunks of `web` make.
  init(name: String, _ web: Web) {
    self.name = name
    self.web = web
    let all = Tangler(web).files()
    files = all.filter { $0.path.isSwift(of: name) }
    others = all.filter { !$0.path.isSwift(of: name) }
  }

  /// Whether there is nothing to compile.
  var isEmpty: Bool { files.isEmpty }

  /// Whether the program may read the chapters themselves.
  var mentionsChapters: Bool {
    files.contains { $0.text.firstRange(of: Array(".md\"".utf8)) != nil }
  }

  /// The name of what the program is compiled from and how.
  func key(flags: [String], toolchain: Toolchain) -> String {
    var hash = ContentHash()
    hash.add("program 1")
    hash.add(name)
    hash.add(toolchain.information)
    for flag in flags { hash.add(flag) }
    for file in files {
      hash.add(file.path)
      hash.add(file.text)
    }
    return hash.name
  }

  /// The words by which the compiler is called where the files lie.
  func compilerArguments(flags: [String], output: String) -> [String] {
    var module = String(name.map { $0 == "-" ? "_" : $0 })
    if module.first?.isNumber == true { module = "_" + module }
    var arguments = ["-module-name", module, "-wmo"] + flags
    // A lone file is a script unless it says where the program begins.
    if files.count == 1, let file = files.first, !file.path.hasSuffix("/main.swift"),
      file.text.firstRange(of: Array("@main".utf8)) != nil
    {
      arguments.append("-parse-as-library")
    }
    arguments += ["-diagnostic-style=llvm", "-no-color-diagnostics", "-o", output]
    return arguments + files.map(\.path)
  }
}

extension [TangledFile] {
  /// The lines of blocks that are in these files.
  func blockLines() -> Set<BlockLine> {
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
struct BlockLine: Hashable {
  let block: BlockID
  /// From 0.
  let line: Int
}

extension String {
  /// Whether this is the path of a Swift file in a program's folder.
  func isSwift(of program: String) -> Bool {
    hasPrefix(program + "/") && lowercased().hasSuffix(".swift")
  }
}
