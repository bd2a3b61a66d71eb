// Tangled from 1 chapter, 21-step-on-lanes.md. Do not edit: change the chapters.
/// Sums through ReLU.
struct Rectified: Sink {
  let memory: UnsafeMutableRawPointer

  @inline(__always)
  func start(_ offset: Int) -> Lanes { Lanes() }

  @inline(__always)
  func store(_ sum: Lanes, _ offset: Int) {
    memory.storeBytes(
      of: sum.atLeast(Lanes()), toByteOffset: offset, as: Lanes.self)
  }
}

/// Sums through ReLU into `open`, and the squares of that into `memory`.
struct RectifiedSquared: Sink {
  let memory, open: UnsafeMutableRawPointer

  @inline(__always)
  func start(_ offset: Int) -> Lanes { Lanes() }

  @inline(__always)
  func store(_ sum: Lanes, _ offset: Int) {
    let sum = sum.atLeast(Lanes())
    open.storeBytes(of: sum, toByteOffset: offset, as: Lanes.self)
    memory.storeBytes(of: sum * sum, toByteOffset: offset, as: Lanes.self)
  }
}

/// Slopes of what came out of ReLU, 0 where `open` is.
struct RectifiedBack: Sink {
  let memory: UnsafeMutableRawPointer
  let open: UnsafeRawPointer

  @inline(__always)
  func start(_ offset: Int) -> Lanes { Lanes() }

  @inline(__always)
  func store(_ sum: Lanes, _ offset: Int) {
    let open = open.load(fromByteOffset: offset, as: Lanes.self)
    memory.storeBytes(
      of: sum.replacing(with: 0, where: open .<= 0), toByteOffset: offset,
      as: Lanes.self)
  }
}

/// Slopes of squares of `open`.
struct RectifiedSquaredBack: Sink {
  let memory: UnsafeMutableRawPointer
  let open: UnsafeRawPointer

  @inline(__always)
  func start(_ offset: Int) -> Lanes { Lanes() }

  @inline(__always)
  func store(_ sum: Lanes, _ offset: Int) {
    let open = open.load(fromByteOffset: offset, as: Lanes.self)
    memory.storeBytes(
      of: sum * (open + open), toByteOffset: offset, as: Lanes.self)
  }
}
