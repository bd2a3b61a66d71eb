// Tangled from 1 chapter, 19-attention-backwards.md. Do not edit: change the chapters.
#if BASELINE || !canImport(baseline)
  /// How large everything in a model is.
  public struct Shape: Sendable {
    public let width, context, layers, heads, vocabulary: Int
    public let isSquared: Bool

    public init(
      width: Int, context: Int, layers: Int, heads: Int, vocabulary: Int,
      isSquared: Bool
    ) {
      (self.width, self.context) = (width, context)
      (self.layers, self.heads) = (layers, heads)
      (self.vocabulary, self.isSquared) = (vocabulary, isSquared)
    }
  }
#endif
