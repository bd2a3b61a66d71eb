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

  /// Which way of packing the pages' scripts understand.
  static let form = "6"

  public init(source: String, compiler: String) {
    self.source = source
    self.compiler = compiler
  }

  /// What a script says that it is made from.
  ///
  /// - Returns: Nothing for a script that says nothing, was changed since it said so, or is packed
  ///   in a way that today's pages do not understand.
  public init?(_ script: [UInt8]) {
    guard let end = script.firstIndex(of: 0x0A) else { return nil }
    let words = String(decoding: script[..<end], as: UTF8.self)
      .split(separator: " ", maxSplits: 7).map(String.init)
    guard words.count == 8, words[..<3] == ["//", "form", Self.form], words[4] == "of",
      words[6] == "by", words[3] == Self.name(script[(end + 1)...])
    else { return nil }
    self.init(source: words[5], compiler: words[7])
  }

  /// A script behind a line that says what it is made from.
  func signed(_ script: [UInt8]) -> [UInt8] {
    let name = Self.name(script[...])
    return Array("// form \(Self.form) \(name) of \(source) by \(compiler)\n".utf8) + script
  }

  private static func name(_ bytes: ArraySlice<UInt8>) -> String {
    var hash = ContentHash()
    hash.add(Array(bytes))
    return hash.name
  }
}
