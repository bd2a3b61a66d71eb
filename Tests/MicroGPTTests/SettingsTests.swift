import Testing

@testable import microgpt

@Suite("Settings")
struct SettingsTests {
  @Test("Without options the settings are the reference's")
  func usual() throws {
    var arguments = Arguments([])
    let settings = try arguments.settings(else: Settings())
    #expect(settings.architecture.layers == 1)
    #expect(settings.architecture.width == 16)
    #expect(settings.architecture.heads == 4)
    #expect(settings.architecture.context == 16)
    #expect(settings.architecture.activation == .relu)
    #expect(settings.steps == 1000)
    #expect(settings.seed == 42)
    #expect(settings.learningRate == 0.01)
    #expect(settings.beta1 == 0.85)
    #expect(settings.beta2 == 0.99)
  }

  @Test("Every setting has its option, and what is not given stays as it was")
  func options() throws {
    var arguments = Arguments(
      "--layers 2 --width 24 --heads 3 --context 9 --activation relu2 --steps 7 --seed 8"
        .split(separator: " ").map(String.init)
        + ["--learning-rate", "1e-3", "--beta1", "0", "--beta2", "0.999"])
    let settings = try arguments.settings(else: Settings())
    #expect(throws: Never.self) { try arguments.finish() }
    #expect(settings.architecture.layers == 2)
    #expect(settings.architecture.width == 24)
    #expect(settings.architecture.heads == 3)
    #expect(settings.architecture.context == 9)
    #expect(settings.architecture.activation == .relu2)
    #expect(settings.steps == 7)
    #expect(settings.seed == 8)
    #expect(settings.learningRate == 1e-3)
    #expect(settings.beta1 == 0)
    #expect(settings.beta2 == 0.999)
    var some = Arguments(["--width", "32"])
    let changed = try some.settings(else: settings)
    #expect(changed.architecture.width == 32 && changed.architecture.heads == 3)
  }

  @Test(
    "A wrong setting is said before anything is trained",
    arguments: [
      (["--heads", "3"], "3 heads cannot share a width of 16 equally"),
      (["--heads", "32"], "32 heads cannot share a width of 16 equally"),
      (["--width", "6"], "4 heads cannot share a width of 6 equally"),
      (["--heads", "0"], "`--heads` wants a whole number from 1, not `0`"),
      (["--width", "0"], "`--width` wants a whole number from 1, not `0`"),
      (["--context", "0"], "`--context` wants a whole number from 1, not `0`"),
      (["--context", "-1"], "`--context` wants a whole number from 1, not `-1`"),
      (["--layers", "-1"], "`--layers` wants a whole number from 0, not `-1`"),
      (["--layers", "1.5"], "`--layers` wants a whole number from 0, not `1.5`"),
      (["--steps", "-1"], "`--steps` wants a whole number from 0, not `-1`"),
      (["--steps", "many"], "`--steps` wants a whole number from 0, not `many`"),
      (["--seed", "-1"], "`--seed` wants a whole number from 0, not `-1`"),
      (["--samples", "-1"], "`--samples` wants a whole number from 0, not `-1`"),
      (["--temperature", "0"], "`--temperature` wants a number above 0, not `0`"),
      (["--temperature", "-0.5"], "`--temperature` wants a number above 0, not `-0.5`"),
      (["--temperature", "nan"], "`--temperature` wants a number above 0, not `nan`"),
      (["--temperature", "inf"], "`--temperature` wants a number above 0, not `inf`"),
      (["--temperature", "warm"], "`--temperature` wants a number above 0, not `warm`"),
      (["--learning-rate", "0"], "`--learning-rate` wants a number above 0, not `0`"),
      (["--learning-rate", "-1"], "`--learning-rate` wants a number above 0, not `-1`"),
      (["--beta1", "1"], "`--beta1` wants a number from 0 to below 1, not `1`"),
      (["--beta1", "-0.1"], "`--beta1` wants a number from 0 to below 1, not `-0.1`"),
      (["--beta2", "nan"], "`--beta2` wants a number from 0 to below 1, not `nan`"),
      (["--activation", "relu3"], "unknown activation `relu3`; did you mean `relu`?"),
      (["--activation", "gelu2"], "unknown activation `gelu2`; did you mean `relu2`?"),
      (["--dtype", "F16"], "unknown dtype `F16`; did you mean `F32`?"),
      (["--step", "5"], "unknown option `--step`; did you mean `--steps`?"),
      (["--steps", "5", "--steps", "6"], "`--steps` is given twice"),
      (["--loss-log"], "`--loss-log` wants a value after it"),
      (
        ["--prompt", "abcdefghijklmnop"],
        "the prompt has 16 characters, the context has room for 15"
      ),
    ])
  func wrong(words: [String], message: String) throws {
    var arguments = Arguments(["--input", Census.path] + words)
    let complaint = #expect(throws: Complaint.self) { try run(&arguments) }
    #expect(complaint?.message == message)
    #expect(complaint?.status == 64)
  }

  @Test("A prompt with a character of no document is refused by its name")
  func prompt() throws {
    var arguments = Arguments(["--input", Census.path, "--prompt", "zoë"])
    let complaint = #expect(throws: Complaint.self) { try run(&arguments) }
    #expect(complaint?.message == "no document has the character `ë` (EB)")
  }

  @Test(
    "A model beyond what can be trained is refused, also where the count would overflow",
    arguments: [
      ["--layers", "100000"], ["--width", "4000"], ["--context", "10000000"],
      ["--layers", "9223372036854775807"], ["--context", "9223372036854775807"],
      ["--width", "9223372036854775804"], ["--context", "1000000"],
      ["--context", "4000", "--layers", "20"],
    ])
  func tooLarge(words: [String]) throws {
    var arguments = Arguments(["--input", Census.path] + words)
    let complaint = #expect(throws: Complaint.self) { try run(&arguments) }
    #expect(complaint?.message.hasSuffix("too large") == true)
  }

  @Test(
    "A file that could not be written is named before anything is trained",
    arguments: ["--loss-log", "--plot", "--save"])
  func destinations(option: String) throws {
    var arguments = Arguments(["--input", Census.path, option, "nowhere/at/all"])
    let complaint = #expect(throws: Complaint.self) { try run(&arguments) }
    #expect(complaint?.message.hasPrefix("cannot write `nowhere/at/all`") == true)
    #expect(complaint?.status == 1)
  }

  @Test(
    "So is one that stands in a folder's place, or where nobody can write",
    arguments: ["/tmp", "/proc/nothing"])
  func destinations(path: String) throws {
    var arguments = Arguments(["--input", Census.path, "--save", path])
    let complaint = #expect(throws: Complaint.self) { try run(&arguments) }
    #expect(
      complaint?.message
        == "cannot write `\(path)`: name a file in a folder that can be written")
  }

  @Test("Nothing is held out that leaves nothing to learn")
  func heldOut() throws {
    var arguments = Arguments(["--input", Census.path, "--held-out", "5163"])
    let complaint = #expect(throws: Complaint.self) { try run(&arguments) }
    #expect(complaint?.message.hasPrefix("`--held-out 5163` leaves") == true)
    #expect(complaint?.status == 64)
  }
}
