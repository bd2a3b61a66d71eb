import Testing

@testable import microgpt

@Suite("TorchRandom")
struct TorchRandomTests {
  @Test("randint gives the places of torch.randint(1003822, (4,)) after manual_seed(1337)")
  func integers() {
    var random = TorchRandom(seed: 1337)
    let places = (0..<4).map { _ in random.integer(below: 1_003_822) }
    #expect(places == [102_953, 291_801, 951_176, 582_802])
  }

  @Test("Sixteen and more normal numbers are made in bulk, the last sixteen anew")
  func normals() {
    var random = TorchRandom(seed: 1337)
    let numbers = random.normals(20)
    let torch: [Float] = [
      0.1807715892791748, -0.06998809427022934, -0.3596234917640686, -0.9152044653892517,
      -2.0371499061584473, 0.4931362569332123, 1.4869985580444336, 0.5910329818725586,
      -0.047552332282066345, -1.0995917320251465, -1.7524436712265015, -1.0970592498779297,
      0.44777217507362366, -0.8016447424888611, 1.5236114263534546, 2.508586883544922,
      0.1661822348833084, 1.2054518461227417, 0.1883178949356079, -2.1600356101989746,
    ]
    #expect(numbers.count == 20)
    #expect(zip(numbers, torch).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("Fewer than sixteen are made in pairs, and the second of a pair is kept for the next call")
  func fewNormals() {
    var random = TorchRandom(seed: 1337)
    let torch: [Float] = [
      -2.0259921550750732, -2.0655088424682617, -1.2053627967834473, -0.9122241139411926,
      -1.250221848487854, 0.8032337427139282, -0.20712460577487946,
    ]
    let numbers = random.normals(5) + random.normals(2)
    #expect(zip(numbers, torch).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("A seed counts by its low 32 bits, as in PyTorch")
  func seeds() {
    var (one, same) = (TorchRandom(seed: 5), TorchRandom(seed: 1 << 32 + 5))
    #expect((0..<700).allSatisfy { _ in one.word() == same.word() })
  }

  @Test("Choices come as often as their weights say")
  func choices() {
    var random = TorchRandom(seed: 3)
    var counts = [0, 0, 0, 0]
    for _ in 0..<20_000 { counts[random.choice([1, 2, 0, 5])] += 1 }
    #expect(counts[2] == 0)
    for (count, share) in zip(counts, [0.125, 0.25, 0, 0.625]) {
      #expect(abs(Double(count) / 20_000 - share) < 0.015)
    }
  }
}

@Suite("LongText")
struct LongTextTests {
  @Test("Nine tenths are for training, rounded down, and the rest for validation")
  func cut() {
    let text = LongText(Array(0..<19))
    #expect(text.training == Array(0..<17))
    #expect(text.validation == [17, 18])
  }

  @Test("The targets of a window are its inputs moved by one")
  func windows() {
    let windows = Windows(Array(10..<30), at: [0, 16], length: 3)
    #expect(windows.inputs == [10, 11, 12, 26, 27, 28])
    #expect(windows.targets == [11, 12, 13, 27, 28, 29])
  }

  @Test(
    "On Tiny Shakespeare, named by MICROGPT_SHAKESPEARE, the table's log and text are PyTorch's",
    .enabled(if: LectureFixture.shakespeare != nil))
  func bigram() throws {
    let folder = try Folder()
    let path = try #require(LectureFixture.shakespeare)
    let outcome = try Program.run("lecture", "--bigram", "--input", path, in: folder)
    #expect(outcome.status == 0)
    let expected = try LectureFixture.lines("bigram-evaluations.txt")
    #expect(Array(outcome.lines.prefix(10)) == expected)
    let text = outcome.lines.dropFirst(10).joined(separator: "\n")
    #expect(text == (try LectureFixture.text("bigram-sample.txt")) + "\n")
  }

  @Test("The gradient of the table is what nudging its weights finds")
  func gradient() {
    var random = TorchRandom(seed: 1)
    var table = LogitTable(size: 5, rate: 0.01, using: &random)
    let windows = Windows([0, 1, 2, 3, 4, 2, 1, 1, 3], at: [0, 3], length: 4)
    _ = table.loss(of: windows, learns: true)
    for place in table.weights.indices {
      var (up, down) = (table, table)
      up.weights[place] += 0.01
      down.weights[place] -= 0.01
      let slope = (up.loss(of: windows) - down.loss(of: windows)) / 0.02
      #expect(abs(slope - Double(table.gradient[place])) < 1e-4)
    }
  }
}
