// Tangled from 1 chapter, 17-tape.md. Do not edit: change the chapters.
#if BASELINE || !canImport(baseline)
  /// What Adam goes by in one step.
  public struct Pace: Sendable {
    public let rate, beta1, beta2: Double
    /// How much of each mean is known by now.
    public let known1, known2: Double

    public init(
      rate: Double, beta1: Double, beta2: Double, known1: Double, known2: Double
    ) {
      (self.rate, self.beta1, self.beta2) = (rate, beta1, beta2)
      (self.known1, self.known2) = (known1, known2)
    }
  }
#endif
