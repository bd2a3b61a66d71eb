/// An exercise by its chapter and its place there, such as `7.2`.
public struct Exercise: Hashable, Sendable, CustomStringConvertible {
  /// The chapter's number.
  public let chapter: Int
  /// Its own, from 1.
  public let number: Int

  /// - Parameter text: Such as `7.2`.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(\.wholeNumber)
    guard parts.count == 2, let chapter = parts[0], let number = parts[1], number > 0
    else { return nil }
    (self.chapter, self.number) = (chapter, number)
  }

  public var description: String { "\(chapter).\(number)" }
}
