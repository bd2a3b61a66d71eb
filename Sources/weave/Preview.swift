import Commands
import Foundation
import Literate
import SwiftCode
import Weaving

/// The book on 127.0.0.1: woven anew when it changes, the open pages reloaded.
actor Preview {
  private let folder: String
  private let memory = Memory()
  private let hasTypes: Bool
  private var types: Types?
  private var book: Book?
  /// The site as it was when the book was last right.
  private var pages: [String: [UInt8]] = [:]
  /// What is wrong with the book.
  private var problems: String?
  /// Names what a page shows, so that it knows whether it is the latest; another server's pages have
  /// other names.
  private var version: String { "\(start)-\(changes)" }
  private let start = getpid()
  private var changes = 0
  /// The requests that are answered at the next change.
  private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
  private var requests = 0

  /// - Parameter hasTypes: Whether the compiler is asked what the names in the code are.
  init(book folder: String, hasTypes: Bool) {
    self.folder = folder
    self.hasTypes = hasTypes
  }

  /// Serves until the process ends.
  ///
  /// - Parameter port: Where; 0 stands for any port that is free.
  /// - Throws: `LocalServer.CannotListen`.
  func run(port: UInt16) async throws {
    // Before the book is woven for the first time, so that a port that another program holds is told
    // at once.
    let server = try LocalServer(port: port)
    let state = FolderState(folder)
    server.start { request in await self.respond(to: request) }
    show(await weave())
    complain("http://127.0.0.1:\(server.port)/ shows \(folder); Control-C ends it")
    await watch(since: state)
  }

  /// What comes of weaving the book.
  private struct Outcome: Sendable {
    let book: Book
    let types: Types?
    /// The site; nil if the book is wrong.
    var pages: [String: [UInt8]]?
    /// What there is to say of the book.
    let diagnostics: String
  }

  /// Weaves beside the requests, which go on being answered.
  private func weave() async -> Outcome {
    let outcome = await Task.detached { [folder, hasTypes, memory, book, types] in
      Self.weave(folder, hasTypes: hasTypes, memory, since: book, types)
    }.value
    (book, types) = (outcome.book, outcome.types)
    return outcome
  }

  private static func weave(
    _ folder: String, hasTypes: Bool, _ memory: Memory, since earlier: Book?, _ known: Types?
  ) -> Outcome {
    let book = Book(folder: folder, since: earlier, withDrafts: true)
    var types = known
    var found: [Diagnostic]
    var pages: [String: [UInt8]]?
    do {
      let checked = try CheckedBook(book)
      found = checked.warnings
      if hasTypes {
        do throws(Diagnostic) {
          types = try Types(checked, since: types)
          found += types?.diagnostics ?? []
        } catch {
          types = nil
          found.append(.warning(error.message, at: error.location))
        }
      }
      let (files, more) = Weaver(checked, types: types, memory: memory).site()
      found += more
      if !found.hasErrors {
        pages = Dictionary(
          files.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
      }
    } catch {
      found = error.diagnostics
    }
    return Outcome(
      book: book, types: types, pages: pages,
      diagnostics: found.map(\.description).joined(separator: "\n"))
  }

  private func show(_ outcome: Outcome) {
    if !outcome.diagnostics.isEmpty { complain(outcome.diagnostics) }
    let wrong = outcome.pages == nil ? outcome.diagnostics : nil
    if problems == wrong, outcome.pages == nil || outcome.pages == pages { return }
    problems = wrong
    pages = outcome.pages ?? pages
    changes += 1
    for request in waiting.keys { answer(request) }
  }

  /// Looks at the book's files twenty-five times a second. What has changed is given a moment to be
  /// written to its end, and what is wrong then a longer one.
  private func watch(since first: FolderState) async {
    var last = first
    while !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(40))
      if last.isCurrent { continue }
      var outcome: Outcome
      repeat {
        repeat {
          last = FolderState(folder)
          try? await Task.sleep(for: .milliseconds(5))
        } while !last.isCurrent && !Task.isCancelled
        outcome = await weave()
        if outcome.pages == nil { try? await Task.sleep(for: .milliseconds(80)) }
      } while outcome.pages == nil && !last.isCurrent && !Task.isCancelled
      show(outcome)
    }
  }
}

