import Foundation
import Literate

/// A server on 127.0.0.1 that answers GET and HEAD. Of a request it reads the head alone, no more
/// than so many bytes of it and no longer than so many seconds, and it serves so many at a time.
final class LocalServer: Sendable {
  struct Limits: Sendable {
    /// Of a request's head, in bytes.
    var head = 16 << 10
    /// For a request's head to arrive, and for an answer to be taken.
    var time: Duration = .seconds(10)
    var connections = 64
  }

  struct Request: Sendable {
    /// The path, as it is written.
    let path: String
    /// What stands behind the question mark.
    let query: String
    let host: String?
    /// Whether a page of another site asks for it, as a script or a picture of its own.
    let isForElsewhere: Bool
  }

  struct Answer: Sendable {
    var status = 200
    var type = "text/plain; charset=utf-8"
    var body: [UInt8] = []
  }

  struct CannotListen: Error, CustomStringConvertible {
    let description: String
  }

  private let socket: Int32
  let port: UInt16
  private let limits: Limits
  private let count = Counter()

  /// - Parameter port: Where to listen; 0 stands for any port that is free.
  init(port: UInt16, limits: Limits = Limits()) throws(CannotListen) {
    self.limits = limits
    let socket = Self.newSocket()
    guard socket >= 0 else { throw Self.failure(errno) }
    _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
    var isOn: Int32 = 1
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int32 in
        guard bind(socket, address, size) == 0, listen(socket, 64) == 0,
          getsockname(socket, address, &size) == 0
        else { return errno }
        return 0
      }
    }
    self.socket = socket
    self.port = UInt16(bigEndian: address.sin_port)
    if code != 0 {
      close(socket)
      throw Self.failure(code)
    }
  }

  private static func newSocket() -> Int32 {
    #if canImport(Glibc)
      Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      Foundation.socket(AF_INET, SOCK_STREAM, 0)
    #endif
  }

  private static func failure(_ code: Int32) -> CannotListen {
    CannotListen(description: String(cString: strerror(code)))
  }

  /// Takes connections until the process ends, each on a thread of its own.
  func start(_ respond: @escaping @Sendable (Request) async -> Answer) {
    Thread.detachNewThread {
      while true {
        let descriptor = accept(self.socket, nil, nil)
        if descriptor < 0 {
          // Too many files are open, or a caller has gone again.
          usleep(10_000)
          continue
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let connection = Connection(descriptor: descriptor, limits: self.limits)
        guard self.count.begin(upTo: self.limits.connections) else {
          let refusal = Answer(status: 503, body: Array("Too many at once.\n".utf8))
          connection.send(refusal, isHead: false)
          connection.end()
          continue
        }
        Thread.detachNewThread {
          connection.serve(respond)
          connection.end()
          self.count.end()
        }
      }
    }
  }
}

/// How many connections are open.
private final class Counter: Sendable {
  private let count = Guarded(0)

  func begin(upTo limit: Int) -> Bool {
    count.withLock { count in
      if count == limit { return false }
      count += 1
      return true
    }
  }

  func end() { count.withLock { $0 -= 1 } }
}

/// One request and its answer.
private struct Connection: Sendable {
  let descriptor: Int32
  let limits: LocalServer.Limits

