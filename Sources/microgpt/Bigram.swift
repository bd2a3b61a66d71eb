// Tangled from 2 chapters, 01-names.md to 03-pairs.md. Do not edit: change the chapters.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#endif

/// A table of what follows what: V rows of V counts.
struct Bigram {
  /// `counts[a][b]` is how often `b` came right after `a`.
  private(set) var counts: [[Int]]

  /// The table of the pairs in `sequences` of tokens below `size`.
  init(of sequences: [[Int]], vocabularySize size: Int) {
    counts = Array(repeating: Array(repeating: 0, count: size), count: size)
    for tokens in sequences {
      for (token, next) in zip(tokens, tokens.dropFirst()) {
        counts[token][next] += 1
      }
    }
  }

  /// The table in which each token is as probable as any other.
  init(uniformOver size: Int) {
    counts = Array(repeating: Array(repeating: 1, count: size), count: size)
  }

  /// How probable each token is after `token`.
  func probabilities(after token: Int) -> [Double] {
    let row = counts[token].map(Double.init)
    let sum = row.reduce(0, +)
    return row.map { $0 / sum }
  }

  /// The mean of −log p over the pairs of `sequences`.
  func loss(over sequences: [[Int]]) -> Double {
    let rows = counts.indices.map(probabilities)
    var sum = 0.0
    var pairs = 0
    for tokens in sequences {
      for (token, next) in zip(tokens, tokens.dropFirst()) {
        sum -= log(rows[token][next])
        pairs += 1
      }
    }
    return sum / Double(pairs)
  }

  /// Tokens drawn one after the other, from `boundary` to `boundary`.
  func sample(
    boundary: Int, using random: inout MersenneTwister
  ) -> [Int] {
    var tokens: [Int] = []
    var token = boundary
    repeat {
      token = random.choices(weights: counts[token].map(Double.init))
      tokens.append(token)
    } while token != boundary
    return tokens
  }
}
