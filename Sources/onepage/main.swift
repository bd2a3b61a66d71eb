// Tangled from 2 chapters, 01-names.md to 94-the-reference.md. Do not edit: change the chapters.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#endif

// Documents, one a line, from the file that is named, or input.txt.
let path = CommandLine.arguments.dropFirst().first ?? "input.txt"
guard let file = fopen(path, "r") else {
  perror(path)
  exit(1)
}
var bytes: [UInt8] = []
while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
var documents = String(decoding: bytes, as: UTF8.self)
  .split(whereSeparator: \.isNewline)
  .map { $0.drop(while: \.isWhitespace).reversed() }
  .map { String($0.drop(while: \.isWhitespace).reversed()) }
  .filter { !$0.isEmpty }
var random = MersenneTwister(seed: 42)
random.shuffle(&documents)
print("num docs: \(documents.count)")

// Characters are the tokens from 0 on; the last is the boundary.
let characters = Set(documents.joined().unicodeScalars).sorted()
let boundary = characters.count
let vocabularySize = characters.count + 1
print("vocab size: \(vocabularySize)")

/// A number that knows which numbers it was made from.
final class Value {
  var data: Double
  var gradient = 0.0
  var first, second: (parent: Value, slope: Double)?
  var isVisited = false

  init(_ x: Double, _ a: (Value, Double)? = nil, _ b: (Value, Double)? = nil) {
    (data, first, second) = (x, a, b)
  }
  func backward() {
    var (order, path): ([Value], [Value]) = ([], [self])
    isVisited = true
    while let value = path.last {
      let isFirst = value.first?.parent.isVisited == false
      let next = isFirst ? value.first : value.second
      if let parent = next?.parent, !parent.isVisited {
        parent.isVisited = true
        path.append(parent)
      } else {
        order.append(path.removeLast())
      }
    }
    gradient = 1
    while let value = order.popLast() {
      if let (a, slope) = value.first { a.gradient += slope * value.gradient }
      if let (b, slope) = value.second { b.gradient += slope * value.gradient }
      (value.first, value.second, value.isVisited) = (nil, nil, false)
    }
  }
}

func + (a: Value, b: Value) -> Value { Value(a.data + b.data, (a, 1), (b, 1)) }
func * (a: Value, b: Value) -> Value {
  Value(a.data * b.data, (a, b.data), (b, a.data))
}
func + (a: Value, b: Double) -> Value { Value(a.data + b, (a, 1)) }
func * (a: Value, b: Double) -> Value { Value(a.data * b, (a, b)) }
func / (a: Value, b: Value) -> Value { a * power(b, -1) }
func power(_ x: Value, _ k: Double) -> Value {
  Value(power(x.data, k), (x, k * power(x.data, k - 1)))
}
func log(_ x: Value) -> Value { Value(log(x.data), (x, 1 / x.data)) }
func exp(_ x: Value) -> Value { Value(exp(x.data), (x, exp(x.data))) }
func relu(_ x: Value) -> Value {
  Value(max(0, x.data), (x, x.data > 0 ? 1 : 0))
}

/// C's `pow`, which the optimizer must not replace by a product.
@inline(never) func power(_ x: Double, _ k: Double) -> Double { pow(x, k) }

let (depth, width, context, heads) = (1, 16, 16, 4)
@MainActor func matrix(_ rows: Int, _ columns: Int) -> [[Value]] {
  (0..<rows).map { _ in
    (0..<columns).map { _ in Value(random.gauss(mean: 0, deviation: 0.08)) }
  }
}
struct Layer { let query, key, value, output, expand, contract: [[Value]] }

let tokens = matrix(vocabularySize, width)
let positions = matrix(context, width)
let unembedding = matrix(vocabularySize, width)
let layers = (0..<depth).map { _ in
  Layer(
    query: matrix(width, width), key: matrix(width, width),
    value: matrix(width, width), output: matrix(width, width),
    expand: matrix(4 * width, width), contract: matrix(width, 4 * width))
}
let inside = layers.flatMap {
  [$0.query, $0.key, $0.value, $0.output, $0.expand, $0.contract]
}
let matrices = [tokens, positions, unembedding] + inside
let parameters = matrices.flatMap { $0.joined() }
print("num params: \(parameters.count)")

