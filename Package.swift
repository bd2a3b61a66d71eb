// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "microgpt-in-swift",
  platforms: [.macOS(.v14)],
  products: [
    .executable(name: "tangle", targets: ["tangle"]),
    .executable(name: "weave", targets: ["weave"]),
    .executable(name: "verify", targets: ["verify"]),
    .executable(name: "microgpt", targets: ["microgpt"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
    .package(url: "https://github.com/swiftlang/swift-syntax", exact: "603.0.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CCmark",
      pkgConfig: "libcmark",
      providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]
    ),
    .target(name: "Literate", dependencies: ["CCmark", .product(name: "Yams", package: "Yams")]),
    .target(
      name: "Weaving",
      dependencies: [
        "Literate",
        .product(name: "SwiftSyntax", package: "swift-syntax"),
        .product(name: "SwiftParser", package: "swift-syntax"),
      ],
      resources: [.embedInCode("Theme")]
    ),
    .target(name: "Verifying", dependencies: ["Literate"]),
    .target(
      name: "Commands",
      dependencies: [
        "Literate", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),
    .executableTarget(name: "tangle", dependencies: ["Commands"]),
    .executableTarget(
      name: "weave",
      dependencies: [
        "Commands", "Weaving", .product(name: "FlyingFox", package: "FlyingFox"),
      ]
    ),
    .executableTarget(name: "verify", dependencies: ["Commands", "Verifying"]),
    .executableTarget(
      name: "bench-book",
      dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")]
    ),
    .executableTarget(
      name: "microgpt",
      swiftSettings: [
        .unsafeFlags(
          ["-O", "-enforce-exclusivity=unchecked"], .when(configuration: .debug)),
        .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
      ]
    ),
    .testTarget(name: "LiterateTests", dependencies: ["Literate"]),
    .testTarget(name: "WeavingTests", dependencies: ["Weaving"]),
    .testTarget(name: "BrowserTests", dependencies: ["Literate", "Weaving", "weave"]),
    .testTarget(name: "VerifyingTests", dependencies: ["Literate", "Verifying", "verify"]),
    .testTarget(name: "MicroGPTTests", dependencies: ["microgpt"], exclude: ["Fixtures"]),
    .testTarget(name: "CommandTests", dependencies: ["Literate", "tangle", "weave", "verify"]),
  ],
  swiftLanguageModes: [.v6]
)
