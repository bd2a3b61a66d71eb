// swift-tools-version: 6.1
import PackageDescription

/// The modules in which the program's kernels are compiled for wide vectors, and for which level of
/// x86-64. Their names come after `microgpt` in the alphabet: the linker sees objects in that order,
/// and of what several modules define it must take the program's own.
#if arch(x86_64)
  let levels = ["x86v3": "x86-64-v3", "x86v4": "x86-64-v4"]
#else
  let levels: [String: String] = [:]
#endif

let package = Package(
  name: "microgpt-in-swift",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "tangle", targets: ["tangle"]),
    .executable(name: "weave", targets: ["weave"]),
    .executable(name: "verify", targets: ["verify"]),
    .executable(name: "microgpt", targets: ["microgpt"]),
    .executable(name: "onepage", targets: ["onepage"]),
    .plugin(name: "BookCommands", targets: ["TangleBook", "WeaveBook", "VerifyBook"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-syntax", exact: "603.0.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CCmark",
      pkgConfig: "libcmark",
      providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]
    ),
    .target(name: "Literate", dependencies: ["CCmark", .product(name: "Yams", package: "Yams")]),
    .target(name: "CPacking"),
    .target(
      name: "Compiling", dependencies: ["Literate", "CPacking"],
      resources: [.embedInCode("Runtime")]),
    .target(name: "Formulas"),
    .target(
      name: "SwiftCode",
      dependencies: [
        "Literate", "Compiling",
        .product(name: "SwiftSyntax", package: "swift-syntax"),
        .product(name: "SwiftParser", package: "swift-syntax"),
      ]
    ),
    .target(
      name: "Weaving", dependencies: ["Literate", "Formulas", "SwiftCode"],
      resources: [.embedInCode("Theme")]
    ),
    .target(name: "Verifying", dependencies: ["Literate", "Compiling"]),
    .target(
      name: "Commands",
      dependencies: [
        "Literate", "Compiling",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),
    .executableTarget(name: "tangle", dependencies: ["Commands", "Compiling"]),
    .executableTarget(
      name: "weave",
      dependencies: ["Commands", "Compiling", "SwiftCode", "Verifying", "Weaving"]
    ),
    .executableTarget(name: "verify", dependencies: ["Commands", "Verifying"]),
    .executableTarget(
      name: "bench-book",
      dependencies: ["CCmark", .product(name: "ArgumentParser", package: "swift-argument-parser")]
    ),
    // What the program and its kernels for wide vectors have in common, compiled for any processor.
    .target(
      name: "baseline",
      swiftSettings: [
        .unsafeFlags(["-O"], .when(configuration: .debug)), .define("BASELINE"),
      ]
    ),
    .executableTarget(
      name: "microgpt",
      dependencies: (["baseline"] + levels.keys.sorted()).map { .target(name: $0) },
      swiftSettings: [
        .unsafeFlags(
          ["-O", "-disable-batch-mode", "-whole-module-optimization", "-num-threads", "2"],
          .when(configuration: .debug)),
        .unsafeFlags(["-enforce-exclusivity=unchecked", "-Xcc", "-fno-math-errno"]),
      ]
    ),
    .executableTarget(
      name: "onepage", swiftSettings: [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "LiterateTests", dependencies: ["TestSupport", "Literate"]),
    .testTarget(name: "CompilingTests", dependencies: ["TestSupport", "Literate", "Compiling"]),
    .testTarget(name: "SwiftCodeTests", dependencies: ["TestSupport", "Compiling", "SwiftCode"]),
    .testTarget(name: "FormulasTests", dependencies: ["TestSupport", "Formulas"]),
    .testTarget(
      name: "WeavingTests", dependencies: ["TestSupport", "Compiling", "SwiftCode", "Weaving"]),
    .testTarget(
      name: "BrowserTests",
      dependencies: ["Verifying", "TestSupport", "Literate", "Weaving", "weave"]),
    .testTarget(
      name: "VerifyingTests",
      dependencies: ["TestSupport", "Literate", "Compiling", "Verifying", "verify"]),
    .testTarget(
      name: "MicroGPTTests", dependencies: ["TestSupport", "microgpt", "onepage"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "CommandTests", dependencies: ["TestSupport", "Literate", "tangle", "weave", "verify"]),
  ],
  swiftLanguageModes: [.v6]
)

// `swift package tangle`, `weave`, `verify`, in packages that depend on this one.
for (name, verb, does) in [
  ("TangleBook", "tangle", "Writes the program that the package's book contains."),
  ("WeaveBook", "weave", "Renders the package's book as pages."),
  ("VerifyBook", "verify", "Compiles every chapter and holds what it prints against the text."),
] {
  package.targets.append(
    .plugin(
      name: name,
      capability: .command(
        intent: .custom(verb: verb, description: does),
        permissions: [
          .writeToPackageDirectory(reason: "\(verb) writes what the package's book gives.")
        ]),
      dependencies: [.target(name: verb)], path: "Sources/Plugins/\(verb)"))
}

for (name, level) in levels.sorted(by: { $0.key < $1.key }) {
  let settings: [SwiftSetting] = [
    .unsafeFlags(
      ["-O", "-disable-batch-mode", "-whole-module-optimization", "-num-threads", "2"],
      .when(configuration: .debug)),
    .unsafeFlags(["-enforce-exclusivity=unchecked", "-Xcc", "-fno-math-errno"]),
    .unsafeFlags(["-Xfrontend", "-disable-reflection-metadata"]),
    .unsafeFlags(["-Xcc", "-march=\(level)"]),
    .define("FMA"),
  ]
  let more: [SwiftSetting] = name == "x86v4" ? [.define("AVX512")] : []
  package.targets.append(
    .target(name: name, dependencies: ["baseline"], swiftSettings: settings + more))
}
