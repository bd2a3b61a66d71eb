import Literate

/// The interactive figure that the contents page opens with, if `book.yml` names one under `cover`:
/// its `figure`, its `data` in the book's `figures/`, and `still`, what stands there without scripts.
struct CoverFigure {
  let name: String
  private(set) var html = ""
  private(set) var diagnostics: [Diagnostic] = []

  init?(_ book: Book) {
    let settings = book.settings.cover
    guard let name = settings["figure"] else { return nil }
    self.name = name
    let place = SourceLocation(file: book.path + "/book.yml")
    let modules = FigureModules(book.files)
    if modules.script(name) == nil {
      diagnostics.append(.error(modules.problem(name), at: place))
    }
    var data = ""
    if let file = settings["data"] {
      if let json = book.files.bytes("figures/" + file).flatMap(embeddedJSON) {
        data = "<script type=\"application/json\">\(json)</script>\n"
      } else {
        diagnostics.append(
          .error("the cover's `figures/\(file)` is not there, or is not JSON", at: place))
      }
    }
    let still = settings["still"].map { book.settings.html($0) } ?? ""
    html =
      "<figure class=\"interactive\" data-figure=\"\(escaped(name))\">\n"
      + "<div class=\"still\">\n\(still)</div>\n\(data)</figure>\n"
  }
}
