// Tangled from 1 chapter, 25-block.md. Do not edit: change the chapters.
/// What a model is calculated with. All places are those of `Number`s; n and m
/// are rows and columns.
public typealias Calculations<Number> = (
  multiply: (
    _ a: Strided<Number>, _ b: Strided<Number>, _ c: Strided<Number>,
    _ n: Int, _ k: Int, _ m: Int, _ adding: Bool,
    _ panel: UnsafeMutablePointer<Number>
  ) -> Void,
  fill: (
    _ x: Strided<Number>, _ rows: Strided<Number>?, _ n: Int, _ m: Int
  ) -> Void,
  add: (
    _ a: Strided<Number>, _ b: Strided<Number>, _ sum: Strided<Number>,
    _ n: Int, _ m: Int
  ) -> Void,
  sumRows: (
    _ x: Strided<Number>, _ y: Strided<Number>?,
    _ sums: UnsafeMutablePointer<Number>, _ n: Int, _ m: Int
  ) -> Void,
  normalize: (
    _ x: Strided<Number>, _ y: Strided<Number>,
    _ scales: UnsafeMutablePointer<Number>, _ centers: Bool,
    _ n: Int, _ m: Int
  ) -> Void,
  stretch: (
    _ y: Strided<Number>, _ gain: UnsafeMutablePointer<Number>,
    _ bias: UnsafeMutablePointer<Number>, _ z: Strided<Number>,
    _ n: Int, _ m: Int
  ) -> Void,
  normalizeBack: (
    _ dz: Strided<Number>, _ y: Strided<Number>,
    _ scales: UnsafeMutablePointer<Number>,
    _ gain: UnsafeMutablePointer<Number>?, _ dx: Strided<Number>,
    _ centers: Bool, _ n: Int, _ m: Int
  ) -> Void,
  bend: (
    _ kind: Int, _ x: Strided<Number>, _ y: Strided<Number>,
    _ n: Int, _ m: Int
  ) -> Void,
  bendBack: (
    _ kind: Int, _ x: Strided<Number>, _ d: Strided<Number>,
    _ n: Int, _ m: Int
  ) -> Void,
  attend: (_ scores: Strided<Number>, _ length: Int, _ factor: Double) -> Void,
  attendBack: (
    _ shares: Strided<Number>, _ d: Strided<Number>, _ length: Int,
    _ factor: Double
  ) -> Void,
  crossEntropy: (
    _ logits: Strided<Number>, _ targets: UnsafePointer<Int>, _ share: Double,
    _ n: Int, _ m: Int
  ) -> Double,
  drop: (
    _ x: Strided<Number>, _ y: Strided<Number>, _ key: UInt32, _ first: Int,
    _ probability: Double, _ n: Int, _ m: Int
  ) -> Void,
  move: (
    _ weights: UnsafeMutablePointer<Number>,
    _ gradients: UnsafeMutablePointer<Number>,
    _ m: UnsafeMutablePointer<Number>, _ v: UnsafeMutablePointer<Number>,
    _ count: Int, _ pace: UnsafePointer<Double>
  ) -> Void,
  squares: (_ numbers: UnsafeMutablePointer<Number>, _ count: Int) -> Double
)

extension Calculation {
  /// All of it.
  @inline(__always)
  static var kernels: Calculations<Number> {
    (
      multiply: {
        product($0, $1, into: $2, $3, $4, $5, adding: $6, panel: $7)
      },
      fill: { fill($0, $1, $2, $3) },
      add: { add($0, $1, into: $2, $3, $4) },
      sumRows: { sumRows($0, $1, $2, $3, $4) },
      normalize: { normalize($0, into: $1, $2, $3, $4, $5) },
      stretch: { stretch($0, $1, $2, into: $3, $4, $5) },
      normalizeBack: {
        normalizeBack($0, $1, $2, $3, addingTo: $4, $5, $6, $7)
      },
      bend: { bend($0, $1, into: $2, $3, $4) },
      bendBack: { bendBack($0, $1, $2, $3, $4) },
      attend: { attend($0, $1, $2) },
      attendBack: { attendBack($0, $1, $2, $3) },
      crossEntropy: { crossEntropy($0, $1, $2, $3, $4) },
      drop: { drop($0, into: $1, $2, $3, $4, $5, $6) },
      move: { move($0, $1, $2, $3, $4, $5) },
      squares: { squares($0, $1) }
    )
  }
}

/// The kernels for `Float`, on lanes as wide as this module has them.
public func laneCalculations() -> Calculations<Float> { Calculation<Lanes>.kernels }
