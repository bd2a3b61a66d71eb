import Commands
import Foundation
import Verifying

/// What is being done, in a line that rewrites itself on a terminal; elsewhere only what is done.
final class ProgressLine: @unchecked Sendable {
  private let lock = NSLock()
  private let total: Int
  private let isTerminal = isatty(1) == 1
  private var done = 0
  private var isShown = false
  /// The commands of book.yml's that were named.
  private var named: Set<[String]> = []

  init(total: Int) {
    self.total = total
  }

  /// Shows what is being done; called from several threads.
  @Sendable func show(_ activity: Verifier.Activity) {
    lock.lock()
    defer { lock.unlock() }
    if case .firstUse(let words) = activity {
      guard named.insert(words).inserted else { return }
      write((isShown ? "\r\u{1B}[K" : "") + "runs `\(words.joined(separator: " "))`\n")
      isShown = false
      return
    }
    guard isTerminal else { return }
    let text =
      switch activity {
      case .firstUse: ""
      case .compiling(let chapter, let isRelease):
        "\(chapter): compiling\(isRelease ? " for release" : "")"
      case .running(let chapter, let command): "\(chapter): running \(command)"
      }
    write("\r\u{1B}[K" + String("[\(min(done + 1, total))/\(total)] \(text)".prefix(width - 1)))
    isShown = true
  }

  /// Prints lines that stay.
  func print(_ lines: [String], isStep: Bool) {
    lock.lock()
    defer { lock.unlock() }
    if isStep { done += 1 }
    write((isShown ? "\r\u{1B}[K" : "") + lines.map { $0 + "\n" }.joined())
    isShown = false
  }

  /// Takes the line away.
  func clear() {
    print([], isStep: false)
  }

  private var width: Int {
    var size = winsize()
    return ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1 ? Int(size.ws_col) : 80
  }

  private func write(_ text: String) {
    Standard.write(text)
  }
}
