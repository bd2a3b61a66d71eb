/// How a language writes a comment of one line.
struct CommentSyntax: Equatable {
  let opening: String
  let closing: String

  private init(_ opening: String, _ closing: String = "") {
    self.opening = opening
    self.closing = closing
  }

  static let slashes = CommentSyntax("// ")
  static let hash = CommentSyntax("# ")
  static let dashes = CommentSyntax("-- ")
  static let percent = CommentSyntax("% ")
  static let semicolon = CommentSyntax("; ")
  static let semicolons = CommentSyntax(";; ")
  static let cBlock = CommentSyntax("/* ", " */")
  static let markup = CommentSyntax("<!-- ", " -->")
  static let ml = CommentSyntax("(* ", " *)")
  static let quote = CommentSyntax("' ")
  static let bang = CommentSyntax("! ")
  static let vim = CommentSyntax("\" ")
  static let batch = CommentSyntax("REM ")

  /// The comment syntax of a file: by its extension, else by the language of its fence.
  init?(path: String, language: String) {
    let name = path.split(separator: "/").last ?? ""
    if Self.hashFiles.contains(where: { name.lowercased().hasPrefix($0) }) {
      self = .hash
      return
    }
    if let dot = name.lastIndex(of: "."), dot != name.startIndex {
      let ending = name[name.index(after: dot)...].lowercased()
      if Self.without.contains(ending) { return nil }
      if let known = Self.known[ending] {
        self = known
        return
      }
    }
    guard let known = Self.known[language.lowercased()] else { return nil }
    self = known
  }

  /// A comment of one line; what would end it early is set apart.
  func comment(_ text: String) -> String {
    let inner =
      switch self {
      case .markup: text.replacing("--", with: "- -")
      case .ml: text.replacing("*)", with: "* )").replacing("(*", with: "( *")
      default: text
      }
    return opening + inner + closing
  }

  /// Beginnings of the names of files whose extension does not tell what they are.
  private static let hashFiles = [
    "makefile", "gnumakefile", "dockerfile", "containerfile", "cmakelists.txt",
  ]

  /// Extensions of files that hold no comments.
  private static let without: Set<String> = [
    "txt", "text", "json", "csv", "tsv", "ndjson", "jsonl", "log", "lock", "diff", "patch",
  ]

  /// Extensions and names of languages.
  private static let known: [String: CommentSyntax] = {
    var table: [String: CommentSyntax] = [:]
    let families: [(CommentSyntax, String)] = [
      (
        .slashes,
        """
        swift c h cc cpp cxx hpp hh c++ objc objective-c m mm java js javascript jsx mjs cjs ts \
        typescript tsx go golang rs rust kt kts kotlin scala cs csharp c# fs fsharp f# dart php \
        groovy gradle zig v sv verilog systemverilog d proto protobuf glsl hlsl wgsl metal cu \
        cuda solidity sol jsonc json5 scss less sass dot gv graphviz modulemap swiftinterface
        """
      ),
      (
        .hash,
        """
        py python pyi pyx sh bash zsh fish ksh shell rb ruby pl pm perl r yml yaml toml mk make \
        makefile cmake dockerfile docker conf cfg nix jl julia awk sed tcl elixir ex exs nim cr \
        crystal coffee coffeescript ps1 powershell gitignore properties graphql gql tf terraform \
        hcl mojo requirements gdb jq
        """
      ),
      (.dashes, "sql hs haskell lua ada adb ads elm vhdl vhd applescript agda idris"),
      (.percent, "tex latex sty cls bib erl erlang hrl matlab octave prolog"),
      (.semicolon, "ini asm s nasm"),
      (.semicolons, "lisp cl el clj cljs clojure scm scheme rkt racket wat wast"),
      (.cBlock, "css ld lds"),
      (.markup, "html htm xml xhtml svg md markdown vue svelte plist xsl xslt mathml rss atom"),
      (.ml, "ml mli ocaml pas pascal sml coq mathematica"),
      (.quote, "vb vba vbs"),
      (.bang, "f90 f95 f03 f08 fortran"),
      (.vim, "vim"),
      (.batch, "bat cmd batch"),
    ]
    for (syntax, names) in families {
      for name in names.split(separator: " ") { table[String(name)] = syntax }
    }
    return table
  }()
}
