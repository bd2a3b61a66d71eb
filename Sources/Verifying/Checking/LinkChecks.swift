import Foundation
import Literate

/// Whether the links and images of a chapter lead to what is there, as weave asks it.
struct LinkChecks {
  private(set) var findings: [Diagnostic] = []
  /// The figures that are shown and not there, each with what is to be said if no transcript makes
  /// it.
  private(set) var missingFigures: [(name: String, finding: Diagnostic)] = []
  private(set) var count = 0
  /// Whether one leads to what is hidden, which the state of a book's files leaves out.
  private(set) var leadToHidden = false

  /// - Parameter index: The chapter's place among those that were read.
  init(_ index: Int, _ links: Links) {
    let chapter = links.book.chapters[index]
    Document(chapter.source).forEachAddress { url, line in
      count += 1
      leadToHidden = leadToHidden || (url.removingPercentEncoding ?? url).hasHiddenPart
      let suggests = findings.count < 50
      guard case .nowhere(let problem) = links.target(of: url, in: index, suggesting: suggests)
      else { return }
      let finding = Diagnostic.error(problem, at: chapter.location(line: line))
      if let name = url.removingPrefix("figures/") {
        missingFigures.append((String(name), finding))
      } else {
        findings.append(finding)
      }
    }
  }
}

extension String {
  /// Whether a part of a path begins with a full stop, those aside that lead to a folder above.
  var hasHiddenPart: Bool {
    utf8.split(separator: UInt8(ascii: "/")).contains { part in
      part.first == UInt8(ascii: ".") && !part.elementsEqual(".".utf8)
        && !part.elementsEqual("..".utf8)
    }
  }
}
