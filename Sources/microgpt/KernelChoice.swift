// Tangled from 4 chapters, 17-tape.md to 22-threads.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
#endif
#if canImport(x86v4)
  import x86v3
  import x86v4
#endif

/// What is done with the kernels of whichever width.
protocol KernelUse {
  associatedtype Result
  func with<Set: KernelSet>(_: Set.Type) -> Result
}

extension VectorWidth {
  /// Does something with the kernels of this width.
  func with<Use: KernelUse>(_ use: Use) -> Use.Result {
    switch self {
    #if canImport(x86v4)
      case .avx512: use.with(x86v4.Kernels.self)
      case .avx2: use.with(x86v3.Kernels.self)
      case .portable: use.with(Kernels.self)
    #else
      case .portable, .avx2, .avx512: use.with(Kernels.self)
    #endif
    }
  }
}

/// Makes an engine of kernels.
struct EngineMaker: KernelUse {
  let run: Run

  func with<Set: KernelSet>(_: Set.Type) -> AnyEngine {
    let (settings, size) = (run.settings, run.tokenizer.vocabularySize)
    let learned = run.learned
    let engine = run.engine
    if engine.name == .simd {
      return AnyEngine(
        SIMDEngine<Set.Lanes>(
          settings, vocabularySize: size, learned: learned,
          workers: engine.workers(settings.batch))
      )
    }
    return AnyEngine(
      MatrixEngine<Set.Matrix>(settings, vocabularySize: size, learned: learned))
  }
}
