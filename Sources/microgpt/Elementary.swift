// Tangled from 2 chapters, 01-names.md to 05-chain-rule.md. Do not edit: change the chapters.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#endif

/// *e* to the power of `x`.
func exponential(_ x: Double) -> Double { exp(x) }

/// The natural logarithm of `x`.
func logarithm(_ x: Double) -> Double { log(x) }

/// `base` to the power of `exponent`, by C's `pow` and nothing else.
///
/// Not to be inlined: an optimizer that sees the exponent 2 or −1 puts a
/// product or a quotient in its place, and the last bit may differ.
@inline(never)
func power(_ base: Double, _ exponent: Double) -> Double {
  pow(base, exponent)
}
