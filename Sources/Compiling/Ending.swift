import Foundation

extension ChildProcess.Ending {
  /// What became of a program, as the words behind its name.
  package func description(
    timeLimit: Duration, outputLimit: Int, memoryLimit: Int = 0
  ) -> String {
    switch self {
    case .status(let status): "ended with status \(status)"
    case .signal(let signal): "was ended by \(signalName(signal))"
    case .outOfTime: "had not ended after \(seconds(timeLimit)) and was stopped"
    case .tooMuchOutput:
      "printed more than \(size(outputLimit)) and was stopped"
    case .unwanted: "was stopped since nobody wanted it any more"
    case .tooMuchMemory: "took more than \(size(memoryLimit)) of memory and was stopped"
    }
  }
}

/// A number of bytes, such as `1 MiB`.
private func size(_ bytes: Int) -> String {
  if bytes >= 1 << 20, bytes % (1 << 20) == 0 { return "\(bytes >> 20) MiB" }
  return bytes >= 1 << 10 && bytes % (1 << 10) == 0 ? "\(bytes >> 10) KiB" : "\(bytes) bytes"
}

/// A whole number of seconds as it is read, such as `60 seconds`.
private func seconds(_ duration: Duration) -> String {
  let whole = duration.components.seconds
  return whole == 1 ? "1 second" : "\(whole) seconds"
}

/// The name of a signal without `SIG`, such as `TERM`; nil for one that has none here.
package func signalWord(_ signal: Int32) -> String? {
  let name = signalName(signal).split(separator: " ").first ?? ""
  return name.hasPrefix("SIG") ? String(name.dropFirst(3)) : nil
}

/// The name of a signal, with what it mostly means for a Swift program.
private func signalName(_ signal: Int32) -> String {
  switch signal {
  case SIGILL: "SIGILL (a Swift runtime check failed)"
  case SIGTRAP: "SIGTRAP (a Swift runtime check failed)"
  case SIGSEGV: "SIGSEGV (bad memory access or a stack overflow)"
  case SIGABRT: "SIGABRT (it gave up)"
  case SIGBUS: "SIGBUS (bad memory access)"
  case SIGFPE: "SIGFPE (bad arithmetic)"
  case SIGKILL: "SIGKILL (perhaps out of memory)"
  case SIGPIPE: "SIGPIPE"
  case SIGTERM: "SIGTERM"
  case SIGINT: "SIGINT"
  case SIGHUP: "SIGHUP"
  case SIGQUIT: "SIGQUIT"
  case SIGALRM: "SIGALRM"
  case SIGUSR1: "SIGUSR1"
  case SIGUSR2: "SIGUSR2"
  default: "signal \(signal)"
  }
}
