import Dispatch
import Foundation
import Compiling

/// Ends what this process started when the process itself is ended from outside.
public enum Interruption {
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  public static func watch() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { RunningPrograms.endAll(by: number) }
      source.resume()
      sources.append(source)
    }
  }
}
