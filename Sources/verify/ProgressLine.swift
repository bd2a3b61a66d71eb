import Commands
import Foundation
import Literate
import Verifying

/// What is being done, in a line that rewrites itself on a terminal; elsewhere only what is done.
final class ProgressLine: Sendable {
  private struct State {
    var done = 0
    var isShown = false
    /// The commands of book.yml's that were named.
    var named: Set<[String]> = []

    /// Prints in the place of the line; who calls holds the lock, so that lines do not mix.
    mutating func print(_ text: String, isPassing: Bool = false) {
      Standard.write((isShown || isPassing ? "\r\u{1B}[K" : "") + text)
      isShown = isPassing
    }
  }

  private let state = Guarded(State())
  private let total: Int
  private let isTerminal = isatty(1) == 1

  init(total: Int) {
    self.total = total
  }

  /// Shows what is being done; called from several threads.
  @Sendable func show(_ activity: Verifier.Activity) {
    state.withLock { state in
      let text: String
      switch activity {
      case .firstUse(let words):
        guard state.named.insert(words).inserted else { return }
        state.print("runs `\(words.joined(separator: " "))`\n")
        return
      case .compiling(let chapter, let isRelease):
        text = "\(chapter): compiling\(isRelease ? " for release" : "")"
      case .running(let chapter, let command): text = "\(chapter): running \(command)"
      }
      guard isTerminal else { return }
      let step = "[\(min(state.done + 1, total))/\(total)] \(text)"
      state.print(String(step.prefix(width - 1)), isPassing: true)
    }
  }

  /// Prints lines that stay.
  func print(_ lines: [String], isStep: Bool) {
    state.withLock { state in
      if isStep { state.done += 1 }
      state.print(lines.map { $0 + "\n" }.joined())
    }
  }

  /// Takes the line away.
  func clear() {
    print([], isStep: false)
  }

  private var width: Int {
    var size = winsize()
    return ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1 ? Int(size.ws_col) : 80
  }
}
