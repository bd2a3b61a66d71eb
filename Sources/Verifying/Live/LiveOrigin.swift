import Literate

/// What the script with a book's program is made from. The script says it itself, so that one that
/// is there need not be made again.
///
/// Another compiler may give the same program other bytes, all of them right: what was made once from
/// a text stays, and everybody who has the site has the same.
public struct LiveOrigin: Equatable, Sendable {
  /// The name of the program's text, its flags, its C library and its files.
  public let source: String
  public let compiler: String

  public init(source: String, compiler: String) {
    self.source = source
    self.compiler = compiler
  }

  /// What a script says that it is made from.
  ///
  /// - Returns: Nothing for a script that says nothing, or was changed since it said so.
  public init?(_ script: [UInt8]) {
    guard let end = script.firstIndex(of: 0x0A) else { return nil }
    let words = String(decoding: script[..<end], as: UTF8.self)
      .split(separator: " ", maxSplits: 5).map(String.init)
    guard words.count == 6, words[0] == "//", words[2] == "of", words[4] == "by",
      words[1] == Self.name(script[(end + 1)...])
    else { return nil }
    self.init(source: words[3], compiler: words[5])
  }

  /// A script behind a line that says what it is made from.
  func signed(_ script: [UInt8]) -> [UInt8] {
    Array("// \(Self.name(script[...])) of \(source) by \(compiler)\n".utf8) + script
  }

  private static func name(_ bytes: ArraySlice<UInt8>) -> String {
    var hash = ContentHash()
    hash.add(Array(bytes))
    return hash.name
  }
}
