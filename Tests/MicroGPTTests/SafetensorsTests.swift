import Foundation
import Testing

@testable import microgpt

/// A file with this header and `count` bytes of numbers after it.
private func file(_ header: String, _ count: Int) -> [UInt8] {
  let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
  return length + Array(header.utf8) + Array(repeating: 0, count: count)
}

/// What a header says of a tensor.
private func entry(_ dtype: String, _ shape: String, _ offsets: String) -> String {
  "{\"dtype\":\"\(dtype)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
}

/// A file of `count` bytes of which the header says that they are one tensor.
private func oneTensor(
  _ dtype: String, _ shape: String, _ offsets: String, _ count: Int
) -> [UInt8] {
  file("{\"wte\":\(entry(dtype, shape, offsets))}", count)
}

private func oneTensor(
  _ dtype: String, _ shape: [Int], _ offsets: String, _ count: Int
) -> [UInt8] {
  oneTensor(dtype, "\(shape)", offsets, count)
}

/// A file of `count` bytes of which the header says that they are two tensors.
private func twoTensors(
  _ shape: [Int], _ offsets: String, _ otherShape: [Int], _ otherOffsets: String, _ count: Int
) -> [UInt8] {
  let first = entry("F64", "\(shape)", offsets)
  let second = entry("F64", "\(otherShape)", otherOffsets)
  return file("{\"wte\":\(first),\"wpe\":\(second)}", count)
}

private func small() -> Safetensors {
  var file = Safetensors(words: ["steps": "3", "vocabulary": "a\"\\é🙂\n\u{1}"])
  file.tensors = [
    Tensor(name: "wte", shape: [2, 3], numbers: [1, -0.5, 0x1p-1030, 3, -0.0, 0.1]),
    Tensor(name: "layer0.attn_wq", shape: [1], numbers: [.pi]),
    Tensor(name: "nothing", shape: [0, 4], numbers: []),
  ]
  return file
}

@Suite("Safetensors")
struct SafetensorsTests {
  @Test("What is written in eight bytes a number is read back in every bit")
  func roundTrip() throws {
    let file = small()
    let back = try Safetensors(file.bytes(.f64))
    #expect(back.words == file.words)
    #expect(back.tensors.map(\.name) == file.tensors.map(\.name))
    for (tensor, original) in zip(back.tensors, file.tensors) {
      #expect(tensor.shape == original.shape)
      #expect(tensor.numbers.map(\.bitPattern) == original.numbers.map(\.bitPattern))
    }
  }

  @Test("What is written in four bytes a number is read back as near as a Float is")
  func roundTripInFloats() throws {
    let file = small()
    let back = try Safetensors(file.bytes(.f32))
    #expect(back.tensors[0].numbers == file.tensors[0].numbers.map { Double(Float($0)) })
    #expect(back.tensors[1].numbers == [Double(Float(Double.pi))])
    #expect(try file.bytes(.f32).count < file.bytes(.f64).count)
  }

