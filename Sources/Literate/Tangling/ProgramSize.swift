extension Web {
  /// Chunks that use each other twice over grow beyond any disk: what a book tangles to may have
  /// 256 MiB and four million lines.
  func oversizedFiles() -> [Diagnostic] {
    let limit = (bytes: 256 << 20, lines: 4_000_000)
    var sizes: [String: (bytes: Int, lines: Int)] = [:]
    var total = (bytes: 0, lines: 0)
    for root in roots {
      var path = [root.name]
      while let name = path.last {
        guard sizes[name] == nil, let chunk = chunks[name] else {
          path.removeLast()
          continue
        }
        var missing: [String] = []
        forEachReference(in: chunk) { reference, _ in
          if sizes[reference.name] == nil { missing.append(reference.name) }
        }
        if !missing.isEmpty {
          path += missing
          continue
        }
        var size = (bytes: 0, lines: 0)
        for piece in chunk.pieces {
          for line in block(piece.block).lines[piece.lines] {
            if case .reference = line.kind { continue }
            size.bytes += line.end - line.start + 1 + piece.indentation.count
            size.lines += 1
          }
        }
        forEachReference(in: chunk) { reference, piece in
          guard let inner = sizes[reference.name] else { return }
          let white = reference.indentation.count + piece.indentation.count
          size.bytes += inner.bytes + inner.lines * white
          size.lines += inner.lines
          size = (min(size.bytes, limit.bytes + 1), min(size.lines, limit.lines + 1))
        }
        sizes[name] = size
        path.removeLast()
      }
      guard let size = sizes[root.name] else { continue }
      total.bytes += size.bytes * root.paths.count
      total.lines += size.lines * root.paths.count
      if total.bytes > limit.bytes || total.lines > limit.lines {
        return [
          .error(
            "with `\(root.name)` the program would be larger than 256 MiB or four million lines; "
              + "use its chunks fewer times", at: location(root.definition))
        ]
      }
    }
    return []
  }
}
