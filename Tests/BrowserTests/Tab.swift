import Foundation
import Testing

/// A page in the browser, with a memory of its own.
final class Tab {
  private let browser: Browser
  private let context: String
  private let target: String
  private let session: String

  init(width: Int = 1280, height: Int = 800) throws {
    let browser = try Browser.shared()
    self.browser = browser
    func text(_ key: String, of result: [String: Any]) throws -> String {
      guard let value = result[key] as? String else {
        throw Browser.Fault(description: "no \(key) in \(result)")
      }
      return value
    }
    context = try text("browserContextId", of: browser.call("Target.createBrowserContext"))
    target = try text(
      "targetId",
      of: browser.call(
        "Target.createTarget", ["url": "about:blank", "browserContextId": context]))
    session = try text(
      "sessionId",
      of: browser.call("Target.attachToTarget", ["targetId": target, "flatten": true]))
    for domain in ["Page", "Runtime", "Log", "Network"] { try call("\(domain).enable") }
    try call("Page.setLifecycleEventsEnabled", ["enabled": true])
    try call("Emulation.setFocusEmulationEnabled", ["enabled": true])
    try setSize(width: width, height: height)
  }

  deinit {
    _ = try? browser.call("Target.disposeBrowserContext", ["browserContextId": context])
    browser.forgetEvents(in: session)
  }

