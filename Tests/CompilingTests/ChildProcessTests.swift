import Foundation
import Literate
import Testing

@testable import Compiling

@Suite struct ChildProcessTests {
  private func shell(
    _ script: String, input: String = "", home: String? = nil, seconds: Int = 1_200
  ) throws -> ChildProcess.Outcome {
    try ChildProcess(
      executable: "/bin/sh", arguments: ["-c", script],
      environment: home.map { ["HOME": $0, "PATH": "/usr/bin:/bin"] }, folder: home,
      input: Array(input.utf8), timeLimit: .seconds(seconds), outputLimit: 1 << 20
    ).run()
  }

  @Test("A program reads what it is given, and nothing where it is given nothing")
  func input() throws {
    #expect(try shell("cat", input: "3 4 +\n").output == Array("3 4 +\n".utf8))
    #expect(try shell("cat; echo end").output == Array("end\n".utf8))
    let long = String(repeating: "0123456789\n", count: 100_000)
    #expect(try shell("wc -c", input: long).output.filter { $0 != 0x20 } == Array("1100000\n".utf8))
    #expect(try shell("true", input: long).ending == .status(0))
  }

  @Test("Output and errors are told apart, and how it ended")
  func endings() throws {
    let outcome = try shell("echo out; echo err >&2; exit 3")
    #expect(outcome.output == Array("out\n".utf8))
    #expect(outcome.errors == Array("err\n".utf8))
    #expect(outcome.ending == .status(3))
    #expect(try shell("kill -TERM $$").ending == .signal(SIGTERM))
    #expect(try shell("while :; do :; done", seconds: 0).ending == .outOfTime)
    #expect(try shell("yes").ending == .tooMuchOutput)
  }

  @Test("A program that takes more memory than it may is stopped, and so is one that it started")
  func memory() throws {
    let greedy = "s=x; while :; do s=$s$s; done"
    for script in [greedy, "sh -c '\(greedy)'; true"] {
      let outcome = try ChildProcess(
        executable: "/bin/sh", arguments: ["-c", script], timeLimit: .seconds(1_200),
        outputLimit: 1 << 20, memoryLimit: 64 << 20
      ).run()
      #expect(outcome.ending == .tooMuchMemory)
    }
    #expect(
      ChildProcess.Ending.tooMuchMemory.description(
        timeLimit: .seconds(1), outputLimit: 1, memoryLimit: 64 << 20)
        == "took more than 64 MiB of memory and was stopped")
  }

  private func isAlive(_ pid: pid_t) -> Bool { kill(pid, 0) == 0 }

  @Test("What a program leaves behind in its process group ends with it")
  func group() throws {
    let outcome = try shell("sleep 100 >/dev/null 2>&1 & echo $!")
    let text = String(decoding: outcome.output, as: UTF8.self)
    let pid = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    for _ in 0..<100 where isAlive(pid) { usleep(20_000) }
    #expect(!isAlive(pid))
  }

  #if os(Linux)
    @Test("What is stopped takes along what it started in groups of their own")
    func stopped() throws {
      let outcome = try shell("setsid sleep 6000 >/dev/null 2>&1 & echo $!; wait", seconds: 1)
      #expect(outcome.ending == .outOfTime)
      let text = String(decoding: outcome.output, as: UTF8.self)
      let pid = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
      #expect(!isAlive(pid))
    }

    @Test("A program that nobody wants any more ends at once, with what it started in other groups")
    func unwanted() throws {
      let folder = try ScratchFolder("unwanted")
      let report = folder.path + "/pid"
      let outcome = try ChildProcess(
        executable: "/bin/sh",
        arguments: [
          "-c", "setsid sh -c 'echo $$ > pid.new; mv pid.new pid; exec sleep 6000' & wait",
        ], folder: folder.path, timeLimit: .seconds(3_000), outputLimit: 1 << 20,
        isWanted: { Disk.kind(report) == nil }
      ).run()
      #expect(outcome.ending == .unwanted)
      let text = String(decoding: try Disk.read(report), as: UTF8.self)
      let pid = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
      #expect(!isAlive(pid))
    }

    @Test("What left the process group ends too")
    func session() throws {
      let folder = try ScratchFolder("orphan")
      let outcome = try shell(
        "setsid sh -c 'echo $$ > \(folder.path)/pid; exec sleep 100' & sleep 0.3; cat \(folder.path)/pid",
        home: folder.path)
      let text = String(decoding: outcome.output, as: UTF8.self)
      let pid = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
      #expect(!isAlive(pid))
    }
  #endif

  @Test("Programs with one home, such as the user's, do not end each other")
  func sharedHome() async throws {
    let folder = try ScratchFolder("shared-home")
    let variables = ["HOME": "/", "PATH": "/usr/bin:/bin"]
    let ready = folder.path + "/ready"
    let waiting = Task.detached {
      try ChildProcess(
        executable: "/bin/sh",
        arguments: [
          "-c", "echo > \(ready); while [ ! -e \(folder.path)/go ]; do sleep 0.1; done; exit 3",
        ],
        environment: variables, timeLimit: .seconds(1_200), outputLimit: 1 << 20
      ).run()
    }
    while Disk.kind(ready) == nil { try await Task.sleep(for: .milliseconds(20)) }
    let other = try ChildProcess(
      executable: "/bin/sh", arguments: ["-c", "exit 4"], environment: variables,
      folder: folder.path, timeLimit: .seconds(1_200), outputLimit: 1 << 20
    ).run()
    #expect(other.ending == .status(4))
    try AtomicWrites([(folder.path + "/go", [])])
    #expect(try await waiting.value.ending == .status(3))
  }
}

@Suite struct ConfinementTests {
  @Test("A confined program sees no network and nothing of the user's, and writes where it may")
  func confined() throws {
    guard let confinement = try? Confinement() else {
      withKnownIssue("programs cannot be confined on this machine") {
        _ = try Confinement()
      }
      return
    }
    let own = try ScratchFolder("own")
    let other = try ScratchFolder("other")
    try AtomicWrites([(other.path + "/secret", Array("secret".utf8))])
    func run(_ script: String, readable: [String] = []) throws -> ChildProcess.Outcome {
      let command = confinement.command(
        Confinement.Command(executable: "/bin/sh", arguments: ["-c", script]), folder: own.path,
        writable: [own.path], readable: readable)
      return try ChildProcess(
        executable: command.executable, arguments: command.arguments,
        environment: ["HOME": own.path, "PATH": "/usr/bin:/bin"], timeLimit: .seconds(1_200),
        outputLimit: 1 << 20
      ).run()
    }
    #expect(try run("pwd; echo 1 > a; cat a").output == Array("\(own.path)\n1\n".utf8))
    #expect(Disk.kind(own.path + "/a") == .file)
    #expect(try run("cat \(other.path)/secret").output == [])
    #expect(
      try run("cat \(other.path)/secret", readable: [other.path]).output == Array("secret".utf8))
    #expect(
      try run("echo > \(other.path)/more", readable: [other.path]).ending != .status(0))
    #expect(Disk.kind(other.path + "/more") == nil)
    #if os(Linux)
      #expect(try run("cat /etc/passwd").output == [])
      #expect(try run("cat /proc/net/dev | grep -vc -e lo: -e '|'").output == Array("0\n".utf8))
    #endif
  }
}
