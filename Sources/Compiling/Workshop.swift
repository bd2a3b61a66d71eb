import Foundation
import Literate

/// Where a book's programs are built: the package that the book belongs to, and what is kept of
/// earlier runs.
package struct Workshop: Sendable {
  package let package: EnclosingPackage
  package let cache: Cache
  private let modules = Memo<Bool, Set<String>>()
  /// What of the book's surroundings is not used, because others may have written it.
  package var warnings: [Diagnostic] { [package.warning, cache.warning].compactMap { $0 } }

  /// - Parameters:
  ///   - book: The book's folder.
  ///   - isUsed: Whether anything is to be kept; else nothing is made on the disk.
  /// - Throws: A folder that cannot be written.
  package init(of book: String, isUsed: Bool = true) throws(Diagnostic) {
    package = EnclosingPackage(of: book)
    do {
      cache = try Cache(package: package.folder, book: book)
    } catch {
      throw .error(error.message, at: SourceLocation(file: package.folder))
    }
    if !isUsed { return }
    do {
      try cache.prepare()
    } catch {
      throw .error(error.message, at: SourceLocation(file: cache.folder))
    }
  }

  /// How the program is compiled that lies in a tangled folder.
  ///
  /// - Throws: What keeps it from being compiled at all: no compiler, a manifest that cannot be
  ///   read.
  package func compilation(
    of name: String, in checked: CheckedBook
  ) throws(Diagnostic) -> Compilation {
    let book = checked.book
    let toolchain: Toolchain
    do {
      toolchain = try Toolchain(cache: cache)
    } catch {
      throw .error(error.message, at: SourceLocation(file: book.path))
    }
    guard package.hasManifest else {
      return Compilation(
        name: name, toolchain: toolchain, settings: TargetSettings(), cache: cache)
    }
    do {
      let settings = try TargetSettings(
        program: name, modules: modules[true] { Self.modules(of: book) }, package: package.folder,
        toolchain: toolchain, cache: cache)
      return Compilation(name: name, toolchain: toolchain, settings: settings, cache: cache)
    } catch {
      throw .error(error.message, at: SourceLocation(file: package.folder + "/Package.swift"))
    }
  }

  /// The folders that the book tangles, in chapters that were not read too: the manifest is that of
  /// the whole book. They are found out once.
  private static func modules(of book: Book) -> Set<String> {
    let whole = book.chapters.map(\.number) == book.numbers ? book : Book(folder: book.path)
    return Set(Web(whole, at: .end).files.map { String($0.path.prefix { $0 != "/" }) })
  }
}
