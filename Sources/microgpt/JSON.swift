// Tangled from 2 chapters, 02-tokens.md to 09-training-loop.md. Do not edit: change the chapters.
import Foundation

/// Writes `data` to `path` as JSON, and says so.
func writeJSON(
  _ data: some Encodable, to path: String
) throws(Complaint) {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .sortedKeys
  guard let bytes = try? encoder.encode(data) else {
    throw Complaint("there is no JSON for `\(path)`")
  }
  try Array(bytes).write(to: path)
  print("written: \(path)")
}

extension [Double] {
  /// These numbers with `digits` digits after the point.
  func rounded(to digits: Int) -> [Double] {
    let unit = power(10, Double(digits))
    return map { ($0 * unit).rounded() / unit }
  }
}
