// Tangled from 2 chapters, 01-names.md to 26-adamw.md. Do not edit: change the chapters.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#endif

/// How the learning rate goes.
enum Schedule: String, CaseIterable {
  case constant, linear, cosine

  /// What remains of the rate when the share `done` of all steps is done.
  func share(done: Double) -> Double {
    switch self {
    case .constant: 1
    case .linear: 1 - done
    case .cosine: 0.5 + 0.5 * cos(Double.pi * done)
    }
  }
}
