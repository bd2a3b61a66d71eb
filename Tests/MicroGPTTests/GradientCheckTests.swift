import Testing

@testable import microgpt

@Suite("Gradient check")
struct GradientCheckTests {
  @Test("A right gradient is as far off as rounding, a wrong one as far as it is wrong")
  func error() {
    let a = Value(3)
    #expect(gradientError([a]) { a * a } < 1e-9)
    // The slope of a² is said to be 2a + 0.5.
    let wrong = gradientError([a]) {
      let slope = 2 * a.data + 0.5
      return Value(a.data * a.data, slope: slope, in: a)
    }
    #expect(abs(wrong - 0.5) < 1e-9)
  }

  @Test("The numbers are put back, and gradients left over from before do not count")
  func leavesNothing() {
    let a = Value(0.7)
    a.gradient = 100
    #expect(gradientError([a]) { a.exp() } < 1e-9)
    #expect(a.data == 0.7)
  }

  @Test("What is not a number is infinitely far off")
  func notANumber() {
    let a = Value(-1)
    #expect(gradientError([a]) { a.log() } == .infinity)
  }

  @Test("Every operation is tried, and is right")
  func operations() {
    let names = microgpt.operations.map(\.name)
    #expect(names.count >= 18 && Set(names).count == names.count)
    for operation in microgpt.operations {
      let (a, b) = (Value(0.7), Value(-1.3))
      #expect(gradientError([a, b]) { operation.of(a, b) } < 1e-8, "\(operation.name)")
    }
  }

  @Test("`gradcheck` prints an error for each operation and the model, all about 1e-9 or less")
  func command() throws {
    let outcome = try Program.run("gradcheck", "--input", Census.path, in: Folder())
    #expect(outcome.status == 0)
    let lines = outcome.lines.filter { !$0.isEmpty }
    #expect(lines.count == microgpt.operations.count + 1)
    for line in lines {
      let error = try #require(line.split(separator: " ").last.flatMap { Double($0) })
      #expect(error < 1e-8, "\(line)")
    }
    #expect(lines.last?.hasPrefix("model of") == true)
  }

  @Test("`gradcheck` fails above the bound it is given")
  func bound() throws {
    let outcome = try Program.run(
      "gradcheck", "--input", Census.path, "--bound", "1e-20", in: Folder())
    #expect(outcome.status == 1)
    #expect(outcome.messages.hasPrefix("microgpt: a gradient is off by "))
    let wrong = try Program.run("gradcheck", "--bound", "0", in: Folder())
    #expect(wrong.status == 64)
  }
}
