import Foundation
import Testing

@testable import microgpt

@Suite("JSON for pages")
struct JSONTests {
  @Test("A dictionary is written with its keys in order")
  func sorted() throws {
    let folder = try Folder()
    try writeJSON(["b": "2", "a": "1", "c": "ë"], to: folder.place("x.json"))
    #expect(try folder.text("x.json") == #"{"a":"1","b":"2","c":"ë"}"#)
  }

  @Test("A number that JSON does not have is a complaint, and nothing is written")
  func notANumber() throws {
    let folder = try Folder()
    let path = folder.place("x.json")
    let complaint = #expect(throws: Complaint.self) {
      try writeJSON([1, Double.nan], to: path)
    }
    #expect(complaint?.message == "there is no JSON for `\(path)`")
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("The losses of a training stand in four digits, beside their mean of a hundred")
  func curves() throws {
    let folder = try Folder()
    try writeJSON(CurveData(losses: [3.123456, 2.0]), to: folder.place("x.json"))
    #expect(
      try folder.text("x.json")
        == #"{"across":"step","series":["#
        + #"{"isFaint":true,"name":"each step","values":[3.1235,2]},"#
        + #"{"isFaint":false,"name":"mean of 100","values":[3.1235,2.5617]}],"up":"loss"}"#)
  }

  @Test("A graph's numbers say where each stands and which was made from which")
  func graph() throws {
    let folder = try Folder()
    let a = Value(3)
    let double = a * 2
    var graph = Graph()
    graph.add("a", a)
    graph.add("2a", double)
    double.backward()
    try writeJSON(GraphData(graph), to: folder.place("x.json"))
    #expect(
      try folder.text("x.json")
        == #"{"edges":[{"child":1,"parent":0,"slope":2}],"#
        + #""nodes":[{"column":0,"data":3,"gradient":2,"name":"a","row":0},"#
        + #"{"column":1,"data":6,"gradient":1,"name":"2a","row":0}]}"#)
  }

  @Test("What a page reads words with has every matrix, the settings, and the word's maps")
  func attention() throws {
    let tokenizer = Tokenizer(documents: ["abc"])
    var settings = Settings()
    settings.architecture.width = 4
    settings.architecture.heads = 2
    let run = try Run(settings, tokenizer, documents: ["abc"])
    let tokens = try [tokenizer.boundary] + tokenizer.encode("ab")
    let data = try AttentionData(run, tokens, maps: run.model.attentionMaps(tokens))
    #expect(data.word == "ab")
    #expect(data.boundary == "BOS")
    #expect(data.hasNorm)
    #expect(data.words["vocabulary"] == "abc" && data.words["heads"] == "2")
    #expect(Set(data.tensors.keys) == Set(run.model.matrices.map(\.name)))
    #expect(data.tensors["wte"]?.count == 4)
    #expect(data.maps.map(\.name) == ["layer 0, head 0", "layer 0, head 1"])
    #expect(data.maps.allSatisfy { $0.rows.map(\.count) == [1, 2, 3] })
  }
}
