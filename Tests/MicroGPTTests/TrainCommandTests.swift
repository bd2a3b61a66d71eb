import Foundation
import TestSupport
import Testing

@testable import microgpt

/// A model that is quickly trained.
private let small = [
  "--input", Census.path, "--width", "8", "--heads", "2", "--context", "8", "--steps", "6",
]

@Suite("Train command")
struct TrainCommandTests {
  @Test("--quiet leaves out the step lines, --samples 0 the samples, and nothing else")
  func quiet() throws {
    let folder = try Folder()
    let quiet = try Program.run(small + ["--quiet", "--samples", "0"], in: folder)
    #expect(quiet.output == "num docs: 5163\nvocab size: 27\nnum params: 1264\n")
    let silent = try Program.run(small + ["--samples", "0"], in: folder)
    #expect(silent.lines.filter { $0.hasPrefix("step ") }.count == 6)
    #expect(!silent.output.contains("inference"))
    let three = try Program.run(small + ["--quiet", "--samples", "3"], in: folder)
    #expect(three.samples.count == 3)
    #expect(!three.output.contains("step "))
    for outcome in [quiet, silent, three] { #expect(outcome.status == 0) }
  }

  @Test("`microgpt train` is `microgpt`")
  func train() throws {
    let folder = try Folder()
    let one = try Program.run(small, in: folder)
    let other = try Program.run(["train"] + small, in: folder)
    #expect(one.output == other.output)
  }

  @Test("--seeds gives a line for each seed, with what it comes to alone, and the means")
  func seeds() throws {
    let folder = try Folder()
    let table = try Program.run(
      ["train", "--seeds", "7,9", "--held-out", "20"] + small, in: folder)
    #expect(table.status == 0)
    let rows = table.lines.filter { !$0.isEmpty }.map { $0.split(separator: " ").map(String.init) }
    #expect(rows.map(\.first) == ["seed", "7", "9", "mean"])
    let numbers = try rows.dropFirst().map { row in
      try row.dropFirst().map { try #require(Double($0)) }
    }
    #expect(numbers.map(\.count) == [2, 2, 2])
    for (seed, row) in zip(["7", "9"], numbers) {
      let alone = try Program.run(
        small + ["--seed", seed, "--held-out", "20", "--quiet", "--samples", "0"], in: folder)
      #expect(alone.lines.contains("held-out loss: \(row[1], digits: 4)"))
    }
    for column in 0...1 {
      #expect(abs(numbers[2][column] - (numbers[0][column] + numbers[1][column]) / 2) < 1e-4)
    }
  }

  @Test(
    "A seed that is none, and an option that a table has no use for, are refused",
    arguments: [
      (["--seeds", "1,x"], "`--seed` wants a whole number from 0, not `x`"),
      (["--seeds", "1,,2"], "`--seed` wants a whole number from 0, not ``"),
      (["--seeds", "1", "--seed", "2"], "`--seed` is given twice"),
      (["--seeds", "1", "--plot", "x.svg"], "unknown option `--plot`; try `microgpt help`"),
    ])
  func wrongSeeds(words: [String], message: String) {
    var arguments = Arguments(["train"] + words + small)
    let complaint = #expect(throws: Complaint.self) { try run(&arguments) }
    #expect(complaint?.message == message)
    #expect(complaint?.status == 64)
  }

  @Test("Every sample begins with the prompt, and without one they are others")
  func prompt() throws {
    let folder = try Folder()
    let prompted = try Program.run(small + ["--prompt", "zoe"], in: folder)
    #expect(prompted.samples.count == 20)
    #expect(prompted.samples.allSatisfy { $0.hasPrefix("zoe") && $0.count <= 8 })
    #expect(try Program.run(small, in: folder).samples != prompted.samples)
  }

  @Test("The loss log holds one loss a line, the shortest text that reads back to the same number")
  func lossLog() throws {
    let folder = try Folder()
    _ = try Program.run(small + ["--loss-log", "a.txt", "--quiet"], in: folder)
    let lines = try folder.text("a.txt").split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 7 && lines.last == "")
    for line in lines.dropLast() {
      let loss = try #require(Double(line))
      #expect("\(loss)" == line)
      #expect((3...4).contains(loss))
    }
  }

  @Test("What is held out is not learned, and its loss is told")
  func heldOut() throws {
    let folder = try Folder()
    try folder.write(Census.names().prefix(50).joined(separator: "\n"), to: "input.txt")
    let words = Array(small.dropFirst(2)) + ["--quiet", "--samples", "0", "--loss-log"]
    let outcome = try Program.run(words + ["some.txt", "--held-out", "47"], in: folder)
    let line = try #require(outcome.lines.first { $0.hasPrefix("held-out loss: ") })
    let loss = try #require(Double(line.dropFirst("held-out loss: ".count)))
    #expect((2...4).contains(loss))
    #expect(outcome.lines[0] == "num docs: 50")
    _ = try Program.run(words + ["all.txt"], in: folder)
    let (some, all) = (try folder.losses("some.txt"), try folder.losses("all.txt"))
    #expect(some.prefix(3) == all.prefix(3))
    #expect(some[3] != all[3])
  }

  @Test("No temperature, and no other way to draw, changes what was trained")
  func temperatures() throws {
    let folder = try Folder()
    _ = try Program.run(
      small + ["--temperature", "2", "--samples", "1", "--loss-log", "a.txt"], in: folder)
    _ = try Program.run(small + ["--prompt", "q", "--loss-log", "b.txt"], in: folder)
    #expect(try folder.bytes("a.txt") == folder.bytes("b.txt"))
  }

  @Test("Documents longer than the context, of one character, and in other scripts are learned")
  func documents() throws {
    let folder = try Folder()
    try folder.write("ein langer satz\nx\nшарль\n愛🙂\n", to: "input.txt")
    let outcome = try Program.run(
      "--context", "3", "--steps", "8", "--samples", "5", in: folder)
    #expect(outcome.status == 0)
    #expect(outcome.samples.count == 5)
    #expect(outcome.lines[0] == "num docs: 4")
  }

  @Test("What is wrong comes on standard error, one line, and nothing is printed")
  func complaint() throws {
    let outcome = try Program.run(["--heads", "3", "--input", Census.path], in: Folder())
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(outcome.messages == "microgpt: 3 heads cannot share a width of 16 equally\n")
    let missing = try Program.run(["--input", "none.txt"], in: Folder())
    #expect(missing.status == 1)
    #expect(missing.messages == "microgpt: there is no file `none.txt`\n")
  }

  @Test(
    "A training that is to be saved is saved when it is interrupted, and goes on to the same bytes",
    arguments: [SIGINT, SIGTERM])
  func interrupted(signal: Int32) throws {
    let folder = try Folder()
    let words = [
      "train", "--input", Census.path, "--steps", "40000", "--held-out", "20", "--samples", "0",
    ]
    var said: [String] = []
    try Program.run(words + ["--save", "part.safetensors"], in: folder) { line, process in
      said.append(String(line))
      if line.hasPrefix("num params") { kill(process, signal) }
      return line.hasPrefix("stopped after step ")
    }
    #expect(said.contains("saved: part.safetensors"))
    #expect(said.contains { $0.hasPrefix("stopped after step ") && $0.hasSuffix(" of 40000") })
    let stopped = try folder.bytes("part.safetensors")
    let again = try Program.run(
      words + ["--load", "part.safetensors", "--until", "0", "--save", "same.safetensors"],
      in: folder)
    #expect(again.status == 0)
    #expect(try folder.bytes("same.safetensors") == stopped)
  }

  @Test("What a program that was killed left beside a file goes with the next one that is saved")
  func leftBehind() throws {
    let folder = try Folder()
    try folder.write("half", to: "run.safetensors.999999999.new")
    try folder.write("an author's own", to: "run.safetensors.old.new")
    let run = try Program.run(small + ["--samples", "0", "--save", "run.safetensors"], in: folder)
    #expect(run.status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names == ["run.safetensors", "run.safetensors.old.new"])
  }

  @Test("Output that cannot be written is told, with a status of its own")
  func fullDisk() throws {
    let folder = try Folder()
    for command in ["documents --input '\(Census.path)'", "help"] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = [
        "-c", "'\(try Products.path(of: "microgpt"))' \(command) > /dev/full 2> messages",
      ]
      process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 74)
      #expect(try folder.text("messages") == "microgpt: cannot write standard output\n")
    }
  }

  @Test("Where the disk is full the model that was saved before stays, and nothing half is left")
  func fullDiskForFiles() throws {
    let folder = try Folder()
    let words = small + ["--samples", "0", "--quiet", "--save", "run.safetensors"]
    #expect(try Program.run(words, in: folder).status == 0)
    let saved = try folder.bytes("run.safetensors")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    // No file may be larger than a kilobyte.
    process.arguments =
      [
        "-c", "trap '' XFSZ; ulimit -f 2; exec \"$0\" \"$@\" --seed 7 > /dev/null 2> messages",
        try Products.path(of: "microgpt"),
      ] + words
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    #expect(try folder.text("messages") == "microgpt: cannot write `run.safetensors`\n")
    #expect(try folder.bytes("run.safetensors") == saved)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names == ["messages", "run.safetensors"])
  }

  @Test("A training that runs away stops with a complaint")
  func runaway() throws {
    let outcome = try Program.run(
      small + ["--learning-rate", "1e300", "--quiet", "--save", "a"], in: Folder())
    #expect(outcome.status == 1)
    #expect(outcome.messages.hasPrefix("microgpt: the loss of step "))
    #expect(outcome.messages.contains(" is not a number"))
  }
}
