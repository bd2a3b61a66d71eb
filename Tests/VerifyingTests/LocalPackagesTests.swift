import Foundation
import Literate
import TestSupport
import Testing

@testable import Verifying

/// Packages that a tangled package depends on by their paths.
@Suite struct LocalPackagesTests {
  @Test("A path leads to what is tangled, then to the book's folder, then to the one around it")
  func paths() throws {
    let home = try TemporaryFolder("packages")
    try home.write("", to: "book/near/Package.swift")
    try home.write("", to: "far/Package.swift")
    let packages = LocalPackages(beside: home.path + "/book")
    let manifest = """
      dependencies: [
        .package(path: "near"), .package(name: "far", path: "far"), .package( path: "../kit"),
        .package(path: "nowhere"), .package(url: "https://example.com/x", from: "1.0.0"),
      ]
      """
    let reading = packages.reading(
      Array(manifest.utf8), root: "app/", tangled: ["app/Package.swift", "kit/Package.swift"])
    let folder = Disk.resolved(home.path)
    #expect(reading.folders == [folder + "/book/near", folder + "/far"])
    #expect(reading.roots == ["kit/"])
    #expect(
      String(decoding: reading.text, as: UTF8.self)
        == manifest.replacing("\"near\"", with: "\"\(folder)/book/near\"")
        .replacing("path: \"far\"", with: "path: \"\(folder)/far\""))
    func name() -> String {
      var hash = ContentHash()
      LocalPackages.hash(folder + "/far", into: &hash)
      return hash.name
    }
    let before = name()
    try home.write("x", to: "far/.build/x")
    #expect(name() == before)
    try home.write("x", to: "far/Sources/far/x.swift")
    #expect(name() != before)
  }

  @Test("A book can tangle two packages, one of which needs the other, and one on the disk")
  func built() throws {
    let book = try TestBook(
      [
        "01-a.md": #"""
        # A

        ```swift file=kit/Package.swift
        // swift-tools-version: 6.0
        import PackageDescription
        let package = Package(
          name: "kit", products: [.library(name: "Kit", targets: ["Kit"])],
          dependencies: [.package(path: "words")],
          targets: [.target(name: "Kit", dependencies: [.product(name: "Words", package: "words")])])
        ```

        ```swift file=kit/Sources/Kit/Kit.swift
        import Words

        public func greeting() -> String { word + "!" }
        ```

        ```swift file=app/Package.swift
        // swift-tools-version: 6.0
        import PackageDescription
        let package = Package(
          name: "app", dependencies: [.package(path: "../kit")],
          targets: [
            .executableTarget(name: "app", dependencies: [.product(name: "Kit", package: "kit")])
          ])
        ```

        ```swift file=app/Sources/app/main.swift
        import Kit

        print(greeting())
        ```

        ```console
        $ swift run app
        hello!
        ```
        """#
      ], settings: "programs:\n  - {name: app, package: true}")
    try book.write(
      "words/Package.swift",
      """
      // swift-tools-version: 6.0
      import PackageDescription
      let package = Package(
        name: "words", products: [.library(name: "Words", targets: ["Words"])],
        targets: [.target(name: "Words")])
      """)
    try book.write("words/Sources/Words/Words.swift", "public let word = \"hello\"\n")
    #expect(try book.verify().messages == [])
    #expect(try book.verify().compiledCount == 0)
    try book.write("words/Sources/Words/Words.swift", "public let word = \"good day\"\n")
    #expect(try book.verify().messages.count == 1)
    try book.write(
      "01-a.md", book.read("01-a.md").replacing("{ word +", with: "{ wort +"))
    let message = try #require(try book.verify().messages.first)
    #expect(message.hasPrefix("01-a.md:15:") && message.contains("cannot find 'wort' in scope"))
  }
}
