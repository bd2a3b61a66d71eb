import Literate

/// A program that pages can run, as the script that brings it.
public struct LiveScript: Sendable {
  /// The word in transcripts.
  public let program: String
  public let bytes: [UInt8]

  public init(program: String, bytes: [UInt8]) {
    self.program = program
    self.bytes = bytes
  }

  /// Where it stands in the site.
  public static let path = "live-program.js"
}

/// A transcript that can be run in the page.
struct LiveTranscript {
  private let options: Tag.TranscriptOptions
  private let commands: [String]

  /// - Returns: Nothing for one whose program is another, or that the page is not to run.
  init?(_ block: CodeBlock, program: String) {
    guard case .transcript(let options) = block.tag.role, !options.isHere, !options.isStill,
      options.superseded == nil, options.data.isEmpty, case .status = options.ending
    else { return nil }
    let lines = block.lines.indices.map { String(decoding: block.lineText($0), as: UTF8.self) }
    commands = lines.filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
    let isOurs = commands.allSatisfy { command in
      var words = command.split(separator: " ")[...]
      guard words.starts(with: ["swift", "run"]) else { return false }
      words = words.dropFirst(2)
      if words.starts(with: ["-c", "release"]) { words = words.dropFirst(2) }
      return words.first.map(String.init) == program
    }
    guard isOurs, !commands.isEmpty else { return nil }
    self.options = options
  }

  /// The transcript's box with what runs it, which shows where there are scripts.
  func html(around box: String, _ words: Words) -> String {
    var attributes = ""
    if options.status != 0 { attributes += " data-status=\"\(options.status)\"" }
    if options.tolerance > 0 { attributes += " data-tolerance=\"\(options.tolerance)\"" }
    if !options.input.isEmpty {
      attributes += " data-input=\"\(escaped(String(decoding: options.input, as: UTF8.self)))\""
    }
    return Self.html(box, attributes, commands.joined(separator: ", then "), words)
  }

  private static func html(
    _ box: String, _ attributes: String, _ name: String, _ say: Words
  ) -> String {
    """
    <div class="transcript"\(attributes)>
    \(box)<div class="run-bar">
    <button type="button" class="run" aria-label="\(say("Run {}", escaped(name)))">\(say("Run"))</button>
    <button type="button" class="stop" hidden>\(say("Stop"))</button>
    <button type="button" class="reset" hidden>\(say("Reset"))</button>
    <span class="badge" role="status"></span>
    </div>
    </div>

    """
  }

  /// The model of a stage of the book, for the reader's own data: a command of which nothing is
  /// printed yet.
  ///
  /// - Parameters:
  ///   - words: What stands behind the program's name.
  ///   - say: The page's own words.
  static func model(_ words: String, program: String, _ say: Words) -> String {
    let command = "swift run \(program) \(words)"
    let box = """
      <pre class="console" tabindex="0"><code class="language-console"><span class="prompt">$ \
      </span><b>\(escaped(command))</b>
      </code></pre>

      """
    let explained = say(
      "This is a model like this chapter's, run by the book's finished program. Options that you "
        + "don't know yet come in later chapters. Run it on the book's data, or give it your own "
        + "below.")
    return """
      <section class="your-model">
      <h2>\(say("Your model"))</h2>
      <p>\(explained)</p>
      \(html(box, "", command, say))</section>

      """
  }

  /// What a page with such transcripts has in its head. The program itself comes when it is asked
  /// for.
  static func links(_ program: String?) -> String {
    guard let program else { return "" }
    return "<link rel=\"stylesheet\" href=\"live.css\">\n"
      + "<script src=\"live.js\" defer data-program=\"\(escaped(program))\"></script>\n"
  }
}