  @discardableResult
  func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
    try browser.call(method, parameters, in: session)
  }

  func setSize(width: Int, height: Int = 800) throws {
    try call(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
  }

  /// Whether pages may run scripts, from the next page on.
  func allowScripts(_ allowed: Bool) throws {
    try call("Emulation.setScriptExecutionDisabled", ["value": !allowed])
  }

  /// Opens a page and waits until all of it is there.
  func open(_ address: String) throws {
    browser.forgetEvents(in: session)
    let result = try call("Page.navigate", ["url": address])
    if let problem = result["errorText"] as? String {
      throw Browser.Fault(description: "\(address): \(problem)")
    }
    let page = result["loaderId"] as? String ?? ""
    try browser.waitForEvent(
      "Page.lifecycleEvent", ["name": "load", "loaderId": page], in: session)
  }

  /// Opens a page that leads on to another, and waits until all of that is there.
  func follow(_ address: String, to target: String) throws {
    try call("Page.navigate", ["url": address])
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
      // Between two pages there is nothing to ask.
      let place = try? value("document.readyState + location.href", as: String.self)
      if place == "complete" + target { return }
      usleep(20_000)
    }
    throw Browser.Fault(description: "\(address) does not lead on to \(target)")
  }

  /// What a JavaScript expression gives; a promise is waited for.
  func value<Value: Decodable>(
    _ expression: String, as type: Value.Type = Value.self
  ) throws -> Value {
    let answer = try call(
      "Runtime.evaluate",
      [
        "expression": expression, "returnByValue": true, "awaitPromise": true,
        "userGesture": true,
      ])
    let result = answer["result"] as? [String: Any] ?? [:]
    if let problem = answer["exceptionDetails"] {
      throw Browser.Fault(description: "\(expression): \(problem)")
    }
    let data = try JSONSerialization.data(
      withJSONObject: [result["value"] ?? NSNull()], options: .fragmentsAllowed)
    guard let value = try? JSONDecoder().decode([Value].self, from: data).first else {
      throw Browser.Fault(description: "\(expression) is \(result)")
    }
    return value
  }

  func run(_ statement: String) throws {
    _ = try value("(() => { \(statement); return true })()", as: Bool.self)
  }

  /// Whether a JavaScript condition comes true, now or within a minute, over reloads too.
  ///
  /// - Parameter limit: Seconds.
  func becomes(_ condition: String, within limit: Double = 60) throws -> Bool {
    try settled("!!(\(condition))", at: true, within: limit) == true
  }

  /// Waits for what takes long, such as training, for as long as twenty minutes.
  func wait(for condition: String) throws {
    guard try becomes(condition, within: 1_200) else {
      throw Browser.Fault(description: "never came true: \(condition)")
    }
  }

  /// Expects an expression to give a value, now or within a minute, over reloads too.
  func expect<Value: Decodable & Equatable>(
    _ expression: String, is wanted: Value, _ comment: Comment? = nil,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let last = try settled(expression, at: wanted, within: 60)
    #expect(last == wanted, comment ?? "\(expression)", sourceLocation: sourceLocation)
  }

  /// Expects a condition to come true, now or within a minute, over reloads too.
  func expect(
    _ condition: String, _ comment: Comment? = nil,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws {
    try expect("!!(\(condition))", is: true, comment, sourceLocation: sourceLocation)
  }

  /// What an expression gives as soon as it is `wanted`, or what it gives when the time is over.
  private func settled<Value: Decodable & Equatable>(
    _ expression: String, at wanted: Value, within limit: Double
  ) throws -> Value? {
    let end = Date(timeIntervalSinceNow: limit)
    while true {
      // While a page makes room for another, nothing can be asked.
      let last = try? value(expression, as: Value.self)
      if last == wanted || Date() > end { return last }
      Thread.sleep(forTimeInterval: 0.02)
    }
  }

  /// Waits until what the page has to do is done, and it has been drawn.
  func rest() throws {
    let frame = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    _ = try value("\(frame).then(() => true)", as: Bool.self)
  }

  /// Whether the page at an address, or at one that begins with it, comes and is read to its end.
  func arrives(at address: String) throws -> Bool {
    try becomes("location.href.startsWith('\(address)') && document.readyState === 'complete'")
  }

  /// Presses and lets go of a key, named as in `KeyboardEvent.key`.
  ///
  /// - Parameter modifiers: 1 for Alt, 2 for Control, 4 for Meta, 8 for Shift.
  func press(_ key: String, modifiers: Int = 0) throws {
    let codes = [
      "Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39,
      "ArrowDown": 40, "Home": 36, "End": 35, "Tab": 9, " ": 32,
    ]
    var event: [String: Any] = ["key": key, "modifiers": modifiers]
    if let code = codes[key] { event["windowsVirtualKeyCode"] = code }
    if key.count == 1, modifiers & 7 == 0 { event["text"] = key }
    if key == "Enter" { event["text"] = "\r" }
    try call("Input.dispatchKeyEvent", event.merging(["type": "keyDown"]) { $1 })
    event["text"] = nil
    try call("Input.dispatchKeyEvent", event.merging(["type": "keyUp"]) { $1 })
  }

  func type(_ text: String) throws {
    try call("Input.insertText", ["text": text])
  }

  /// Clicks in the middle of the first element that a selector finds, as soon as it is there and
  /// nothing covers it.
  func click(_ selector: String) throws {
    let middle = """
      (() => {
        const element = document.querySelector(\(quoted(selector)));
        element.scrollIntoView({ block: "center", behavior: "instant" });
        const box = element.getBoundingClientRect();
        const place = [box.x + box.width / 2, box.y + box.height / 2];
        return element.contains(document.elementFromPoint(...place)) && place;
      })()
      """
    guard try becomes(middle) else {
      throw Browser.Fault(description: "\(selector) cannot be clicked")
    }
    // Until nothing moves it any more.
    var place: [Double] = []
    var next: [Double] = try value(middle)
    while next != place {
      place = next
      Thread.sleep(forTimeInterval: 0.05)
      next = try value(middle)
    }
    for type in ["mouseMoved", "mousePressed", "mouseReleased"] {
      try call(
        "Input.dispatchMouseEvent",
        ["type": type, "x": place[0], "y": place[1], "button": "left", "clickCount": 1])
    }
  }

  /// What the longest task of a page's main thread takes of the processor while something is done,
  /// however busy the machine is with other things.
  ///
  /// - Returns: Milliseconds.
  func longestTask(while work: () throws -> Void) throws -> Double {
    let categories = ["includedCategories": ["toplevel", "__metadata"]]
    try call("Tracing.start", ["transferMode": "ReportEvents", "traceConfig": categories])
    try work()
    try call("Tracing.end")
    try browser.waitForEvent("Tracing.tracingComplete", [:], in: session)
    let events = browser.takeEvents("Tracing.dataCollected", in: session)
      .flatMap { $0["value"] as? [[String: Any]] ?? [] }
    func thread(_ event: [String: Any]) -> String {
      "\(event["pid"] ?? "") \(event["tid"] ?? "")"
    }
    let main = Set(
      events.filter { ($0["args"] as? [String: Any])?["name"] as? String == "CrRendererMain" }
        .map(thread))
    let times = events.filter {
      main.contains(thread($0)) && ($0["name"] as? String)?.hasSuffix("RunTask") == true
    }.compactMap { ($0["tdur"] as? NSNumber)?.doubleValue }
    guard let longest = times.max() else {
      throw Browser.Fault(description: "the browser tells of no tasks")
    }
    return longest / 1000
  }

  /// The page printed, as a PDF file.
  func printed() throws -> Data {
    let result = try call("Page.printToPDF", ["preferCSSPageSize": true])
    guard let data = (result["data"] as? String).flatMap({ Data(base64Encoded: $0) }) else {
      throw Browser.Fault(description: "nothing was printed")
    }
    return data
  }

  /// What went wrong on the page: errors of its scripts, files that did not come, and requests that
  /// leave `folder`.
  func faults(outside folder: String) throws -> [String] {
    // An answer to this comes after all events before it.
    _ = try value("new Promise(resolve => setTimeout(() => resolve(true), 0))", as: Bool.self)
    func events(_ name: String) -> [[String: Any]] { browser.takeEvents(name, in: session) }
    let errors = events("Runtime.exceptionThrown").map { "script error: \($0)" }
    let entries = events("Log.entryAdded").compactMap { $0["entry"] as? [String: Any] }
      .filter { $0["level"] as? String == "error" }.map { "log: \($0["text"] ?? "")" }
    // What was on its way when another page was opened did not fail.
    let failures = events("Network.loadingFailed").filter { $0["canceled"] as? Bool != true }
      .map { "failed: \($0["errorText"] ?? "")" }
    let requests = events("Network.requestWillBeSent").compactMap {
      ($0["request"] as? [String: Any])?["url"] as? String
    }
    let strays = requests.filter { !$0.hasPrefix(folder) && !$0.hasPrefix("data:") }
    return errors + entries + failures + strays.map { "request to \($0)" }
  }

  func quoted(_ text: String) -> String {
    let data = try? JSONEncoder().encode(text)
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}
