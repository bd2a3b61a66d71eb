import ArgumentParser
import Dispatch

extension ParsableCommand {
  /// Parses the process's arguments and runs the command, or a command below it, as `@main` does; but
  /// what the parser has to say goes where it can fail with a status of its own.
  public static func runAsProcess() -> Never {
    // First of all: what is opened before takes the place of a closed descriptor.
    Standard.prepare()
    Interruption.watch()
    if CommandLine.arguments.isEmpty {
      // Without its words a command would do something else than it was asked to.
      complain("error: the words of the command cannot be read: /proc is not there; mount it")
      Standard.end(64)
    }
    do {
      var command = try parseAsRoot()
      if let command = command as? any DiagnosingCommand { Standard.format = command.format }
      if let asynchronous = command as? any AsyncParsableCommand {
        let handedOver = HandedOver(command: asynchronous)
        Task {
          var command = handedOver.command
          do {
            try await command.run()
            Standard.end(0)
          } catch {
            end(error)
          }
        }
        dispatchMain()
      }
      try command.run()
    } catch {
      end(error)
    }
    Standard.end(0)
  }

  private static func end(_ error: any Error) -> Never {
    let status = exitCode(for: error)
    let message = fullMessage(for: error)
    if !message.isEmpty {
      if status == .success { say(message) } else { complain(message) }
    }
    Standard.end(status.rawValue)
  }
}

/// A command that this thread gives to another and does not touch again.
private struct HandedOver: @unchecked Sendable {
  let command: any AsyncParsableCommand
}

/// The version of the three commands.
public let toolVersion = "2.0.0"
