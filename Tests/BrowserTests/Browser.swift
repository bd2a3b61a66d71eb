import Foundation

/// Chromium without a window, steered through its DevTools protocol: JSON messages, each ended by a
/// NUL, that it reads from descriptor 3 and writes to descriptor 4.
final class Browser {
  /// The browser of all tests, which run one after the other.
  static func shared() throws -> Browser { try started.get() }

  nonisolated(unsafe) private static let started = Result { try Browser() }

  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  /// The executable: the one that the environment variable CHROMIUM names, else one on the PATH.
  static let path: String? = {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["CHROMIUM"], !named.isEmpty { return named }
    let folders = environment["PATH"]?.split(separator: ":").map(String.init) ?? []
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"]
    let bundled = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    return (names.flatMap { name in folders.map { "\($0)/\(name)" } } + [bundled])
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  private let process = Process()
  private let commands = Pipe()
  private let answers = Pipe()
  private var received: [UInt8] = []
  private var lastID = 0
  /// What the browser told unasked, oldest first.
  private var events: [[String: Any]] = []

  init() throws {
    guard let path = Self.path else { throw Fault(description: "there is no Chromium") }
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    // It ends when the pipe does, whatever becomes of the tests, and its files go with it.
    let script = """
      profile=$(mktemp -d) || exit
      trap 'rm -rf "$profile"' EXIT
      "$0" "$@" --user-data-dir="$profile" 3<&0 4>&1 </dev/null >/dev/null 2>&1
      """
    process.arguments =
      ["-c", script, path, "--headless", "--remote-debugging-pipe", "--no-first-run"]
      + ["--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--lang=en"]
      // A tab that is not looked at works as fast as the others.
      + ["--disable-background-timer-throttling", "--disable-renderer-backgrounding"]
      + (getuid() == 0 ? ["--no-sandbox"] : [])
    process.standardInput = commands
    process.standardOutput = answers
    try process.run()
    try answers.fileHandleForWriting.close()
  }

  deinit {
    try? commands.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Calls a method of the protocol.
  @discardableResult
  func call(
    _ method: String, _ parameters: [String: Any] = [:], in session: String? = nil
  ) throws -> [String: Any] {
    lastID += 1
    var message: [String: Any] = ["id": lastID, "method": method, "params": parameters]
    if let session { message["sessionId"] = session }
    let data = try JSONSerialization.data(withJSONObject: message) + [0]
    try commands.fileHandleForWriting.write(contentsOf: data)
    while true {
      let answer = try next()
      guard answer["id"] as? Int == lastID else {
        events.append(answer)
        continue
      }
      if let error = answer["error"] { throw Fault(description: "\(method): \(error)") }
      return answer["result"] as? [String: Any] ?? [:]
    }
  }

  /// Waits for an event of this name with these parameters among its own.
  func waitForEvent(
    _ name: String, _ parameters: [String: String], in session: String
  ) throws {
    func isIt(_ event: [String: Any]) -> Bool {
      let own = event["params"] as? [String: Any] ?? [:]
      return event["method"] as? String == name && event["sessionId"] as? String == session
        && parameters.allSatisfy { own[$0.key] as? String == $0.value }
    }
    while !events.contains(where: isIt) { events.append(try next()) }
  }

  /// Takes the parameters of all events of this name that have come.
  func takeEvents(_ name: String, in session: String) -> [[String: Any]] {
    let taken = events.filter {
      $0["method"] as? String == name && $0["sessionId"] as? String == session
    }
    events.removeAll {
      $0["method"] as? String == name && $0["sessionId"] as? String == session
    }
    return taken.compactMap { $0["params"] as? [String: Any] }
  }

  func forgetEvents(in session: String) {
    events.removeAll { $0["sessionId"] as? String == session }
  }

  private func next() throws -> [String: Any] {
    while true {
      if let end = received.firstIndex(of: 0) {
        let message = Data(received[..<end])
        received.removeSubrange(...end)
        return try JSONSerialization.jsonObject(with: message) as? [String: Any] ?? [:]
      }
      var descriptor = pollfd(
        fd: answers.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&descriptor, 1, 300_000) > 0 else {
        throw Fault(description: "the browser has not answered for five minutes")
      }
      let data = answers.fileHandleForReading.availableData
      if data.isEmpty { throw Fault(description: "the browser has ended") }
      received += data
    }
  }
}
