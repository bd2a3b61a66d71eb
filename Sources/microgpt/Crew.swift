// Tangled from 1 chapter, 21-threads.md. Do not edit: change the chapters.
import Foundation
import Synchronization

/// Threads that do jobs together.
final class Crew: Sendable {
  private let board: Board

  /// A crew of `count`, of which the one who calls is the first.
  init(_ count: Int) {
    board = Board(count)
    for worker in 1..<max(1, count) {
      let thread = Thread { [board] in board.work(worker) }
      thread.start()
    }
  }

  deinit { board.goHome() }

  /// The crew as workers, which keep it together.
  var workers: Workers {
    Workers(count: board.count) { job in self.board.run(job) }
  }
}

/// Where a crew finds its jobs.
private final class Board: @unchecked Sendable {
  let count: Int
  private let round = Atomic<Int>(0)
  /// How many have not done their share of this round.
  private let working = Atomic<Int>(0)
  private let asleep = Atomic<Int>(0)
  private let bell = NSCondition()
  /// Written between two rounds only. None: the crew goes home.
  private var job: ((Int) -> Void)?

  init(_ count: Int) { self.count = count }

  /// Does `job` with all others.
  func run(_ job: @escaping (Int) -> Void) {
    self.job = job
    working.store(count - 1, ordering: .relaxed)
    ring()
    job(0)
    var looks = 0
    while working.load(ordering: .acquiring) > 0 {
      looks += 1
      if looks > patience { sched_yield() }
    }
  }

  /// Begins a round, and wakes who sleeps.
  private func ring() {
    round.add(1, ordering: .sequentiallyConsistent)
    guard asleep.load(ordering: .sequentiallyConsistent) > 0 else { return }
    bell.withLock { bell.broadcast() }
  }

  func goHome() {
    job = nil
    ring()
  }

  /// Does the shares of worker number `worker`, until the crew goes home.
  func work(_ worker: Int) {
    var last = 0
    while true {
      last += 1
      wait(for: last)
      guard let job else { return }
      job(worker)
      working.subtract(1, ordering: .releasing)
    }
  }

  /// How often to look for something before something else is done.
  private let patience = 20_000

  /// Returns when round `number` has begun.
  private func wait(for number: Int) {
    for _ in 0..<patience {
      if round.load(ordering: .acquiring) == number { return }
    }
    bell.withLock {
      asleep.add(1, ordering: .sequentiallyConsistent)
      while round.load(ordering: .sequentiallyConsistent) < number {
        bell.wait()
      }
      asleep.subtract(1, ordering: .sequentiallyConsistent)
    }
  }
}
