import Compiling
import Literate

extension Verifier {
  /// What verifying a book found, kept for the next time, so that verifying it anew after an edit takes
  /// the time of the edit.
  ///
  /// A report is kept with all that it depends on, and given again as long as that is the same:
  ///
  /// - The frame: all of the book but its prose, what lies beside the chapters in its folder, how
  ///   programs are compiled and run, and what they may read beyond the book. If anything of it has
  ///   changed, nothing is known any more.
  /// - The texts of some chapters: of the one whose prose was checked, and of those in which a
  ///   finding names a place.
  ///
  /// A report for which something had to be compiled or run, or that depends on more than this, is not
  /// kept. What is said of chapters together, such as that no transcript makes a figure, is found out
  /// each time.
  public final class Memory: Sendable {
    /// What a report is about; chapters are named by their places in the book.
    enum Subject: Hashable {
      case chapter(Int)
      /// The transcripts of a chapter, on the last chapter's program.
      case transcripts(Int)
      case solution(Exercise, chapter: Int)
    }

    private struct Known {
      let report: ChapterReport
      /// The chapters as they were then whose texts must be the same, by their places.
      let chapters: [Int: Chapter]

      func holds(in book: Book) -> Bool {
        chapters.allSatisfy { book.chapters[$0.key].hasSameText(as: $0.value) }
      }
    }

    private let state = Guarded((frame: Frame?.none, known: [Subject: Known]()))

    public init() {}

    /// Forgets all if this is not the frame in which it was found.
    func enter(_ frame: Frame) {
      state.withLock { state in
        if state.frame.map({ !$0.isSame(as: frame) }) ?? false { state.known = [:] }
        state.frame = frame
      }
    }

    /// What is known of a subject in a book that has the frame entered last.
    func report(on subject: Subject, in book: Book) -> ChapterReport? {
      state.withLock { $0.known[subject] }.flatMap { $0.holds(in: book) ? $0.report : nil }
    }

    /// - Parameter checked: The place of the chapter whose prose was checked, if one was.
    func keep(_ report: ChapterReport, on subject: Subject, in book: Book, checked: Int?) {
      guard report.isLasting else { return }
      let named = Set(report.places.map(\.file))
      let indices = book.chapters.indices.filter {
        $0 == checked || named.contains(book.chapters[$0].path)
      }
      let chapters = Dictionary(uniqueKeysWithValues: indices.map { ($0, book.chapters[$0]) })
      var report = report
      report.isKnown = true
      state.withLock { $0.known[subject] = Known(report: report, chapters: chapters) }
    }
  }

  /// All that reports depend on but prose.
  struct Frame: Sendable {
    fileprivate let book: Book
    /// What lies beside the chapters, and what is kept of earlier runs: who deletes that wants all to
    /// be run again.
    fileprivate let files: [FolderState]
    fileprivate let options: Options
    fileprivate let chapterFiles: [Int: String]
    fileprivate let folderNames: [String]
    fileprivate let compilers: [[String]]
    fileprivate let outside: OutsideFiles

    init(_ verifier: Verifier) {
      book = verifier.book
      let chapters = Set(book.chapters.map(\.path))
      files = [
        book.files.state.files(without: chapters),
        FolderState(verifier.cache.folder + "/.gitignore"),
      ]
      options = verifier.options
      chapterFiles = verifier.chapterFiles
      folderNames = verifier.folderNames
      compilers = verifier.programs.compilers
      outside = verifier.outside
    }

    func isSame(as other: Frame) -> Bool {
      files == other.files && options == other.options && chapterFiles == other.chapterFiles
        && folderNames == other.folderNames && compilers == other.compilers
        && book.hasSameFrame(as: other.book) && outside.hasSameAnswers(as: other.outside)
    }
  }

  /// The report on a subject: the one that is known, or else what `make` gives.
  ///
  /// - Parameter checked: The place of the chapter whose prose is checked, if one is.
  func remembering<Failure: Error>(
    _ subject: Memory.Subject, checked: Int? = nil, make: () throws(Failure) -> ChapterReport
  ) throws(Failure) -> ChapterReport {
    if let known = memory?.report(on: subject, in: book) { return known }
    let report = try make()
    if isWanted() { memory?.keep(report, on: subject, in: book, checked: checked) }
    return report
  }
}