func sum(_ x: [Value]) -> Value { x.dropFirst().reduce(x[0], +) }
func add(_ a: [Value], _ b: [Value]) -> [Value] { zip(a, b).map(+) }
func dot(_ a: some Sequence<Value>, _ b: some Sequence<Value>) -> Value {
  sum(zip(a, b).map(*))
}
func linear(_ x: [Value], _ weights: [[Value]]) -> [Value] {
  weights.map { row in dot(row, x) }
}

func softmax(_ scores: [Value]) -> [Value] {
  let largest = scores.map(\.data).max() ?? 0
  let exponentials = scores.map { exp($0 + -largest) }
  let total = sum(exponentials)
  return exponentials.map { $0 / total }
}

func rmsNorm(_ x: [Value]) -> [Value] {
  let scale = power(dot(x, x) * (1 / Double(x.count)) + 1e-5, -0.5)
  return x.map { $0 * scale }
}

/// For each layer, the keys and values of the tokens read so far.
struct Memory {
  var keys = Array(repeating: [[Value]](), count: depth)
  var values = Array(repeating: [[Value]](), count: depth)
}

/// How well each token would go on after `token` and those in `memory`.
@MainActor
func scores(_ token: Int, at position: Int, memory: inout Memory) -> [Value] {
  var x = rmsNorm(add(tokens[token], positions[position]))
  for (i, layer) in layers.enumerated() {
    let seen = rmsNorm(x)
    let query = linear(seen, layer.query)
    memory.keys[i].append(linear(seen, layer.key))
    memory.values[i].append(linear(seen, layer.value))
    let (keys, values) = (memory.keys[i], memory.values[i])
    let heard = (0..<heads).flatMap { head in
      let part = head * width / heads..<(head + 1) * width / heads
      let scale = 1 / Double(part.count).squareRoot()
      let shares = softmax(keys.map { dot(query[part], $0[part]) * scale })
      return part.map { i in sum(zip(shares, values).map { $0 * $1[i] }) }
    }
    x = add(linear(heard, layer.output), x)
    let features = linear(rmsNorm(x), layer.expand).map(relu)
    x = add(linear(features, layer.contract), x)
  }
  return linear(x, unembedding)
}

let (learningRate, beta1, beta2, steps) = (0.01, 0.85, 0.99, 1000)
var (m, v) = (parameters.map { _ in 0.0 }, parameters.map { _ in 0.0 })
for step in 0..<steps where !documents.isEmpty {
  let document = documents[step % documents.count].unicodeScalars
  let letters = document.compactMap { characters.firstIndex(of: $0) }
  let sequence = [boundary] + letters + [boundary]
  var memory = Memory()
  let losses = (0..<min(context, sequence.count - 1)).map { position in
    let scores = scores(sequence[position], at: position, memory: &memory)
    return log(softmax(scores)[sequence[position + 1]]) * -1
  }
  let loss = sum(losses) * (1 / Double(losses.count))
  loss.backward()
  let rate = learningRate * (1 - Double(step) / Double(steps))
  let known1 = 1 - power(beta1, Double(step + 1))
  let known2 = 1 - power(beta2, Double(step + 1))
  for (i, parameter) in parameters.enumerated() {
    m[i] = beta1 * m[i] + (1 - beta1) * parameter.gradient
    v[i] = beta2 * v[i] + (1 - beta2) * power(parameter.gradient, 2)
    let size = power(v[i] / known2, 0.5) + 1e-8
    parameter.data -= rate * (m[i] / known1) / size
    parameter.gradient = 0
  }
  let line = "step %4d / %4d | loss %.4f\r"
  _ = withVaList([step + 1, steps, loss.data]) { vprintf(line, $0) }
}

let temperature = 0.5
print("\n--- inference (new, hallucinated names) ---")
for number in 1...20 {
  var (memory, token, name) = (Memory(), boundary, "")
  for position in 0..<context {
    let scores = scores(token, at: position, memory: &memory)
    let likely = softmax(scores.map { $0 * (1 / temperature) })
    token = random.choices(weights: likely.map(\.data))
    if token == boundary { break }
    name.unicodeScalars.append(characters[token])
  }
  print("sample \(number < 10 ? " " : "")\(number): \(name)")
}
