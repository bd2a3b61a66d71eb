import Literate

/// A page of the site: what stands around its text.
struct Page {
  let settings: BookSettings
  let title: String
  var description: String?
  /// The chapters before and after, with their titles.
  var previous: (address: String, title: String)?
  var next: (address: String, title: String)?
  /// The contents beside the text.
  var contents = ""
  let body: String

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="\(escaped(settings.language))">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(escaped(fullTitle))</title>
    \(metadata)<link rel="stylesheet" href="theme.css">
    </head>
    <body>
    <a class="skip" href="#text">Skip to the text</a>
    <header class="top">
    <a class="book" href="index.html">\(escaped(settings.title))</a>
    \(turning("top-turn", "Neighbouring chapters"))</header>
    <div class="columns">
    <main id="text">
    \(body)\(turning("turn", "Previous and next chapter"))</main>
    \(contents)</div>
    </body>
    </html>

    """
  }

  private var fullTitle: String {
    title == settings.title ? title : "\(title) · \(settings.title)"
  }

  private var metadata: String {
    var lines = ""
    if let description {
      lines += "<meta name=\"description\" content=\"\(escaped(description))\">\n"
    }
    for author in settings.authors {
      lines += "<meta name=\"author\" content=\"\(escaped(author))\">\n"
    }
    if let previous { lines += "<link rel=\"prev\" href=\"\(previous.address)\">\n" }
    if let next { lines += "<link rel=\"next\" href=\"\(next.address)\">\n" }
    return lines
  }

  private func turning(_ style: String, _ label: String) -> String {
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
    }
    return links.isEmpty
      ? "" : "<nav class=\"\(style)\" aria-label=\"\(label)\">\n\(links)</nav>\n"
  }
}
