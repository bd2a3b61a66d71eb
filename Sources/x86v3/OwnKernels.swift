// Tangled from 4 chapters, 17-tape.md to 22-threads.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
#endif

/// What is compiled for vectors of this module's width.
public enum Kernels: KernelSet {
  public typealias Matrix = MatrixKernel
  public typealias Lanes = LanesModel
}

extension MatrixKernel: MatrixLearner {}
extension LanesModel: LanesLearner {}
extension LanesReader: LanesReading {}
