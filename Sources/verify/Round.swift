import Literate

/// A round in which a watched book is verified: of use until another text is saved in the place of
/// one that it is about.
final class Round: Sendable {
  /// The chapters and book.yml by their paths, as they were read; nil for one that is not there.
  private let texts: [String: [UInt8]?]
  private let state: Guarded<(files: FolderState, savedFile: String?)>

  init(of book: Book) {
    var texts: [String: [UInt8]?] = [:]
    for chapter in book.chapters { texts[chapter.path] = chapter.source.bytes }
    let settings = (try? RelativePath("book.yml")).flatMap { try? book.files.bytes($0) }
    texts.updateValue(settings, forKey: book.path + "/book.yml")
    self.texts = texts
    // What was saved since it was read is seen now, what is saved from here on by the state.
    let files = FolderState(texts.keys.sorted())
    state = Guarded((files, Self.changed(texts)))
  }

  private static func changed(_ texts: [String: [UInt8]?]) -> String? {
    texts.first { (try? Disk.read($0.key)) != $0.value }?.key
  }

  /// The file that was saved with another text, or taken away. Once there is one, it stays.
  var savedFile: String? {
    state.withLock { state in
      if state.savedFile == nil, !state.files.isCurrent {
        // Who saves a file may first empty it.
        state.files = FolderState.atRest(texts.keys.sorted())
        state.savedFile = Self.changed(texts)
      }
      return state.savedFile
    }
  }
}
