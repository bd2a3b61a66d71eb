// Tangled from 1 chapter, 20-lanes.md. Do not edit: change the chapters.
import _Builtin_intrinsics.intel

#if AVX512
  /// Each in one instruction.
  extension Lanes {
    @inline(__always)
    static func + (a: Lanes, b: Lanes) -> Lanes { _mm512_add_ps(a, b) }

    @inline(__always)
    static func - (a: Lanes, b: Lanes) -> Lanes { _mm512_sub_ps(a, b) }

    @inline(__always)
    static func * (a: Lanes, b: Lanes) -> Lanes { _mm512_mul_ps(a, b) }

    @inline(__always)
    static func / (a: Lanes, b: Lanes) -> Lanes { _mm512_div_ps(a, b) }

    @inline(__always)
    func plus(_ a: Lanes, times b: Lanes) -> Lanes {
      _mm512_fmadd_ps(a, b, self)
    }

    @inline(__always)
    func squareRoot() -> Lanes { _mm512_sqrt_ps(self) }

    @inline(__always)
    func replacing(
      with other: Lanes, where mask: SIMDMask<SIMD16<Int32>>
    ) -> Lanes {
      let bits = unsafeBitCast(mask, to: SIMD8<Int64>.self)
      return _mm512_mask_mov_ps(self, _mm512_movepi32_mask(bits), other)
    }
  }
#else
  /// Each in two instructions.
  extension Lanes {
    @inline(__always)
    static func + (a: Lanes, b: Lanes) -> Lanes {
      a.with(b) { _mm256_add_ps($0, $1) }
    }

    @inline(__always)
    static func - (a: Lanes, b: Lanes) -> Lanes {
      a.with(b) { _mm256_sub_ps($0, $1) }
    }

    @inline(__always)
    static func * (a: Lanes, b: Lanes) -> Lanes {
      a.with(b) { _mm256_mul_ps($0, $1) }
    }

    @inline(__always)
    static func / (a: Lanes, b: Lanes) -> Lanes {
      a.with(b) { _mm256_div_ps($0, $1) }
    }

    @inline(__always)
    func plus(_ a: Lanes, times b: Lanes) -> Lanes {
      Lanes(
        lowHalf: _mm256_fmadd_ps(a.lowHalf, b.lowHalf, lowHalf),
        highHalf: _mm256_fmadd_ps(a.highHalf, b.highHalf, highHalf))
    }

    @inline(__always)
    func squareRoot() -> Lanes {
      Lanes(
        lowHalf: _mm256_sqrt_ps(lowHalf), highHalf: _mm256_sqrt_ps(highHalf))
    }

    @inline(__always)
    private func with(
      _ other: Lanes,
      _ body: (SIMD8<Float>, SIMD8<Float>) -> SIMD8<Float>
    ) -> Lanes {
      Lanes(
        lowHalf: body(lowHalf, other.lowHalf),
        highHalf: body(highHalf, other.highHalf))
    }
  }
#endif

extension Lanes {
  @inline(__always)
  static func + (a: Lanes, b: Float) -> Lanes { a + Lanes(repeating: b) }

  @inline(__always)
  static func * (a: Lanes, b: Float) -> Lanes { a * Lanes(repeating: b) }

  @inline(__always)
  static func / (a: Float, b: Lanes) -> Lanes { Lanes(repeating: a) / b }

  @inline(__always)
  static func += (a: inout Lanes, b: Lanes) { a = a + b }

  @inline(__always)
  static func -= (a: inout Lanes, b: Lanes) { a = a - b }

  @inline(__always)
  static func *= (a: inout Lanes, b: Lanes) { a = a * b }
}
