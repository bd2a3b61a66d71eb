// Tangled from 1 chapter, 19-attention-backwards.md. Do not edit: change the chapters.
/// What one head of attention works on. There are as many rows as positions,
/// and in `shares` as many columns too.
struct Head {
  let queries, keys, values: Grid
  /// The keys with their numbers in columns.
  let keysTurned: Grid
  let shares, heard: Grid
}

extension Head {
  /// What each score is multiplied by.
  private var calm: Double { 1 / Double(queries.columns).squareRoot() }

  /// Computes what the positions from `first` on hear.
  func attend(from first: Int) {
    let new = first..<queries.rows
    let shares = shares.rows(new)
    multiply(queries.rows(new), keysTurned, into: shares)
    for t in new {
      shares.softmax(row: t - first, count: t + 1, factor: calm)
    }
    multiply(shares, values, into: heard.rows(new))
  }

  /// From the gradients of what was heard computes those of queries, keys and
  /// values, all in `back`. `valuesTurned` are the values in columns.
  func attendBack(_ back: Head, valuesTurned: Grid) {
    let gradients = back.shares
    multiply(shares.turned, back.heard, into: back.values)
    multiply(back.heard, valuesTurned, into: gradients)
    for t in 0..<shares.rows { softmaxBack(gradients, t) }
    multiply(gradients, keys, into: back.queries)
    multiply(gradients.turned, queries, into: back.keys)
  }

  /// In row `t` of `gradients` stand those of the shares. Makes them those of
  /// the products of queries and keys.
  private func softmaxBack(_ gradients: Grid, _ t: Int) {
    let (a, da) = (shares.row(t), gradients.row(t))
    var mean = 0.0
    for u in 0..<shares.columns { mean += a[u] * da[u] }
    for u in 0..<shares.columns { da[u] = calm * a[u] * (da[u] - mean) }
  }
}
