import Foundation
import TestSupport
import Testing

/// What a caller gets of `weave --serve`, byte for byte.
@Suite("The preview and its callers")
struct PreviewTests {
  private let server: PreviewServer

  init() throws {
    server = try PreviewServer([
      "01-one.md": "# One\n\nThe words of a draft.\n",
      "02-night.draft.md": "# Night\n\n[by day](03-day.draft.md#evening), [first](01-one.md)\n",
      "03-day.draft.md": "# Day\n\n## Evening\n\n[at night](02-night.draft.md)\n",
    ])
  }

  private func get(_ path: String, _ headers: String = "Host: 127.0.0.1\r\n") throws -> String {
    try server.ask("GET \(path) HTTP/1.1\r\n\(headers)\r\n")
  }

  @Test("It answers its own host, to a page's own reader, and nobody else")
  func hosts() throws {
    #expect(try get("/01-one.html").contains("The words of a draft."))
    #expect(try get("/", "Host: localhost:80\r\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
    for headers in [
      "Host: book.example\r\n", "Host: 127.0.0.1.example:80\r\n",
      "Host: 127.0.0.1\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n",
    ] {
      let answer = try get("/01-one.html", headers)
      #expect(answer.hasPrefix("HTTP/1.1 403 Forbidden\r\n"))
      #expect(!answer.contains("draft"))
    }
  }

  @Test("Drafts are shown, and lead to each other and to what is finished")
  func drafts() throws {
    let night = try get("/02-night.html")
    #expect(night.contains(#"<a href="03-day.html#evening">by day</a>"#))
    #expect(night.contains(#"<a href="01-one.html">first</a>"#))
    let day = try get("/03-day.html")
    #expect(day.contains(#"<a href="02-night.html">at night</a>"#))
    #expect(day.contains(#"id="evening""#))
    #expect(try get("/index.html").contains("03-day.html"))
  }

  @Test("Nothing but pages can be had, and HEAD has no body")
  func paths() throws {
    for path in ["/../book/01-one.md", "/%2e%2e/book/01-one.md", "//etc/passwd", "/01-one.md"] {
      #expect(try get(path).hasPrefix("HTTP/1.1 404 Not Found\r\n"))
    }
    let head = try server.ask("HEAD /01-one.html HTTP/1.1\r\nHost: localhost\r\n\r\n")
    #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n") && head.hasSuffix("\r\n\r\n"))
    let post = try server.ask("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    #expect(post.hasPrefix("HTTP/1.1 405 Method Not Allowed\r\n"))
    #expect(try server.ask("nonsense\r\n\r\n").hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
  }

  @Test("What is longer than a request is not read to its end")
  func longRequests() throws {
    let long = String(repeating: "a", count: 100_000)
    #expect(try get("/" + long).hasPrefix("HTTP/1.1 431 "))
    #expect(try get("/", "Host: localhost\r\nX: \(long)\r\n").hasPrefix("HTTP/1.1 431 "))
    let many = String(repeating: "X-Y: z\r\n", count: 10_000)
    #expect(try get("/", "Host: localhost\r\n" + many).hasPrefix("HTTP/1.1 431 "))
    for content in ["Content-Length: 5000000000\r\n", "Transfer-Encoding: chunked\r\n"] {
      #expect(try get("/", "Host: localhost\r\n" + content).hasPrefix("HTTP/1.1 413 "))
    }
    #expect(try get("/").hasPrefix("HTTP/1.1 200 OK\r\n"))
  }

  @Test("Callers who say nothing keep nobody else waiting, and there are no more than 64 of them")
  func silentCallers() throws {
    var silent = try (0..<63).map { _ in try server.connect() }
    #expect(try get("/").hasPrefix("HTTP/1.1 200 OK\r\n"))
    silent.append(try server.connect())
    silent.append(try server.connect())
    var refused = ""
    for _ in 0..<100 where !refused.hasPrefix("HTTP/1.1 503 ") { refused = try get("/") }
    #expect(refused.hasPrefix("HTTP/1.1 503 "))
    for descriptor in silent { close(descriptor) }
    var answer = ""
    for _ in 0..<100 where !answer.hasPrefix("HTTP/1.1 200 ") {
      answer = try get("/")
      usleep(20_000)
    }
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
  }

  @Test("A port that another program holds is told")
  func takenPort() throws {
    let folder = try Workplace()
    try folder.write("# One\n", to: "book/01-one.md")
    let outcome = try Command(name: "weave")(
      "book", "--serve", "--port", "\(server.port)", in: folder)
    #expect(outcome.status == 1)
    #expect(
      outcome.messages == "error: cannot serve on port \(server.port): Address already in use; "
        + "choose another with --port\n")
  }
}

/// `weave --serve --no-types`, running until the value goes away.
private final class PreviewServer {
  private(set) var port: UInt16 = 0
  private let process = Process()
  private let folder: Workplace

  init(_ chapters: [String: String]) throws {
    folder = try Workplace()
    for (name, text) in chapters { try folder.write(text, to: "book/" + name) }
    let messages = Pipe()
    process.executableURL = URL(fileURLWithPath: try Products.path(of: "weave"))
    process.arguments = ["book", "--serve", "--no-types", "--port", "0"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.standardError = messages
    try process.run()
    var said = ""
    while port == 0 {
      let data = messages.fileHandleForReading.availableData
      struct Ended: Error { let said: String }
      if data.isEmpty { throw Ended(said: said) }
      said += String(decoding: data, as: UTF8.self)
      let address = said.split { $0 == " " || $0 == "\n" }
        .first { $0.hasPrefix("http://127.0.0.1:") && $0.hasSuffix("/") }
      port = address.flatMap { UInt16($0.dropFirst(17).dropLast()) } ?? 0
    }
    messages.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }

  func connect() throws -> Int32 {
    #if canImport(Glibc)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(descriptor, $0, size)
      }
    }
    try #require(status == 0)
    return descriptor
  }

  /// Sends bytes and reads what comes until the server has no more to say.
  func ask(_ request: String) throws -> String {
    let descriptor = try connect()
    defer { close(descriptor) }
    let bytes = Array(request.utf8)
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        send(descriptor, $0.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL))
      }
      // The server may have heard enough.
      if count <= 0 { break }
      done += count
    }
    var answer: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = recv(descriptor, &part, part.count, 0)
      if count <= 0 { return String(decoding: answer, as: UTF8.self) }
      answer += part[..<count]
    }
  }
}
