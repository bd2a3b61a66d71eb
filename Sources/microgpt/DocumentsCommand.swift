// Tangled from 1 chapter, 01-names.md. Do not edit: change the chapters.
/// `microgpt documents`: what there is to learn from.
func showDocuments(_ arguments: inout Arguments) throws(Complaint) {
  let documents = try arguments.documents()
  var random = try arguments.generator()
  let picture = try arguments.option("--plot")
  try arguments.finish()
  let lengths = documents.map { $0.unicodeScalars.count }.sorted()
  let middle = lengths[lengths.count / 2]
  let longest = lengths[lengths.count - 1]
  var shuffled = documents
  random.shuffle(&shuffled)
  print("num docs: \(documents.count)")
  print("characters: \(lengths.reduce(0, +))")
  print("lengths: \(lengths[0]) to \(longest), middle \(middle)")
  print("as read: \(documents.prefix(5).joined(separator: " "))")
  print("shuffled: \(shuffled.prefix(5).joined(separator: " "))")
  if let picture {
    var bars = (1...longest).map { (label: "\($0)", count: 0) }
    for length in lengths { bars[length - 1].count += 1 }
    try Drawing(
      bars: bars, across: "characters in a document",
      title: "How long the documents are",
      description: "A bar for each length; its height is how many have it."
    ).write(to: picture)
  }
}
