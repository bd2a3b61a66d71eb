import Foundation
import Literate
import TestSupport
import Verifying
import Weaving

/// A book and its site in a folder that goes away with the value.
final class WovenBook {
  private let home: TemporaryFolder
  var folder: String { home.path }
  /// The site's folder as an address that ends in a slash.
  var site: String { URL(fileURLWithPath: folder + "/site", isDirectory: true).absoluteString }

  /// - Parameter files: Texts by their paths in the book.
  init(_ files: [String: String]) throws {
    home = try TemporaryFolder("woven")
    try write(files)
    let checked = try CheckedBook(Book(folder: folder + "/book"))
    let program = checked.book.settings.isLive ? try LiveProgram(checked) : nil
    let live = try program.map { LiveScript(program: $0.name, bytes: try $0.script) }
    let (pages, problems) = Weaver(checked, live: live).site()
    if let problem = (checked.warnings + problems).first {
      throw Browser.Fault(description: problem.description)
    }
    try AtomicWrites(pages.map { ("\(folder)/site/\($0.path)", $0.bytes) })
  }

  func write(_ files: [String: String]) throws {
    try AtomicWrites(files.map { ("\(folder)/book/\($0.key)", Array($0.value.utf8)) })
  }
}

/// The site that stands beside the book's chapters in the project.
enum CommittedSite {
  static let folder = Repository.path + "/site"

  static var address: String { URL(fileURLWithPath: folder, isDirectory: true).absoluteString }

  static func text(_ page: String) throws -> String {
    String(decoding: try Disk.read("\(folder)/\(page)"), as: UTF8.self)
  }

  /// The pages that one can read.
  static func pages() throws -> [String] {
    let redirects = try redirects()
    return try Disk.names(in: folder).filter {
      $0.hasSuffix(".html") && redirects[$0] == nil
    }
  }

  /// Where pages at addresses of before lead on to.
  static func redirects() throws -> [String: String] {
    let pages = try Disk.names(in: folder).filter { $0.hasSuffix(".html") }
    return try pages.reduce(into: [:]) { redirects, page in
      let target = try text(page).firstMatch(of: /http-equiv="refresh" content="0; url=([^"]*)"/)
      redirects[page] = target.map { String($0.1) }
    }
  }
}
