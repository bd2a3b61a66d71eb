// Tangled from 1 chapter, 22-threads.md. Do not edit: change the chapters.
/// Those who do a job together.
struct Workers {
  let count: Int
  /// Calls a job for each worker with the worker's number, at the same time,
  /// and waits until all are done.
  let run: (_ job: @escaping (Int) -> Void) -> Void

  /// One who does everything.
  static var one: Workers { Workers(count: 1) { job in job(0) } }
}
