// Tangled from 2 chapters, 10-attention.md to 13-keeping-scale.md. Do not edit: change the chapters.
/// What a page needs to read words as a model does.
struct AttentionData: JSONConvertible {
  struct Map: JSONConvertible {
    let name: String
    let rows: [[Double]]

    var json: JSON { .table(["name": name.json, "rows": rows.json]) }
  }

  let word: String
  let maps: [Map]
  let boundary: String
  let words: [String: String]
  let tensors: [String: [[Double]]]
  /// Whether the numbers of a position are brought to one size.
  var hasNorm = true

  var json: JSON {
    .table([
      "word": word.json, "maps": maps.json, "boundary": boundary.json,
      "words": words.json, "tensors": tensors.json, "hasNorm": hasNorm.json,
    ])
  }
}

extension AttentionData {
  init(_ run: Run, _ tokens: [Int], maps: [AttentionMap]) throws(Complaint) {
    word = try run.tokenizer.decode(tokens)
    self.maps = maps.map { map in
      Map(name: map.name, rows: map.rows.map { $0.rounded(to: 4) })
    }
    boundary = run.tokenizer.name(of: run.tokenizer.boundary)
    words = run.saved.words
    var tensors: [String: [[Double]]] = [:]
    for matrix in run.model.matrices {
      tensors[matrix.name] = matrix.rows.map { row in
        row.map { $0.data }.rounded(to: 5)
      }
    }
    self.tensors = tensors
  }
}
