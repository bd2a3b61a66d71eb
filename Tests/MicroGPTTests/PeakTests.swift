import Testing

@testable import microgpt

@Suite("The peak")
struct PeakTests {
  @Test("The loop does the operations that it counts, for any number of rows", arguments: 1...6)
  func work(count: Int) {
    let sums = VectorWidth.sumCounts[count - 1]
    var number: Float = 1
    #expect(Kernels.work(10, sums: sums, on: &number) == 10 * sums * 16 * 2)
    // Each of the sums has been added to ten times, half of one.
    #expect(number == Float(1 + sums * 16 * 5))
  }

  @Test("All bytes are read")
  func read() {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 512, alignment: 64)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: 512)
    for vector in 0..<8 {
      memory.storeBytes(of: 1 << vector, toByteOffset: 64 * vector, as: UInt32.self)
      let found = Kernels.read(UnsafeRawPointer(memory), 512, rounds: 2)
      #expect(found == (2 << vector) - 1)
    }
  }

  @Test("`peak` has a row for each number of sums, in each width that the processor has")
  func rows() throws {
    for width in VectorWidth.allCases where width.isCompiled && width.isThere {
      let outcome = try Program.run("peak", "--lanes", width.rawValue, in: Folder())
      let rows = outcome.lines.dropFirst().filter { !$0.isEmpty }.map { $0.split(separator: " ") }
      #expect(rows.compactMap { Int($0[0]) } == VectorWidth.sumCounts)
      #expect(rows.allSatisfy { (Double($0[1]) ?? 0) > 0 })
    }
  }

  @Test("`peak --memory` has a row for each size")
  func memory() throws {
    let outcome = try Program.run("peak", "--memory", in: Folder())
    let rows = outcome.lines.dropFirst().filter { !$0.isEmpty }.map { $0.split(separator: " ") }
    #expect(rows.count == 14)
    #expect(rows.allSatisfy { (Double($0[2]) ?? 0) > 0 })
  }

  @Test("An unknown width is told apart")
  func width() throws {
    let outcome = try Program.run("peak", "--lanes", "avx", in: Folder())
    #expect(outcome.status == 64)
    #expect(outcome.messages.contains("unknown width `avx`"))
  }
}
