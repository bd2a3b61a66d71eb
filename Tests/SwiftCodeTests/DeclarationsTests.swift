import Testing

@testable import SwiftCode

@Suite("What Swift declares")
struct DeclarationsTests {
  @Test("Declarations are those outside of functions, comments and texts aside")
  func declarations() {
    let found = SwiftFile(
      Array(
        """
        // struct No {
        let text = "func no"
        public final class Box<T> {
          var inside: Int { let local = 1; return local }
          class func make() { func deep() {} }
          enum Kind { case one, two }
        }
        extension Box { func more() { switch 1 { case x: break } } }
        """.utf8))
    #expect(
      found.declarations.map { "\($0.line) \($0.kind) \($0.name)" } == [
        "1 let text", "2 class Box", "3 var inside", "4 func make", "5 enum Kind", "5 case one",
        "5 case two", "7 extension Box", "7 func more",
      ])
  }
}
