import Literate
import SwiftCode

/// What weaving found out about pieces of a book, so that weaving the book anew after an edit takes
/// the time of the edit.
///
/// What is kept is kept with all that it depends on: a site woven with a memory is, byte for byte,
/// the site woven without one.
public final class Memory: Sendable {
  /// Code in colours, line by line.
  let colours = RecentResults<Listing.Code, [Listing.Line]>()
  /// What a Swift file declares.
  let declarations = RecentResults<[UInt8], [SwiftFile.Declaration]>()
  /// The names in a piece of Swift.
  let names = RecentResults<[UInt8], Set<String>>()
  /// The site as it was woven last.
  let last = Guarded<Woven?>(nil)

  public init() {}

  /// Keeps only what was asked for since the last time.
  func forgetUnused() {
    colours.forgetUnused()
    declarations.forgetUnused()
    names.forgetUnused()
  }
}

/// What a function gave for each of its latest arguments.
final class RecentResults<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let entries = Guarded<(current: [Key: Value], earlier: [Key: Value])>(([:], [:]))

  /// What `make` gives; it is called for a key that is new.
  ///
  /// - Parameter key: All that `make` depends on.
  func callAsFunction(_ key: Key, _ make: () -> Value) -> Value {
    let known = entries.withLock { entries -> Value? in
      if let value = entries.current[key] { return value }
      guard let value = entries.earlier.removeValue(forKey: key) else { return nil }
      entries.current[key] = value
      return value
    }
    if let known { return known }
    let value = make()
    entries.withLock { $0.current[key] = value }
    return value
  }

  /// Keeps only what was asked for since the last time.
  func forgetUnused() {
    entries.withLock { $0 = ([:], $0.current) }
  }
}
