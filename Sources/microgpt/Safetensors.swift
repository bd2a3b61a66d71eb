// Tangled from 1 chapter, 09-training-loop.md. Do not edit: change the chapters.
import Foundation

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
private struct Place: Codable {
  let dtype: String
  let shape: [Int]
  let data_offsets: [Int]
}

/// What the header says under a name.
private enum Part: Codable {
  case words([String: String])
  case tensor(Place)

  init(from decoder: any Decoder) throws {
    let words = try? [String: String](from: decoder)
    self = try words.map(Part.words) ?? .tensor(Place(from: decoder))
  }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .words(let words): try words.encode(to: encoder)
    case .tensor(let place): try place.encode(to: encoder)
    }
  }
}

extension Safetensors {
  /// The file's bytes.
  func bytes(_ precision: Precision) throws(Complaint) -> [UInt8] {
    var header = ["__metadata__": Part.words(words)]
    var data: [UInt8] = []
    for tensor in tensors {
      let start = data.count
      for number in tensor.numbers { data += bytes(of: number, precision) }
      header[tensor.name] = .tensor(
        Place(
          dtype: precision.rawValue, shape: tensor.shape,
          data_offsets: [start, data.count]))
    }
    let json = try json(header)
    return bytes(of: UInt64(json.count)) + json + data
  }

  /// `header` in JSON, made a multiple of eight bytes long by spaces.
  private func json(_ header: [String: Part]) throws(Complaint) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let json = try? encoder.encode(header) else {
      throw Complaint("the header cannot be written")
    }
    let missing = (8 - json.count % 8) % 8
    return json + [UInt8](repeating: UInt8(ascii: " "), count: missing)
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
      guard place.shape.allSatisfy({ $0 >= 0 }), place.data_offsets.count == 2,
        place.data_offsets[0] == end, place.data_offsets[1] >= end,
        size == Double(place.data_offsets[1]) - Double(end)
      else { throw Complaint("its `\(name)` is not where it should be") }
      guard place.data_offsets[1] <= data.count else {
        throw Complaint("it ends before its numbers do")
      }
      let start = data.startIndex + end
      end = place.data_offsets[1]
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
    let data = Data(json)
    let header = try? JSONDecoder().decode([String: Part].self, from: data)
    guard let header else { throw Complaint("its header is not right") }
    var places: [(String, Place)] = []
    for (name, part) in header {
      switch part {
      case .words(let words) where name == "__metadata__":
        self.words = words
      case .tensor(let place) where name != "__metadata__":
        places.append((name, place))
      default: throw Complaint("its header is not right")
      }
    }
    return places.sorted {
      $0.1.data_offsets.lexicographicallyPrecedes($1.1.data_offsets)
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
