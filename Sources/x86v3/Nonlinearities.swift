// Tangled from 1 chapter, 25-block.md. Do not edit: change the chapters.
extension Calculation {
  /// Bends each number of `x` into `y`: 0 is ReLU, 1 its square, 2 GELU.
  static func bend(
    _ kind: Int, _ x: Strided<Number>, into y: Strided<Number>,
    _ n: Int, _ m: Int
  ) {
    for i in 0..<n {
      let (from, to) = (x.start + i &* x.down, y.start + i &* y.down)
      switch kind {
      case 0:
        eachBlock(m) { j, count in
          V(from + j, count).atLeast(V()).store(to + j, count)
        }
      case 1:
        eachBlock(m) { j, count in
          let open = V(from + j, count).atLeast(V())
          (open * open).store(to + j, count)
        }
      default:
        eachBlock(m) { j, count in
          let x = V(from + j, count)
          (x * gate(x).open).store(to + j, count)
        }
      }
    }
  }
}

extension Calculation {
  /// Makes the gradient `d` of what was bent that of `x`.
  static func bendBack(
    _ kind: Int, _ x: Strided<Number>, _ d: Strided<Number>, _ n: Int, _ m: Int
  ) {
    for i in 0..<n {
      let (from, slope) = (x.start + i &* x.down, d.start + i &* d.down)
      switch kind {
      case 0:
        eachBlock(m) { j, count in
          V(slope + j, count).whereAbove0(V(from + j, count))
            .store(slope + j, count)
        }
      case 1:
        eachBlock(m) { j, count in
          let open = V(from + j, count).atLeast(V())
          (V(slope + j, count) * (open + open)).store(slope + j, count)
        }
      default:
        eachBlock(m) { j, count in
          let x = V(from + j, count)
          let (open, growth) = gate(x)
          let shut = V(repeating: 1) - open
          let slant = open.plus(x * growth, times: open * shut)
          (V(slope + j, count) * slant).store(slope + j, count)
        }
      }
    }
  }
}

extension Calculation {
  /// How far GELU is open at `x`, from 0 to 1, and how fast what decides that
  /// grows: GELU(x) = x / (1 + exp(−2u)), u = √(2/π) (x + 0.044715 x³).
  @inline(__always)
  private static func gate(_ x: V) -> (open: V, growth: V) {
    let (a, b) = (
      V(repeating: 1.595_769_121_605_730_7), V(repeating: 0.044_715)
    )
    let square = x * x
    let inner = (V(repeating: 1).plus(b, times: square)) * x * a
    let most = V(repeating: 80)
    let limited = V() - (V() - inner.atLeast(V() - most)).atLeast(V() - most)
    let power = (V() - limited).power
    let growth = a.plus(a * V(repeating: 3) * b, times: square)
    return (V(repeating: 1) / (V(repeating: 1) + power), growth)
  }
}
