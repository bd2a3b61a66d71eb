// Tangled from 1 chapter, 20-lanes.md. Do not edit: change the chapters.
/// For which registers vectors are compiled.
enum VectorWidth: String, CaseIterable {
  /// What every processor of the kind has.
  case portable
  /// 256 bits.
  case avx2
  /// 512 bits.
  case avx512

  /// Whether this program has been compiled for it, too.
  var isCompiled: Bool {
    #if canImport(x86v4)
      true
    #else
      self == .portable
    #endif
  }
}

extension Arguments {
  /// The width that `--lanes` names, or else the widest.
  mutating func width() throws(Complaint) -> VectorWidth {
    let width = try choice("--lanes", else: VectorWidth.widest, kind: "width")
    guard width.isCompiled, width.isThere else {
      let name = width.rawValue
      throw Complaint("this program or this processor has no `\(name)`")
    }
    return width
  }
}
