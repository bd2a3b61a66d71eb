// Tangled from 2 chapters, 01-names.md to 22-threads.md. Do not edit: change the chapters.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#endif

#if hasFeature(Embedded)
  extension Workers {
    /// One worker, who is there already.
    static func crew(of count: Int) -> Workers { .one }
  }

  /// How many cores this program may use.
  var coreCount: Int { 1 }
#else
  import Synchronization

  /// Threads that do jobs together.
  final class Crew: Sendable {
    private let board: Board

    /// A crew of `count`, of which the one who calls is the first.
    init(_ count: Int) {
      board = Board(count)
      for worker in 1..<max(1, count) {
        startThread { [board] in board.work(worker) }
      }
    }

    deinit { board.goHome() }

    /// The crew as workers, which keep it together.
    var workers: Workers {
      Workers(count: board.count) { job in self.board.run(job) }
    }
  }

  extension Workers {
    /// `count` workers.
    static func crew(of count: Int) -> Workers {
      count > 1 ? Crew(count).workers : .one
    }
  }

  /// Where a crew finds its jobs.
  private final class Board: @unchecked Sendable {
    let count: Int
    private let round = Counter()
    /// How many have not done their share of this round.
    private let working = Counter()
    private let asleep = Counter()
    private let bell = Bell()
    /// Written between two rounds only. None: the crew goes home.
    private var job: ((Int) -> Void)?

    init(_ count: Int) { self.count = count }

    /// Does `job` with all others.
    func run(_ job: @escaping (Int) -> Void) {
      self.job = job
      working.number.store(count - 1, ordering: .relaxed)
      ring()
      job(0)
      var looks = 0
      while working.number.load(ordering: .acquiring) > 0 {
        looks += 1
        if looks > patience { sched_yield() }
      }
    }

    /// Begins a round, and wakes whoever sleeps.
    private func ring() {
      round.number.add(1, ordering: .sequentiallyConsistent)
      guard asleep.number.load(ordering: .sequentiallyConsistent) > 0 else { return }
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
        working.number.subtract(1, ordering: .releasing)
      }
    }

    /// How often to look for something before something else is done.
    private let patience = 20_000

    /// Returns when round `number` has begun.
    private func wait(for number: Int) {
      for _ in 0..<patience {
        if round.number.load(ordering: .acquiring) == number { return }
      }
      bell.withLock {
        asleep.number.add(1, ordering: .sequentiallyConsistent)
        while round.number.load(ordering: .sequentiallyConsistent) < number {
          bell.wait()
        }
        asleep.number.subtract(1, ordering: .sequentiallyConsistent)
      }
    }
  }

  /// A number for several threads, with 128 bytes of its own.
  private struct Counter: ~Copyable {
    let number = Atomic<Int>(0)
    private let rest = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
  }

  /// What a new thread is to do.
  private final class ThreadTask {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    /// Does what is in the box at `pointer`, and throws the box away.
    static func perform(_ pointer: UnsafeMutableRawPointer?) {
      guard let pointer else { return }
      let task = Unmanaged<ThreadTask>.fromOpaque(pointer).takeRetainedValue()
      task.body()
    }
  }

  /// Does `body` in a thread of its own.
  private func startThread(_ body: @escaping @Sendable () -> Void) {
    let task = Unmanaged.passRetained(ThreadTask(body)).toOpaque()
    #if canImport(Glibc)
      var thread = pthread_t()
    #else
      var thread: pthread_t?
    #endif
    let status = pthread_create(
      &thread, nil,
      {
        ThreadTask.perform($0); return nil
      }, task)
    precondition(status == 0, "the system has no thread left")
    #if canImport(Glibc)
      pthread_detach(thread)
    #else
      if let thread { pthread_detach(thread) }
    #endif
  }

  /// What threads sleep at until it is rung.
  private final class Bell: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let rope = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
      pthread_mutex_init(lock, nil)
      pthread_cond_init(rope, nil)
    }

    deinit {
      pthread_cond_destroy(rope)
      pthread_mutex_destroy(lock)
      rope.deallocate()
      lock.deallocate()
    }

    /// Does `body` while no other thread does anything under this lock.
    func withLock(_ body: () -> Void) {
      pthread_mutex_lock(lock)
      body()
      pthread_mutex_unlock(lock)
    }

    /// Sleeps until the bell is rung. Only under the lock.
    func wait() { pthread_cond_wait(rope, lock) }

    /// Wakes all who sleep. Only under the lock.
    func broadcast() { pthread_cond_broadcast(rope) }
  }

  /// How many cores this program may use. Linux says in a file which they are:
  /// in its sum of powers of two, each core is one.
  var coreCount: Int {
    let all = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    let text = contents(of: "/proc/self/status") ?? []
    let line = text.split(separator: UInt8(ascii: "\n")).first {
      $0.starts(with: "Cpus_allowed:".utf8)
    }
    let digits = line?.dropFirst(13).compactMap {
      Character(Unicode.Scalar($0)).hexDigitValue
    }
    let allowed = digits?.map { $0.nonzeroBitCount }.reduce(0, +) ?? all
    return max(1, min(all, allowed))
  }
#endif
