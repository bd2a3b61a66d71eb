// Tangled from 1 chapter, 25-block.md. Do not edit: change the chapters.
#if canImport(x86v4)
  import x86v3
  import x86v4
#endif

extension VectorWidth {
  /// The kernels for `Float` that are compiled for this width.
  var kernels: Calculations<Float> {
    switch self {
    #if canImport(x86v4)
      case .avx512: x86v4.laneCalculations()
      case .avx2: x86v3.laneCalculations()
      case .portable: laneCalculations()
    #else
      case .portable, .avx2, .avx512: laneCalculations()
    #endif
    }
  }
}

/// The kernels for `Double`.
func preciseCalculations() -> Calculations<Double> {
  Calculation<SIMD8<Double>>.kernels
}

extension Arguments {
  /// The kernels that these words want.
  mutating func kernels() throws(Complaint) -> Calculations<Float> {
    let width = try choice("--lanes", else: VectorWidth.widest, kind: "width")
    guard width.isCompiled, width.isThere else {
      throw Complaint(
        "this program or this processor has no `\(width.rawValue)`")
    }
    return width.kernels
  }

  /// Who calculates: as many threads as these words want, else as there are
  /// cores.
  mutating func threads() throws(Complaint) -> Workers {
    let count = try number(
      "--threads", else: coreCount, atLeast: 1, atMost: 256)
    return count > 1 ? .crew(of: count) : .one
  }
}
