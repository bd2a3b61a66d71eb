extension Language {
  static let all: [String: Language] = {
    var all: [String: Language] = [:]
    for (names, language) in [
      (["python", "py"], python), (["c", "h"], c), (["cpp", "c++", "cc", "hpp", "cxx"], cpp),
      (["rust", "rs"], rust), (["go", "golang"], go), (["javascript", "js", "mjs"], javaScript),
      (["typescript", "ts"], typeScript), (["bash", "sh", "shell", "zsh"], bash),
      (["json"], json), (["yaml", "yml"], yaml), (["toml"], toml),
      (["makefile", "make", "mk"], make), (["sql"], sql),
    ] {
      for name in names { all[name] = language }
    }
    return all
  }()

  private static func words(_ text: String) -> Set<String> {
    Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
  }

  private static let double = Quote(open: "\"", close: "\"")
  private static let single = Quote(open: "'", close: "'")

  private static let python = Language(
    keywords: words(
      """
      False None True and as assert async await break class continue def del elif else except
      finally for from global if import in is lambda nonlocal not or pass raise return try while
      with yield
      """),
    lineComments: ["#"],
    quotes: [
      Quote(open: "\"\"\"", close: "\"\"\"", isLong: true),
      Quote(open: "'''", close: "'''", isLong: true), double, single,
    ],
    quotePrefixes: words("r u b f t R U B F T br rb Br bR BR Rb rB RB fr rf Fr fR FR Rf rF RF"),
    hasCalls: true, hasCapitalTypes: true, hasDecorators: true)

  private static let cWords = words(
    """
    auto break case const continue default do else enum extern for goto if inline register restrict
    return sizeof static struct switch typedef union volatile while
    """)

  private static let cTypes = words(
    "bool char double float int long short signed unsigned void _Bool _Complex FILE")

  private static let c = Language(
    keywords: cWords, types: cTypes, lineComments: ["//"], documentation: ["///"],
    blockComment: ("/*", "*/", false), quotes: [double, single],
    quotePrefixes: words("L u U u8"), hasCalls: true, hasUnderscoreTypes: true,
    hasPreprocessor: true)

  private static let cpp = Language(
    keywords: cWords.union(
      words(
        """
        alignas alignof and and_eq bitand bitor catch class co_await co_return co_yield compl
        concept const_cast consteval constexpr constinit decltype delete dynamic_cast explicit
        export false friend mutable namespace new noexcept not not_eq nullptr operator or or_eq
        private protected public reinterpret_cast requires static_assert static_cast template this
        thread_local throw true try typeid typename using virtual xor xor_eq
        """)),
    types: cTypes.union(words("char8_t char16_t char32_t wchar_t")), lineComments: ["//"],
    documentation: ["///"], blockComment: ("/*", "*/", false), quotes: [double, single],
    quotePrefixes: words("L u U u8"), hasCalls: true, hasCapitalTypes: true,
    hasUnderscoreTypes: true, hasPreprocessor: true, hasRawQuotes: true)

  private static let rust = Language(
    keywords: words(
      """
      as async await break const continue crate dyn else enum extern false fn for if impl in let
      loop match mod move mut pub ref return self static struct super trait true type unsafe use
      where while
      """),
    types: words(
      """
      bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize Self
      """), lineComments: ["//"], documentation: ["///", "//!"],
    blockComment: ("/*", "*/", true),
    quotes: [Quote(open: "\"", close: "\"", isLong: true)], quotePrefixes: words("b c"),
    hasCalls: true, hasCapitalTypes: true, isRust: true)

  private static let go = Language(
    keywords: words(
      """
      break case chan const continue default defer else fallthrough for func go goto if import
      interface map package range return select struct switch type var true false nil iota
      """),
    types: words(
      """
      any bool byte complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune
      string uint uint8 uint16 uint32 uint64 uintptr
      """), lineComments: ["//"], blockComment: ("/*", "*/", false),
    quotes: [double, single, Quote(open: "`", close: "`", escapes: false, isLong: true)],
    hasCalls: true)

  private static let javaScriptWords = words(
    """
    async await break case catch class const continue debugger default delete do else export
    extends false finally for function if import in instanceof let new null return static super
    switch this throw true try typeof undefined var void while with yield
    """)

  private static let scriptQuotes = [
    double, single,
    Quote(
      open: "`", close: "`", isLong: true,
      hole: Hole(open: "${", nested: UInt8(ascii: "{"), close: UInt8(ascii: "}"))),
  ]

  private static let javaScript = Language(
    keywords: javaScriptWords, lineComments: ["//"], blockComment: ("/*", "*/", false),
    quotes: scriptQuotes, hasCalls: true, hasCapitalTypes: true, hasDecorators: true,
    hasRegularExpressions: true, letters: [UInt8(ascii: "$")])

  private static let typeScript = Language(
    keywords: javaScriptWords.union(
      words("abstract enum implements interface keyof private protected public readonly")),
    types: words("any bigint boolean never number object string symbol unknown"),
    lineComments: ["//"], blockComment: ("/*", "*/", false), quotes: scriptQuotes,
    hasCalls: true, hasCapitalTypes: true, hasDecorators: true, hasRegularExpressions: true,
    letters: [UInt8(ascii: "$")])

  private static let bash = Language(
    keywords: words(
      """
      case do done elif else esac fi for function if in select then until while
      """),
    lineComments: ["#"], commentsStandApart: true,
    quotes: [
      Quote(
        open: "\"", close: "\"", isLong: true,
        hole: Hole(open: "$(", nested: UInt8(ascii: "("), close: UInt8(ascii: ")"))),
      Quote(open: "$'", close: "'", isLong: true),
      Quote(open: "'", close: "'", escapes: false, isLong: true),
    ],
    isShell: true, letters: [UInt8(ascii: "-")])

  private static let json = Language(
    keywords: words("true false null"), quotes: [double], keys: .json)

  private static let yaml = Language(
    keywords: words("true false null"), lineComments: ["#"], commentsStandApart: true,
    quotes: [
      Quote(open: "\"", close: "\"", isLong: true),
      Quote(open: "'", close: "'", escapes: false, isLong: true),
    ],
    letters: [UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "+")],
    keys: .yaml)

  private static let toml = Language(
    keywords: words("true false inf nan"), lineComments: ["#"],
    quotes: [
      Quote(open: "\"\"\"", close: "\"\"\"", isLong: true),
      Quote(open: "'''", close: "'''", escapes: false, isLong: true), double,
      Quote(open: "'", close: "'", escapes: false),
    ],
    letters: [UInt8(ascii: "-")], keys: .toml)

  private static let make = Language(
    keywords: words(
      """
      define else endef endif export ifdef ifeq ifndef ifneq include override private sinclude
      undefine unexport vpath
      """),
    lineComments: ["#"], hasMakeVariables: true,
    letters: [UInt8(ascii: "-"), UInt8(ascii: ".")], keys: .make)

  private static let sql = Language(
    keywords: words(
      """
      add all alter and any as asc begin between by case check collate column commit constraint
      create cross database default delete desc distinct drop else end except exists foreign from
      full group having if in index inner insert intersect into is join left like limit not
      null offset on or order outer primary references returning right rollback select set table
      then transaction trigger union unique update using values view when where with
      """),
    types: words(
      """
      bigint blob boolean bytea char decimal double float int integer jsonb numeric real serial
      smallint timestamptz varchar
      """), ignoresCase: true, lineComments: ["--"], blockComment: ("/*", "*/", false),
    quotes: [Quote(open: "'", close: "'", escapes: false, isLong: true)], hasCalls: true)
}