/// Answering.
extension Preview {
  private func respond(to request: LocalServer.Request) async -> LocalServer.Answer {
    // Another site whose name leads to this machine may not read the book.
    guard isOwn(request.host), !request.isForElsewhere else {
      return LocalServer.Answer(
        status: 403, body: Array("This preview answers to 127.0.0.1 alone.\n".utf8))
    }
    let path = request.path.removingPercentEncoding ?? request.path
    if path == Self.waitPath {
      if request.query == "version=" + version { await news() }
      return LocalServer.Answer(body: Array(version.utf8))
    }
    let name = path == "/" ? "index.html" : String(path.drop { $0 == "/" })
    guard let bytes = pages[name] else { return html(pages["404.html"] ?? [], status: 404) }
    if name.hasSuffix(".html") { return html(bytes, status: 200) }
    return LocalServer.Answer(type: Self.contentType(of: name), body: bytes)
  }

  private func isOwn(_ host: String?) -> Bool {
    guard let host else { return true }
    let name = host.lastIndex(of: ":").map { host[..<$0] } ?? host[...]
    return ["127.0.0.1", "localhost", "[::1]"].contains(name.lowercased())
  }

  private static let waitPath = "/.weave/wait"

  /// Returns at the next change, or after twenty seconds.
  private func news() async {
    requests += 1
    let request = requests
    let patience = Task {
      try? await Task.sleep(for: .seconds(20))
      answer(request)
    }
    await withCheckedContinuation { waiting[request] = $0 }
    patience.cancel()
  }

  private func answer(_ request: Int) {
    waiting.removeValue(forKey: request)?.resume()
  }

  /// A page that reloads itself at the next change, below it what is wrong with the book.
  private func html(_ bytes: [UInt8], status: Int) -> LocalServer.Answer {
    let page = bytes.isEmpty ? Self.emptyPage : String(decoding: bytes, as: UTF8.self)
    let notice = problems.map { text in
      "<pre role=\"alert\" tabindex=\"0\" style=\"\(Self.style)\">\(escaped(text))</pre>\n"
    }
    let script = """
      <script>
      (async () => {
        for (;;) {
          try {
            const answer = await fetch("\(Self.waitPath)?version=\(version)");
            if (await answer.text() !== "\(version)") {
              location.reload();
              return;
            }
          } catch {
            await new Promise(resolve => setTimeout(resolve, 500));
          }
        }
      })();
      </script>

      """
    return LocalServer.Answer(
      status: status, type: "text/html; charset=utf-8",
      // What stands behind a page's end belongs to its body.
      body: Array((page + (notice ?? "") + script).utf8))
  }

  /// What is shown of a book that was never right.
  private static let emptyPage = """
    <!DOCTYPE html>
    <html lang="en">
    <head><meta charset="utf-8"><title>Not woven</title></head>
    <body>
    </body>
    </html>

    """

  private static let style =
    "position: fixed; inset: auto 0 0 0; z-index: 9; max-height: 50vh; overflow: auto; margin: 0;"
    + " padding: 1rem 1.25rem; border-radius: 0; background: #7a1f16; color: #fff;"
    + " font: 0.8rem/1.5 monospace; white-space: pre-wrap"

  private static func contentType(of name: String) -> String {
    let types = [
      "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
      "html": "text/html; charset=utf-8", "svg": "image/svg+xml", "png": "image/png",
      "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
      "json": "application/json", "txt": "text/plain; charset=utf-8",
      "csv": "text/csv; charset=utf-8", "xml": "application/xml", "wasm": "application/wasm",
      "woff2": "font/woff2", "pdf": "application/pdf", "mp4": "video/mp4",
    ]
    let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return types[ending] ?? "application/octet-stream"
  }
}
