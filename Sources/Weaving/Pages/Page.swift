import Literate

/// A page of the site: what stands around its text.
struct Page {
  /// What kind of page it is, for search engines and for what stands around the text.
  enum Kind {
    case cover, chapter, missing
    /// Made from the chapters: an index, the program.
    case derived
  }

  let settings: BookSettings
  private var words: Words { Words(settings) }
  /// The page's file, such as `01-names.html`.
  let path: String
  let title: String
  var kind = Kind.chapter
  var description: String?
  /// The chapters before and after, with their titles.
  var previous: (address: String, title: String)?
  var next: (address: String, title: String)?
  /// What the book's settings promise of the chapter after.
  var nextPromise: String?
  /// The contents beside the text.
  var contents = ""
  /// Where the page's source can be edited.
  var editAddress: String?
  /// Where the program as it stands after this chapter can be read.
  var programAddress: String?
  /// The kinds of interactive figures on the page.
  var interactive: Set<String> = []
  /// Where the page is as Markdown.
  var markdown: String?
  /// The program that the page can run.
  var liveProgram: String?
  /// Whether the page is as wide as the window.
  var isWide = false
  /// Whether it tells of the names in its code.
  var hasTypes = false
  let body: String

  /// The page in a theme's template.
  func html(_ template: Template) -> String {
    template.html { slot in
      switch slot {
      case .language: escaped(settings.language)
      case .direction: settings.isRightToLeft ? " dir=\"rtl\"" : ""
      case .title: escaped(fullTitle)
      case .metadata: metadata
      case .home: home
      case .skip: words("Skip to the text")
      case .search: words("Search")
      case .keys: words("Keys")
      case .colours: words("Colours")
      case .book: escaped(settings.title)
      case .neighbours: turning("top-turn", words("Neighbouring chapters"))
      case .contentsLink:
        contents.isEmpty
          ? "" : "<a class=\"to-contents\" href=\"#page:contents\">\(words("Contents"))</a>"
      case .scripts: LiveTranscript.links(liveProgram) + FigureModules.links(to: interactive)
      case .beside: contents.isEmpty ? "" : " beside"
      case .width: isWide ? " class=\"wide\"" : ""
      case .content: body + (hasTypes ? "<script src=\"types.js\" defer></script>\n" : "")
      case .edit: edit
      case .turning: turning("turn", words("Previous and next chapter"), promise: nextPromise)
      case .sidebar: contents
      }
    }
  }

  private var fullTitle: String {
    title == settings.title ? title : "\(title) · \(settings.title)"
  }

  /// The words for scripts, and those that the theme's style says.
  private var wordsHTML: String {
    let styles = [
      ("", "Automatic"), ("[data-theme=\"light\"] ", "Light"), ("[data-theme=\"dark\"] ", "Dark"),
    ]
    .map { place, word in
      "\(place)[data-tool=\"theme\"]::after { content: \"\(words(word))\" }"
    }
    return "<script src=\"\(home)\(Words.scriptPath)\"></script>\n"
      + "<style>html \(styles.joined(separator: " html"))</style>\n"
  }

  /// A page that stands for any missing address cannot know how deep that address was.
  private var home: String { kind == .missing ? escaped(settings.baseURL ?? "") : "" }

  private var metadata: String {
    var lines = words.forScripts.isEmpty ? "" : wordsHTML
    func add(_ attribute: String, _ name: String, _ content: String) {
      lines += "<meta \(attribute)=\"\(name)\" content=\"\(escaped(content))\">\n"
    }
    if let description { add("name", "description", description) }
    for author in settings.authors { add("name", "author", author) }
    if kind == .missing {
      add("name", "robots", "noindex")
      return lines
    }
    // Of others a link shows the title and the description.
    if kind != .derived {
      add("property", "og:title", title)
      add("property", "og:type", kind == .chapter ? "article" : "website")
      add("property", "og:site_name", settings.title)
      if let description { add("property", "og:description", description) }
    }
    if let base = settings.baseURL {
      let address = base + (kind == .cover ? "" : encodedPath(path))
      add("property", "og:url", address)
      if kind != .derived {
        let name = encodedPath(path).replacing(".html", with: "")
        add("property", "og:image", base + Weaver.cardPath(of: name))
        add("property", "og:image:width", "1200")
        add("property", "og:image:height", "630")
        add("name", "twitter:card", "summary_large_image")
      }
      lines +=
        "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"\(Weaver.feedPath)\">\n"
      lines += "<link rel=\"canonical\" href=\"\(escaped(address))\">\n"
    }
    if let markdown {
      lines += "<link rel=\"alternate\" type=\"text/markdown\" href=\"\(markdown)\">\n"
    }
    if let previous { lines += "<link rel=\"prev\" href=\"\(previous.address)\">\n" }
    if let next { lines += "<link rel=\"next\" href=\"\(next.address)\">\n" }
    return lines
  }

  private var edit: String {
    var links: [String] = []
    if let programAddress {
      links.append("<a href=\"\(programAddress)\">\(words("The program after this chapter"))</a>")
    }
    if let editAddress {
      links.append("<a href=\"\(escaped(editAddress))\">\(words("Edit this page"))</a>")
    }
    return links.isEmpty
      ? "" : "<p class=\"edit\">\(links.joined(separator: " "))</p>\n"
  }

  private func turning(_ style: String, _ label: String, promise: String? = nil) -> String {
    var links = ""
    if let previous {
      links +=
        "<a class=\"previous\" rel=\"prev\" href=\"\(previous.address)\">"
        + "<span aria-hidden=\"true\">← </span>\(escaped(previous.title))</a>\n"
    }
    if let next {
      links +=
        "<a class=\"next\" rel=\"next\" href=\"\(next.address)\">"
        + "\(escaped(next.title))<span aria-hidden=\"true\"> →</span></a>\n"
      if let promise { links += "<p class=\"promise\">\(escaped(promise))</p>\n" }
    }
    return links.isEmpty
      ? "" : "<nav class=\"\(style)\" aria-label=\"\(label)\">\n\(links)</nav>\n"
  }
}

extension BookSettings {
  /// Whether the language is written from right to left.
  var isRightToLeft: Bool {
    let parts = language.lowercased().split { $0 == "-" || $0 == "_" }
    if let script = parts.dropFirst().first(where: { $0.count == 4 }) {
      return ["arab", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg"].contains(script)
    }
    let languages = [
      "ar", "he", "iw", "fa", "ur", "yi", "ps", "sd", "ug", "ckb", "dv", "syr", "nqo",
    ]
    return parts.first.map { languages.contains(String($0)) } ?? false
  }
}
