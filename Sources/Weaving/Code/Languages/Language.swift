/// What there is to know of a language to colour it, Swift aside.
///
/// A piece of code is read without what stands before it; where that leaves a doubt, a word has no
/// colour.
struct Language: Sendable {
  /// What stands between two marks.
  struct Quote: Sendable {
    let open: String
    let close: String
    /// Whether a backslash takes the meaning from the character behind it.
    var escapes = true
    /// Whether it goes on over a line's end.
    var isLong = false
    /// The marks around code inside: `${` and `}`.
    var hole: Hole?
    var colour = Colours.string

    enum Colours: Sendable { case string, comment }
  }

  struct Hole: Sendable {
    let open: String
    /// What nests inside, such as `{` and `}`; the hole ends with one `close` too many.
    let nested: UInt8
    let close: UInt8
  }

  /// How a language begins a line that gives something a name.
  enum Keys: Sendable {
    /// `"key":`
    case json
    /// `key: value`, and blocks of text behind `|` and `>`.
    case yaml
    /// `key = value`, `[table]`.
    case toml
    /// `target: needs`, and words such as `include` at a line's start.
    case make
  }

  var keywords: Set<String> = []
  var types: Set<String> = []
  /// Whether a keyword is one in capitals as well.
  var ignoresCase = false
  var lineComments: [String] = []
  /// Whether `#` begins a comment only where a word could begin.
  var commentsStandApart = false
  /// Comments that document, before the others: `///`.
  var documentation: [String] = []
  var blockComment: (open: String, close: String, nests: Bool)?
  /// The longer ones first.
  var quotes: [Quote] = []
  /// What may stand right before a quote and belongs to it, such as Python's `rb`.
  var quotePrefixes: Set<String> = []
  /// Whether a name before a bracket is called or declared.
  var hasCalls = false
  /// Whether a capital and a small letter make a type's name.
  var hasCapitalTypes = false
  /// Whether names that end in `_t` are types.
  var hasUnderscoreTypes = false
  /// Whether `#` begins a line for the preprocessor.
  var hasPreprocessor = false
  /// Whether `@name` is said of what follows.
  var hasDecorators = false
  /// Whether `#[…]` is, `'a` a lifetime, `name!` a macro, `r#"…"#` a text.
  var isRust = false
  /// Whether a slash may begin a regular expression.
  var hasRegularExpressions = false
  /// Whether `R"mark(…)mark"` is a text.
  var hasRawQuotes = false
  /// Whether `<<WORD` begins a text that ends with the word, `$name` is a variable.
  var isShell = false
  var hasMakeVariables = false
  /// Bytes of names beside letters, digits and `_`.
  var letters: Set<UInt8> = []
  var keys: Keys?

  /// - Parameter name: As a fence has it, in lower case.
  static func named(_ name: String) -> Language? { all[name] }
}
