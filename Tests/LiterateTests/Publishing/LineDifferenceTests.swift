import TestSupport
import Testing

@testable import Literate

@Suite("Differences of lines")
struct LineDifferenceTests {
  @Test("Changes lead from the old lines to the new ones, whatever they are")
  func leads() {
    var random = SplitMix(state: 7)
    for _ in 0..<500 {
      let letters = Int.random(in: 1...4, using: &random)
      func lines() -> [Int] {
        (0..<Int.random(in: 0...20, using: &random)).map { _ in
          .random(in: 0..<letters, using: &random)
        }
      }
      let (old, new) = (lines(), lines())
      let changes = lineChanges(from: old, to: new)
      var result: [Int] = []
      var done = 0
      for change in changes {
        #expect(change.old.lowerBound > done || done == 0)
        result += old[done..<change.old.lowerBound] + new[change.new]
        done = change.old.upperBound
      }
      #expect(result + old[done...] == new)
    }
  }

  @Test("Changes far apart in long texts stay apart")
  func longTexts() {
    let old = Array(0..<20_000)
    var new = old
    new[10] = -1
    new.insert(-2, at: 10_000)
    new.remove(at: 19_000)
    #expect(
      lineChanges(from: old, to: new) == [
        LineChange(old: 10..<11, new: 10..<11),
        LineChange(old: 10_000..<10_000, new: 10_000..<10_001),
        LineChange(old: 18_999..<19_000, new: 19_000..<19_000),
      ])
  }

  @Test("A unified diff has three lines of context and joins what is near")
  func unified() {
    let old = (1...30).map { "\($0)" }
    var new = old
    new[1] = "two"
    new[6] = "seven"
    new.removeLast()
    func bytes(_ lines: [String]) -> [ArraySlice<UInt8>] { lines.map { Array($0.utf8)[...] } }
    #expect(
      unifiedDiff(from: bytes(old), to: bytes(new), oldName: "a", newName: "b") { "at \($0.old)" }
        .joined(separator: "\n")
          == """
          --- a
          +++ b
          @@ -1,10 +1,10 @@ at 1..<2
           1
          -2
          +two
           3
           4
           5
           6
          -7
          +seven
           8
           9
           10
          @@ -27,4 +27,3 @@ at 29..<30
           27
           28
           29
          -30
          """)
    #expect(
      unifiedDiff(from: bytes(old), to: bytes(old), oldName: "a", newName: "b") { _ in "" } == [])
  }
}
