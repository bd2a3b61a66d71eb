import Literate
import Testing

@testable import Compiling
@testable import Verifying

@Suite struct TargetSettingsTests {
  @Test("The flags are those that Package.swift gives the target, for each configuration")
  func flags() throws {
    let book = try TestBook(main: "print(1)")
    try book.write(
      "../Package.swift",
      """
      // swift-tools-version: 6.1
      import PackageDescription
      let package = Package(
        name: "demo",
        targets: [
          .executableTarget(
            name: "demo",
            swiftSettings: [
              .unsafeFlags(["-O"], .when(configuration: .debug)),
              .define("FAST", .when(configuration: .release)),
              .define("ELSEWHERE", .when(platforms: [.windows])),
              .enableUpcomingFeature("ExistentialAny"),
              .swiftLanguageMode(.v5),
            ])
        ],
        swiftLanguageModes: [.v6])
      """)
    let cache = try Cache(package: book.root, book: book.path)
    let settings = try TargetSettings(
      program: "demo", modules: [], package: book.root, toolchain: Toolchain(cache: cache),
      cache: cache)
    let debug = settings.flags(.debug).filter { $0 != "-target" && !$0.contains("-apple-") }
    #expect(
      debug == [
        "-swift-version", "5", "-DSWIFT_PACKAGE", "-Onone", "-DDEBUG", "-O",
        "-enable-upcoming-feature", "ExistentialAny",
      ])
    let release = settings.flags(.release).filter { $0 != "-target" && !$0.contains("-apple-") }
    #expect(
      release == [
        "-swift-version", "5", "-DSWIFT_PACKAGE", "-O", "-DFAST", "-enable-upcoming-feature",
        "ExistentialAny",
      ])
  }

  @Test("A program that no package describes is compiled in Swift 6 mode and optimized")
  func noPackage() {
    let settings = TargetSettings()
    #expect(
      settings.flags(.debug) == ["-swift-version", "6", "-DSWIFT_PACKAGE", "-O", "-DDEBUG"])
    #expect(settings.flags(.release) == ["-swift-version", "6", "-DSWIFT_PACKAGE", "-O"])
  }

  @Test("A manifest that cannot be read is an error")
  func broken() throws {
    let book = try TestBook(main: "print(1)")
    try book.write("../Package.swift", "// swift-tools-version: 6.1\nlet package = 1\n")
    let error = #expect(throws: Diagnostic.self) { try book.verify() }
    #expect(error?.message == "`swift package dump-package` fails; mend the manifest")
    #expect(error?.location.file == book.root + "/Package.swift")
  }

  @Test("A target that needs another one cannot be compiled alone")
  func dependencies() throws {
    let book = try TestBook(main: "print(1)")
    try book.write(
      "../Package.swift",
      """
      // swift-tools-version: 6.1
      import PackageDescription
      let package = Package(
        name: "demo",
        targets: [
          .target(name: "Other"), .executableTarget(name: "demo", dependencies: ["Other"]),
        ])
      """)
    let error = #expect(throws: Diagnostic.self) { try book.verify() }
    #expect(error?.message.hasPrefix("the target `demo` depends on `Other`") == true)
  }

  @Test("A target may need another one that the book tangles: the program is compiled without it")
  func ownModules() throws {
    let book = try TestBook(
      main: """
        #if canImport(Other)
          import Other
        #endif
        print(1)
        """,
      """
      ```swift file=Other/Other.swift
      public let other = 1
      ```
      """)
    try book.write(
      "../Package.swift",
      """
      // swift-tools-version: 6.1
      import PackageDescription
      let package = Package(
        name: "demo",
        targets: [
          .target(name: "Other"), .executableTarget(name: "demo", dependencies: ["Other"]),
        ])
      """)
    #expect(throws: Never.self) { try book.verify() }
  }
}
