// Tangled from 3 chapters, 20-lanes.md to 22-threads.md. Do not edit: change the chapters.
#if BASELINE || !canImport(baseline)
  /// The kernels that are compiled for vectors of one width.
  public protocol KernelSet {
    associatedtype Matrix: MatrixLearner
    /// Multiplies and adds in registers `rounds` times, in so many vectors of
    /// `sums` side by side: 1, 2, 4, 8, 12, or else 16. Returns how many
    /// operations that were. `number` is what is added up; then it takes in all
    /// sums.
    static func work(_ rounds: Int, sums: Int, on number: inout Float) -> Int
    /// Reads the `bytes` from `memory` on, a multiple of 256, `rounds` times.
    /// Returns a number that depends on all of them.
    static func read(
      _ memory: UnsafeRawPointer, _ bytes: Int, rounds: Int
    ) -> UInt32
    associatedtype Lanes: LanesLearner
  }

  /// A kernel that learns with matrices, however wide.
  public protocol MatrixLearner: AnyObject {
    init(_ shape: Shape)
    /// How many weights it has.
    var count: Int { get }
    /// The weights, in the order in which they are drawn, and Adam's means.
    var weights: UnsafeMutablePointer<Double> { get }
    var m: UnsafeMutablePointer<Double> { get }
    var v: UnsafeMutablePointer<Double> { get }
    /// Adds the gradients of the loss of `count` guesses, which stand between
    /// the first `count + 1` of `tokens`; it is to count `share`. Returns it.
    func learn(
      _ tokens: UnsafePointer<Int>, _ count: Int, share: Double
    ) -> Double
    /// The mean surprise at `count` tokens after the first of `tokens`.
    func loss(_ tokens: UnsafePointer<Int>, _ count: Int) -> Double
    /// Forgets what has been read.
    func begin()
    /// Reads `token`, and returns the place of the scores for what comes next.
    func read(_ token: Int) -> UnsafePointer<Double>
    /// Moves the weights against their gradients as Adam does, and clears these.
    func update(_ pace: Pace)
    /// Brings turned copies up to date; to be called when weights change.
    func turn()
  }

  /// A model on lanes, however wide.
  public protocol LanesLearner: AnyObject {
    /// A model with room for `rows` positions, in which so many can work.
    init(_ shape: Shape, rows: Int, workers: Int)
    /// Takes all weights (part 0), or what Adam remembers of them (1, 2).
    func read(_ part: Int, from numbers: UnsafePointer<Double>)
    func write(_ part: Int, to numbers: UnsafeMutablePointer<Double>)
    /// Says which token is to be at which place of its document, in `row`.
    func put(_ token: Int, at place: Int, in row: Int)
    /// Goes through the rows from `first` to before `end`. Documents begin in
    /// the `count` rows that `starts` says.
    func forward(
      _ starts: UnsafePointer<Int>, _ count: Int, _ first: Int, _ end: Int,
      worker: Int)
    func score(_ token: Int, in row: Int) -> Double
    /// The sum of the surprises at `targets` in the rows from `first` to before
    /// `end`, whose scores become the slopes of `share` times that sum.
    func judge(
      _ first: Int, _ end: Int, _ targets: UnsafePointer<Int>, share: Double
    ) -> Double
    /// Finds the slopes of rows that have been judged. With a pace, moves each
    /// matrix as soon as it can: these must be all rows then.
    func backward(
      _ starts: UnsafePointer<Int>, _ count: Int, _ first: Int, _ end: Int,
      worker: Int, pace: Pace?)
    /// Sums up the gradients of the rows from `first` to before `end`, which are
    /// half number `half` of all.
    func gather(_ first: Int, _ end: Int, half: Int)
    /// Moves the weights by the slopes of all `count` rows: the share of one of
    /// several workers. If row `middle` is before the end, the gradients of the
    /// halves that it divides them into are summed up first, unless they have
    /// been gathered, and then added.
    func update(
      _ count: Int, middle: Int, isGathered: Bool, worker: Int, of workers: Int,
      _ pace: Pace)
    associatedtype Reader: LanesReading
    /// One who reads sixteen documents side by side.
    func makeReader() -> Reader
  }

  /// Who reads sixteen documents side by side.
  public protocol LanesReading: AnyObject {
    /// Reads for each document the token that stands in `tokens`, at its place,
    /// and draws the one after it.
    func read(
      _ tokens: UnsafeMutablePointer<Int32>, at places: UnsafePointer<Int32>,
      drawn: UnsafePointer<Float>, temperature: Double)
  }
#endif
