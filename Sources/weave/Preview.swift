import Commands
import FlyingFox
import Foundation
import Literate
import Weaving

/// The book on 127.0.0.1: woven anew when it changes, the open page reloaded.
actor Preview {
  private let folder: String
  private var pages: [String: [UInt8]] = [:]
  /// What is wrong with the book; the pages are those of the last time that it was right.
  private var problems: String?
  /// Counts the weavings, so that a page knows whether it is the latest.
  private var version = 0

  init(book folder: String) {
    self.folder = folder
  }

  /// Serves until the process ends.
  func run(port: UInt16) async throws {
    weave()
    let server = HTTPServer(
      address: try .inet(ip4: "127.0.0.1", port: port), timeout: 60, logger: .disabled)
    await server.appendRoute("GET *") { request in await self.respond(to: request) }
    let watching = Task { await watch() }
    defer { watching.cancel() }
    complain("http://127.0.0.1:\(port)/ shows \(folder); Control-C ends it")
    try await server.run()
  }

  private func weave() {
    let (web, diagnostics) = Web.check(Book(folder: folder))
    var found = diagnostics
    if !found.hasErrors {
      let (files, more) = Weaver(web).site()
      found += more
      if !found.hasErrors {
        pages = Dictionary(
          files.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
      }
    }
    let text = found.map(\.description).joined(separator: "\n")
    if !text.isEmpty { complain(text) }
    problems = found.hasErrors ? text : nil
    version += 1
  }

  /// Looks at the book's files five times a second.
  private func watch() async {
    var last = Fingerprint(folder)
    while !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(200))
      let now = Fingerprint(folder)
      guard now != last else { continue }
      last = now
      weave()
    }
  }

  private func respond(to request: HTTPRequest) async -> HTTPResponse {
    let path = request.path.removingPercentEncoding ?? request.path
    if path == Self.waitPath { return await waitForNews(of: request.query.first?.value) }
    let name = path == "/" ? "index.html" : String(path.drop { $0 == "/" })
    guard problems == nil || !name.hasSuffix(".html") else {
      return html(problemPage(), status: .ok)
    }
    guard let bytes = pages[name] else {
      return html(String(decoding: pages["404.html"] ?? [], as: UTF8.self), status: .notFound)
    }
    if name.hasSuffix(".html") {
      return html(String(decoding: bytes, as: UTF8.self), status: .ok)
    }
    return HTTPResponse(
      statusCode: .ok, headers: [.contentType: Self.contentType(of: name)], body: Data(bytes))
  }

  /// Answers with the version as soon as it is not `known` any more, or after twenty seconds.
  private func waitForNews(of known: String?) async -> HTTPResponse {
    for _ in 0..<400 where known == "\(version)" {
      try? await Task.sleep(for: .milliseconds(50))
    }
    return HTTPResponse(
      statusCode: .ok, headers: [.contentType: "text/plain"], body: Data("\(version)".utf8))
  }

  private static let waitPath = "/.weave/wait"

  private func html(_ page: String, status: HTTPStatusCode) -> HTTPResponse {
    let script = """
      <script>
      (async () => {
        for (;;) {
          try {
            const answer = await fetch("\(Self.waitPath)?version=\(version)");
            if (await answer.text() !== "\(version)") location.reload();
          } catch {
            await new Promise(resolve => setTimeout(resolve, 500));
          }
        }
      })();
      </script>
      """
    let end = page.firstRange(of: "</body>")?.lowerBound ?? page.endIndex
    let body = page[..<end] + script + page[end...]
    return HTTPResponse(
      statusCode: status,
      headers: [.contentType: "text/html; charset=utf-8", .init("Cache-Control"): "no-store"],
      body: Data(body.utf8))
  }

  private func problemPage() -> String {
    let text = (problems ?? "").replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    return """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>Not woven</title>
      <link rel="stylesheet" href="/theme.css"></head>
      <body><main><h1>Not woven</h1><pre tabindex="0">\(text)</pre></main></body></html>
      """
  }

  private static func contentType(of name: String) -> String {
    let types = [
      "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
      "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "json": "application/json",
      "txt": "text/plain; charset=utf-8", "wasm": "application/wasm",
    ]
    let ending = name.split(separator: ".").last.map(String.init) ?? ""
    return types[ending] ?? "application/octet-stream"
  }
}

/// The names, sizes and times of change of a folder's files.
private struct Fingerprint: Equatable {
  private var files: [String] = []

  init(_ folder: String) {
    let keys: [URLResourceKey] = [.contentModificationDateKey, .fileSizeKey]
    let walk = FileManager.default.enumerator(
      at: URL(fileURLWithPath: folder), includingPropertiesForKeys: keys)
    while let file = walk?.nextObject() as? URL {
      let values = try? file.resourceValues(forKeys: Set(keys))
      let time = values?.contentModificationDate?.timeIntervalSinceReferenceDate ?? 0
      files.append("\(file.path) \(time) \(values?.fileSize ?? 0)")
    }
    files.sort()
  }
}
