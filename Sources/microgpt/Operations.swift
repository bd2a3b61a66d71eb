// Tangled from 1 chapter, 16-stopwatch.md. Do not edit: change the chapters.
extension Architecture {
  /// How many sums, products and the like it takes to learn a document with
  /// `count` positions, without Adam.
  func operations(positions count: Int, vocabularySize: Int) -> Double {
    let (n, width) = (Double(count), Double(width))
    let weights = 12 * width * Double(layers) + Double(vocabularySize)
    let looks = Double(layers) * width * n * (n + 1)
    return 3 * 2 * (n * width * weights + looks)
  }

  /// How many of them Adam takes.
  func adamOperations(vocabularySize: Int) -> Double {
    14 * weights(vocabularySize: vocabularySize)
  }
}
