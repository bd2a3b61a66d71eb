// Tangled from 2 chapters, 01-names.md to 20-lanes.md. Do not edit: change the chapters.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#endif

extension VectorWidth {
  /// The widest that this program and this processor have.
  static var widest: VectorWidth {
    allCases.last { $0.isCompiled && $0.isThere } ?? .portable
  }

  /// Whether this processor has what the width needs.
  var isThere: Bool {
    let needs = needs
    guard !needs.isEmpty else { return true }
    let features = Set(processorFeatures)
    return needs.allSatisfy(features.contains)
  }

  /// The features that the compiler takes for granted, in Linux's words.
  private var needs: [String] {
    let avx2 = "avx avx2 bmi1 bmi2 f16c fma movbe"
    let avx512 = "avx512f avx512bw avx512cd avx512dq avx512vl"
    return switch self {
    case .portable: []
    case .avx2: avx2.split(separator: " ").map(String.init)
    case .avx512: "\(avx2) \(avx512)".split(separator: " ").map(String.init)
    }
  }
}

#if os(macOS)
  /// What an Intel processor in a Mac has.
  private var processorFeatures: [String] {
    let names = ["machdep.cpu.features", "machdep.cpu.leaf7_features"]
    let lists = names.map { name in
      var size = 0
      sysctlbyname(name, nil, &size, nil, 0)
      var bytes = [UInt8](repeating: 0, count: size)
      sysctlbyname(name, &bytes, &size, nil, 0)
      return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return lists.joined(separator: " ").lowercased()
      .split(separator: " ").map { $0 == "avx1.0" ? "avx" : String($0) }
  }
#else
  /// The features of the first processor in Linux's list.
  private var processorFeatures: [String] {
    guard let bytes = try? readBytes(at: "/proc/cpuinfo") else { return [] }
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\n")
    let flags = lines.first { $0.hasPrefix("flags") } ?? ""
    return flags.split(separator: " ").map(String.init)
  }
#endif
