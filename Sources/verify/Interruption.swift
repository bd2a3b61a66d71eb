import Dispatch
import Foundation
import Verifying

/// Ends what verify started when verify itself is ended from outside.
enum Interruption {
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  static func watch() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { RunningPrograms.endAll(by: number) }
      source.resume()
      sources.append(source)
    }
  }
}
