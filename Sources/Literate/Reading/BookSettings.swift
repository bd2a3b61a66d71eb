/// What `book.yml` says of a book.
public struct BookSettings: Sendable, Equatable {
  /// How the chapters of a part are numbered on the page.
  public enum Numbering: String, Sendable, CaseIterable {
    case numbers, letters, none

    /// A, B, … Z, AA, AB, … for 0, 1, …
    package static func letter(_ index: Int) -> String {
      var name = ""
      var rest = index + 1
      while rest > 0 {
        rest -= 1
        name = String(UnicodeScalar(UInt8(65 + rest % 26))) + name
        rest /= 26
      }
      return name
    }
  }

  /// A part of the book: it runs from its first chapter to the next part's.
  public struct Part: Sendable, Equatable {
    public var name: String
    /// The number in the file name of the part's first chapter.
    public var first: Int
    public var numbering: Numbering
    /// What the part is about, in Markdown, for the contents page.
    public var summary: String?
    /// A picture in the book's `figures/` that stands for the part on the contents page.
    public var figure: String?

    /// Whether its chapters are read by the preview only.
    public var isDraft = false

    public init(
      name: String, first: Int, numbering: Numbering, summary: String? = nil,
      figure: String? = nil, isDraft: Bool = false
    ) {
      (self.name, self.first, self.numbering) = (name, first, numbering)
      (self.summary, self.figure) = (summary, figure)
      self.isDraft = isDraft
    }
  }

  /// Something that the text cites.
  public struct Reference: Sendable, Equatable {
    /// The word in `[@…]`.
    public var key: String
    /// Who wrote it, what it is, where it is found, in Markdown.
    public var text: String
    public var url: String?
  }

  /// A word of the index of terms.
  public struct Term: Sendable, Equatable {
    public var name: String
    /// Other forms in which the text has it.
    public var forms: [String] = []
  }

  public var title: String
  /// The folder of the book that this one translates, from this one's.
  public var translates: String?
  public var subtitle: String?
  /// What the book is, in Markdown, for the contents page.
  public var description: String?
  public var authors: [String] = []
  /// A language tag such as `en`.
  public var language = "en"
  /// Where the site is published, ending in a slash.
  public var baseURL: String?
  /// Where the book's source can be seen.
  public var repositoryURL: String?
  public var parts: [Part] = []
  /// The programs that transcripts run.
  public var programs: [Program] = []
  /// What is laid into the transcripts' working folder: paths in the book's folder, or of tangled
  /// files, in which `*` stands for any characters of a part.
  public var files: [String] = []
  /// What is added to the environment of programs.
  public var environment: [String: String] = [:]
  /// The figure that the contents page opens with: `figure`, `data`, `still`; and `image`, the
  /// e-book's cover.
  public var cover: [String: String] = [:]
  /// By the numbers of chapters, the words behind the program's name that stand for the model of
  /// that stage of the book, for readers to run on data of their own.
  public var models: [String: String] = [:]
  /// By the numbers of chapters, what the contents and the page's description say of them.
  public var promises: [String: String] = [:]
  /// By the names of figures' data, the words behind the program's name that write them anew, in the
  /// page; `{word=emma}` stands for what a reader sets.
  public var figures: [String: String] = [:]
  /// Whether tangled files say where their lines come from, in languages that have a way to.
  public var hasLineDirectives = false
  /// What can be cited, in the order in which it is listed.
  public var references: [Reference] = []
  /// What the index of terms lists.
  public var terms: [Term] = []
  /// What pages say in the book's language, by what they say in English.
  public var words: [String: String] = [:]
  /// Whether pages are named without the chapters' numbers.
  public var hasSlugs = false
  /// The chapters' files, with an anchor or without, by addresses that led to them once.
  public var redirects: [String: String] = [:]
  /// On which line of `book.yml` each of these addresses stands.
  package var redirectLines: [String: Int] = [:]
  /// Whether the program runs in the site's pages too.
  public var isLive = false
  /// Files in `figures/` that no transcript makes.
  public var drawn: [String] = []
  /// Names in back-ticks that stand for nothing in the program or in Swift.
  public var foreign: [String] = []

  public init(title: String) {
    self.title = title
  }

  /// Reads `book.yml`.
  ///
  /// - Parameters:
  ///   - path: The file's path for diagnostics.
  ///   - title: The book's title where the file gives none.
  ///   - chapters: The chapters' numbers, among which the first of each part must be; nil does not
  ///     check that.
  public init(
    yaml: String, path: String, title: String, chapters: [Int]? = nil,
    diagnostics: inout [Diagnostic]
  ) {
    self.init(title: title)
    var reader = SettingsReader(path: path, chapters: chapters)
    if let root = reader.compose(yaml) { reader.read(root, into: &self) }
    diagnostics += reader.diagnostics
  }
}
