// Tangled from 1 chapter, 19-attention-backwards.md. Do not edit: change the chapters.
/// Sums that are stored as they are.
struct Plain<Vector: SIMD & BitwiseCopyable>: Sink
where Vector.Scalar: BinaryFloatingPoint {
  let memory: UnsafeMutableRawPointer

  @inline(__always)
  func start(_ offset: Int) -> Vector { Vector() }

  @inline(__always)
  func store(_ sum: Vector, _ offset: Int) {
    memory.storeBytes(of: sum, toByteOffset: offset, as: Vector.self)
  }
}

/// Sums that begin with what stands in `base`.
struct Adding<Vector: SIMD & BitwiseCopyable>: Sink
where Vector.Scalar: BinaryFloatingPoint {
  let base: UnsafeRawPointer
  let memory: UnsafeMutableRawPointer

  @inline(__always)
  func start(_ offset: Int) -> Vector {
    base.loadUnaligned(fromByteOffset: offset, as: Vector.self)
  }

  @inline(__always)
  func store(_ sum: Vector, _ offset: Int) {
    memory.storeBytes(of: sum, toByteOffset: offset, as: Vector.self)
  }
}