  func serve(_ respond: @escaping @Sendable (LocalServer.Request) async -> LocalServer.Answer) {
    let head: [UInt8]
    switch readHead() {
    case .whole(let bytes): head = bytes
    case .tooLong: return refuse(431, "This request is too long.")
    case .tooSlow: return refuse(408, "This request took too long.")
    case .gone: return
    }
    let lines = String(decoding: head, as: UTF8.self).split(whereSeparator: \.isNewline)
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3, words[2].hasPrefix("HTTP/1.") else {
      return refuse(400, "This is no request.")
    }
    guard words[0] == "GET" || words[0] == "HEAD" else {
      return refuse(405, "This preview answers to GET and HEAD alone.")
    }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else {
        return refuse(400, "This is no request.")
      }
      let value = line[line.utf8.index(after: colon)...]
      headers[line[..<colon].lowercased()] = value.trimmingCharacters(in: .whitespaces)
    }
    if headers["transfer-encoding"] != nil || (headers["content-length"] ?? "0") != "0" {
      return refuse(413, "This preview reads no content.")
    }
    let target = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let request = LocalServer.Request(
      path: String(target[0]), query: target.count > 1 ? String(target[1]) : "",
      host: headers["host"],
      isForElsewhere: headers["sec-fetch-site"] == "cross-site"
        && headers["sec-fetch-mode"] != "navigate")
    if let answer = wait(for: request, respond) { send(answer, isHead: words[0] == "HEAD") }
  }

  private func refuse(_ status: Int, _ reason: String) {
    send(LocalServer.Answer(status: status, body: Array((reason + "\n").utf8)), isHead: false)
  }

  /// The answer; nil if the caller has gone before it came.
  private func wait(
    for request: LocalServer.Request,
    _ respond: @escaping @Sendable (LocalServer.Request) async -> LocalServer.Answer
  ) -> LocalServer.Answer? {
    let answer = Guarded<LocalServer.Answer?>(nil)
    let arrived = DispatchSemaphore(value: 0)
    Task {
      let found = await respond(request)
      answer.withLock { $0 = found }
      arrived.signal()
    }
    while arrived.wait(timeout: .now() + .milliseconds(200)) == .timedOut {
      var byte: UInt8 = 0
      if recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) == 0 { return nil }
    }
    return answer.withLock { $0 }
  }

  private enum Head {
    case whole([UInt8])
    case tooLong, tooSlow, gone
  }

  /// What stands before the first empty line.
  private func readHead() -> Head {
    let deadline = ContinuousClock.now.advanced(by: limits.time)
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 4_096)
    while true {
      guard isReady(POLLIN, before: deadline) else { return .tooSlow }
      let count = recv(descriptor, &part, part.count, 0)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return .gone }
      let start = max(0, bytes.count - 3)
      bytes += part[..<count]
      if let end = Self.end(of: bytes, from: start) { return .whole(Array(bytes[..<end])) }
      if bytes.count > limits.head { return .tooLong }
    }
  }

  private static func end(of bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    while index + 1 < bytes.count {
      if bytes[index] == 0x0A {
        if bytes[index + 1] == 0x0A { return index }
        if bytes[index + 1] == 0x0D, index + 2 < bytes.count, bytes[index + 2] == 0x0A {
          return index
        }
      }
      index += 1
    }
    return nil
  }

  private func isReady(_ events: Int32, before deadline: ContinuousClock.Instant) -> Bool {
    while true {
      let rest = Int((deadline - .now) / .milliseconds(1))
      if rest <= 0 { return false }
      var waiting = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      let ready = poll(&waiting, 1, Int32(min(rest, 60_000)))
      if ready > 0 { return true }
      if ready < 0, errno != EINTR { return false }
    }
  }

  func send(_ answer: LocalServer.Answer, isHead: Bool) {
    let reason = Self.reasons[answer.status] ?? "Error"
    let head =
      "HTTP/1.1 \(answer.status) \(reason)\r\nContent-Type: \(answer.type)\r\n"
      + "Content-Length: \(answer.body.count)\r\nCache-Control: no-store\r\n"
      + "Connection: close\r\n\r\n"
    let bytes = Array(head.utf8) + (isHead ? [] : answer.body)
    let deadline = ContinuousClock.now.advanced(by: limits.time)
    var done = 0
    while done < bytes.count, isReady(POLLOUT, before: deadline) {
      let count = bytes.withUnsafeBytes {
        Foundation.send(
          descriptor, $0.baseAddress! + done, min(bytes.count - done, 1 << 16), Int32(MSG_DONTWAIT))
      }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      if count <= 0 { return }
      done += count
    }
  }

  private static let reasons = [
    200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    408: "Request Timeout", 413: "Content Too Large", 431: "Request Header Fields Too Large",
    503: "Service Unavailable",
  ]

  /// Closes the connection, once what the caller still sends has been passed over for a moment: else
  /// it would lose the answer.
  func end() {
    shutdown(descriptor, Int32(SHUT_WR))
    let deadline = ContinuousClock.now.advanced(by: .milliseconds(500))
    var part = [UInt8](repeating: 0, count: 1 << 16)
    for _ in 0..<64 {
      guard isReady(POLLIN, before: deadline), recv(descriptor, &part, part.count, 0) > 0
      else { break }
    }
    close(descriptor)
  }
}