  @Test("The header is as long as its first eight bytes say, a multiple of eight, and JSON")
  func layout() throws {
    let bytes = try small().bytes(.f64)
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(length % 8 == 0)
    #expect(bytes.count == 8 + length + 7 * 8)
    let header = try #require(
      JSONSerialization.jsonObject(with: Data(bytes[8..<(8 + length)])) as? [String: Any])
    let words = header["__metadata__"] as? [String: String]
    #expect(words?["vocabulary"] == "a\"\\é🙂\n\u{1}")
    let tensor = try #require(header["wte"] as? [String: Any])
    #expect(tensor["dtype"] as? String == "F64")
    #expect(tensor["shape"] as? [Int] == [2, 3])
    #expect(tensor["data_offsets"] as? [Int] == [0, 48])
    #expect(Array(bytes[(8 + length)..<(16 + length)]) == [0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
  }

  @Test("What Python's safetensors wrote is read", arguments: ["f64", "f32"])
  func python(precision: String) throws {
    let file = try Safetensors(Fixture.bytes("python-\(precision).safetensors"))
    let numbers = (-32..<34).map { Double($0) / 64 }
    #expect(file.words["vocabulary"] == "an" && file.words["heads"] == "1")
    #expect(file.tensors.count == 9)
    let first = try #require(file.tensors.first { $0.name == "wte" })
    #expect(first.shape == [3, 2])
    #expect(first.numbers == Array(numbers[..<6]))
    let last = try #require(file.tensors.first { $0.name == "layer0.mlp_fc2" })
    #expect(last.shape == [2, 8])
    #expect(last.numbers == Array(numbers[50...]))
  }

  @Test("The tensors may stand in the header in any order, with white space, without words")
  func anyOrder() throws {
    let header = """
      { "b" : {"data_offsets":[8,16], "shape":[ 1 ],"dtype":"F64"},
        "a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]} }
      """
    let read = try Safetensors(file(header, 16))
    #expect(read.words.isEmpty)
    #expect(read.tensors.first { $0.name == "a" }?.numbers == [0, 0])
    #expect(read.tensors.first { $0.name == "b" }?.numbers == [0])
    #expect(try Safetensors(file("{}", 0)).tensors.isEmpty)
  }

  @Test(
    "A file that is wrong is refused",
    arguments: [
      ("nothing", []),
      ("seven bytes", Array(repeating: 0, count: 7)),
      ("an empty header", file("", 0)),
      ("a header longer than the file", [9, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8)),
      ("a header beyond counting", Array(repeating: 0xFF, count: 8) + Array("{}".utf8)),
      ("a header beyond Int", [0, 0, 0, 0, 0, 0, 0, 0x80] + Array("{}".utf8)),
      ("no JSON", file("tensors: none", 0)),
      ("half of JSON", file("{\"wte\":", 0)),
      ("a list", file("[]", 0)),
      ("a number", file("7", 0)),
      ("a header that is not UTF-8", [3, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0xFF, 0x7D]),
      ("lists a hundred thousand deep", file(String(repeating: "[", count: 100_000), 0)),
      ("objects a hundred thousand deep", file(String(repeating: "{\"a\":", count: 100_000), 0)),
      ("words that are no text", file("{\"__metadata__\":{\"steps\":3}}", 0)),
      ("a tensor that is a number", file("{\"wte\":3}", 0)),
      ("a tensor that is a list", file("{\"wte\":[]}", 0)),
      ("no dtype", file("{\"wte\":{\"shape\":[1],\"data_offsets\":[0,8]}}", 8)),
      ("no shape", file("{\"wte\":{\"dtype\":\"F64\",\"data_offsets\":[0,8]}}", 8)),
      ("no offsets", file("{\"wte\":{\"dtype\":\"F64\",\"shape\":[1]}}", 8)),
      ("one offset", oneTensor("F64", [1], "[0]", 8)),
      ("three offsets", oneTensor("F64", [1], "[0,8,8]", 8)),
      ("whole numbers", oneTensor("I64", [1], "[0,8]", 8)),
      ("halves of floats", oneTensor("BF16", [4], "[0,8]", 8)),
      ("a dtype in small letters", oneTensor("f64", [1], "[0,8]", 8)),
      ("a shape with a minus", oneTensor("F64", "[-1,-1]", "[0,8]", 8)),
      ("a shape with a fraction", oneTensor("F64", "[0.5,2]", "[0,8]", 8)),
      ("a shape that wants more", oneTensor("F64", [2], "[0,8]", 8)),
      ("a shape that wants less", oneTensor("F64", [1], "[0,16]", 16)),
      ("a product that overflows to 0", oneTensor("F64", [1 << 32, 1 << 32], "[0,0]", 0)),
      ("a side beyond Int", oneTensor("F64", "[99999999999999999999]", "[0,8]", 8)),
      ("a side beyond Double", oneTensor("F64", "[1e999]", "[0,8]", 8)),
      ("offsets the wrong way round", oneTensor("F64", [1], "[8,0]", 8)),
      ("offsets below 0", oneTensor("F64", [1], "[-8,0]", 8)),
      ("offsets at the ends of Int", oneTensor("F64", [1], "[\(Int.min),\(Int.max)]", 8)),
      ("a beginning in the middle", oneTensor("F64", [1], "[3,8]", 8)),
      ("a hole before the numbers", oneTensor("F64", [1], "[8,16]", 16)),
      ("numbers cut off", oneTensor("F64", [2], "[0,16]", 15)),
      ("something after the numbers", oneTensor("F64", [1], "[0,8]", 9)),
      ("two tensors on the same bytes", twoTensors([1], "[0,8]", [1], "[0,8]", 8)),
      ("two tensors that overlap", twoTensors([2], "[0,16]", [2], "[8,24]", 24)),
      ("a tensor that begins with the one before", twoTensors([1], "[0,8]", [1], "[0,16]", 16)),
      ("a hole between tensors", twoTensors([1], "[0,8]", [1], "[16,24]", 24)),
    ] as [(String, [UInt8])])
  func refused(what: String, bytes: [UInt8]) {
    let complaint = #expect(throws: Complaint.self, "\(what)") { try Safetensors(bytes) }
    #expect(complaint?.message.isEmpty == false)
    #expect(complaint?.status == 1)
  }

  @Test(
    "An entry whose members are all texts, or none, is a tensor about which not enough is said",
    arguments: ["{\"wte\":{}}", "{\"wte\":{\"dtype\":\"F64\"}}"])
  func noShape(header: String) {
    #expect(throws: Complaint.self) { try Safetensors(file(header, 0)) }
  }

  @Test("A dtype that is not known is named, with its tensor")
  func dtype() {
    let complaint = #expect(throws: Complaint.self) {
      try Safetensors(oneTensor("I8", [8], "[0,8]", 8))
    }
    #expect(complaint?.message.contains("`wte` is I8, not F32 or F64") == true)
  }

  @Test("Every beginning of a file is refused, and every file with a byte more")
  func truncated() throws {
    let bytes = try small().bytes(.f32)
    for count in bytes.indices {
      #expect(throws: Complaint.self, "\(count) of \(bytes.count) bytes") {
        try Safetensors(Array(bytes[..<count]))
      }
    }
    #expect(throws: Complaint.self) { try Safetensors(bytes + [0]) }
  }

  @Test("Whatever is changed in a file, it is read or refused, and nothing else happens")
  func mutations() throws {
    let original = try small().bytes(.f64)
    let length = original[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    var random = MersenneTwister(seed: 11)
    let draw = { (limit: Int) in Int(random.random() * Double(limit)) }
    var refused = 0
    for round in 0..<6000 {
      var bytes = original
      // Half of the time only the header is touched.
      let reach = round % 2 == 0 ? 8 + length : bytes.count
      for _ in 0...draw(3) {
        let place = draw(min(reach, bytes.count))
        switch draw(4) {
        case 0: bytes[place] = UInt8(draw(256))
        case 1: bytes[place] ^= 1 << UInt8(draw(8))
        case 2: bytes.insert(UInt8(ascii: "0") + UInt8(draw(10)), at: place)
        default: bytes.removeSubrange(place..<min(bytes.count, place + 1 + draw(12)))
        }
        if bytes.isEmpty { break }
      }
      do {
        let file = try Safetensors(bytes)
        for tensor in file.tensors {
          #expect(tensor.shape.reduce(1, *) == tensor.numbers.count)
        }
        _ = try Checkpoint(file)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 3000)
  }
}
