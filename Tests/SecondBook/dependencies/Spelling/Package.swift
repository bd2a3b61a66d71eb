// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "Spelling",
  products: [.library(name: "Spelling", targets: ["Spelling"])],
  targets: [.target(name: "Spelling")]
)
