// Tangled from 1 chapter, 25-block.md. Do not edit: change the chapters.
#if hasFeature(Embedded)
  /// Pieces of work that one worker takes one after the other.
  final class Turns {
    private var next = 0

    func reset() { next = 0 }

    func take() -> Int {
      next += 1
      return next - 1
    }
  }
#else
  import Synchronization

  /// Pieces of work that workers take one after the other.
  final class Turns: Sendable {
    private let next = Atomic<Int>(0)

    /// Begins anew.
    func reset() { next.store(0, ordering: .relaxed) }

    /// The number of a piece that nobody has taken.
    func take() -> Int { next.add(1, ordering: .relaxed).oldValue }
  }
#endif
