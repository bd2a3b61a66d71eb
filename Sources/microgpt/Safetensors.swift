// Tangled from 1 chapter, 09-training-loop.md. Do not edit: change the chapters.
/// Named tables of numbers, as a file keeps them: eight bytes that say how
/// long the header is, the header in JSON, and the numbers.
struct Safetensors {
  /// What is to be known about the tensors, in words.
  var words: [String: String] = [:]
  var tensors: [Tensor] = []
}

/// Numbers in the order in which the last index changes fastest.
struct Tensor {
  let name: String
  let shape: [Int]
  let numbers: [Double]
}

/// How a number is written: in four bytes or in eight.
enum Precision: String, CaseIterable {
  case f32 = "F32"
  case f64 = "F64"

  var size: Int { self == .f32 ? 4 : 8 }
}

/// Where a tensor's bytes are, and what they mean.
private struct Place {
  let dtype: String
  let shape: [Int]
  let offsets: [Int]
}

extension Place: JSONConvertible {
  var json: JSON {
    .table([
      "dtype": dtype.json, "shape": shape.json, "data_offsets": offsets.json,
    ])
  }

  /// The place that `json` describes, if it does describe one.
  init?(_ json: JSON) {
    guard let dtype = json["dtype"]?.words,
      let shape = json["shape"]?.wholeNumbers,
      let offsets = json["data_offsets"]?.wholeNumbers
    else { return nil }
    self.init(dtype: dtype, shape: shape, offsets: offsets)
  }
}

extension Safetensors {
  /// The file's bytes.
  func bytes(_ precision: Precision) throws(Complaint) -> [UInt8] {
    var header = ["__metadata__": words.json]
    var data: [UInt8] = []
    for tensor in tensors {
      let start = data.count
      for number in tensor.numbers { data += bytes(of: number, precision) }
      header[tensor.name] =
        Place(
          dtype: precision.rawValue, shape: tensor.shape,
          offsets: [start, data.count]
        ).json
    }
    let json = try padded(header.json)
    return bytes(of: UInt64(json.count)) + json + data
  }

  /// `header` as text, made a multiple of eight bytes long by spaces.
  private func padded(_ header: JSON) throws(Complaint) -> [UInt8] {
    var text = ""
    guard header.write(into: &text) else {
      throw Complaint("the header cannot be written")
    }
    let missing = (8 - text.utf8.count % 8) % 8
    return Array(text.utf8) + [UInt8](repeating: UInt8(ascii: " "), count: missing)
  }

  private func bytes(of number: Double, _ precision: Precision) -> [UInt8] {
    switch precision {
    case .f32: bytes(of: Float(number).bitPattern)
    case .f64: bytes(of: number.bitPattern)
    }
  }

  /// The bytes of `word`, the lowest first.
  private func bytes<Word: FixedWidthInteger>(of word: Word) -> [UInt8] {
    withUnsafeBytes(of: word.littleEndian) { Array($0) }
  }
}

extension Safetensors {
  /// Reads a file's bytes.
  init(_ bytes: [UInt8]) throws(Complaint) {
    guard bytes.count >= 8 else { throw Complaint("it is too short") }
    let length = word(UInt64.self, bytes[..<8])
    guard length <= bytes.count - 8 else {
      throw Complaint("it ends before its header does")
    }
    let data = bytes[(8 + Int(length))...]
    var end = 0
    for (name, place) in try readHeader(bytes[8..<data.startIndex]) {
      guard let precision = Precision(rawValue: place.dtype) else {
        throw Complaint("its `\(name)` is \(place.dtype), not F32 or F64")
      }
      let size = place.shape.reduce(Double(precision.size)) { $0 * Double($1) }
      guard place.shape.allSatisfy({ $0 >= 0 }), place.offsets.count == 2,
        place.offsets[0] == end, place.offsets[1] >= end,
        size == Double(place.offsets[1]) - Double(end)
      else { throw Complaint("its `\(name)` is not where it should be") }
      guard place.offsets[1] <= data.count else {
        throw Complaint("it ends before its numbers do")
      }
      let start = data.startIndex + end
      end = place.offsets[1]
      let places = stride(
        from: start, to: data.startIndex + end, by: precision.size)
      let numbers = places.map { place in
        number(data[place..<(place + precision.size)], precision)
      }
      tensors.append(Tensor(name: name, shape: place.shape, numbers: numbers))
    }
    guard end == data.count else {
      throw Complaint("something stands after its numbers")
    }
  }

  /// Reads the words, and returns the tensors' places from first to last.
  private mutating func readHeader(
    _ json: ArraySlice<UInt8>
  ) throws(Complaint) -> [(String, Place)] {
    guard case .table(let header)? = JSON(reading: Array(json)) else {
      throw Complaint("its header is not right")
    }
    var places: [(String, Place)] = []
    for (name, part) in header {
      if name == "__metadata__", case .table(let words) = part {
        for (name, word) in words { self.words[name] = word.words }
        if self.words.count == words.count { continue }
      } else if let place = Place(part) {
        places.append((name, place))
        continue
      }
      throw Complaint("its header is not right")
    }
    return places.sorted {
      $0.1.offsets.lexicographicallyPrecedes($1.1.offsets)
    }
  }
}

private func number(
  _ bytes: ArraySlice<UInt8>, _ precision: Precision
) -> Double {
  switch precision {
  case .f32: Double(Float(bitPattern: word(UInt32.self, bytes)))
  case .f64: Double(bitPattern: word(UInt64.self, bytes))
  }
}

/// The word whose bytes these are, the lowest first.
private func word<Word: FixedWidthInteger>(
  _: Word.Type, _ bytes: ArraySlice<UInt8>
) -> Word {
  bytes.reversed().reduce(0) { $0 << 8 | Word($1) }
}
