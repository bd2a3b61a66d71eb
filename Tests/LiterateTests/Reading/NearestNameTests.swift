import Testing

@testable import Literate

@Suite("The nearest name")
struct NearestNameTests {
  @Test("Insertions, deletions, substitutions and exchanges of neighbours count one each")
  func distances() {
    #expect(editDistance(Array("file"), Array("file")) == 0)
    #expect(editDistance(Array("fiel"), Array("file")) == 1)
    #expect(editDistance(Array("fil"), Array("file")) == 1)
    #expect(editDistance(Array("kitten"), Array("sitting")) == 3)
    #expect(editDistance([Character](), Array("ab")) == 2)
  }

  @Test("The nearest is told, whatever the order and the case; nothing is if none is near")
  func nearest() {
    #expect(
      nearestName(to: "bakward pass", among: ["forward pass", "backward pass"]) == "backward pass")
    #expect(nearestName(to: "VALUE", among: ["value", "values"]) == "value")
    #expect(nearestName(to: "abcd", among: ["abce", "abcf"]) == "abce")
    #expect(nearestName(to: "abcd", among: ["abcf", "abce"]) == "abce")
    #expect(nearestName(to: "softmax", among: ["attention"]) == nil)
    #expect(nearestName(to: "softmax", among: []) == nil)
  }
}
