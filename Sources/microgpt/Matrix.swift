// Tangled from 1 chapter, 07-embeddings.md. Do not edit: change the chapters.
/// A table of weights, with the name by which files know it.
struct Matrix {
  let name: String
  let rows: [[Value]]

  /// `rows` × `columns` weights, made row by row.
  init(
    _ name: String, _ rows: Int, _ columns: Int,
    using random: inout MersenneTwister
  ) {
    self.name = name
    self.rows = (0..<rows).map { _ in
      (0..<columns).map { _ in
        Value(random.gauss(mean: 0, deviation: 0.08))
      }
    }
  }
}
