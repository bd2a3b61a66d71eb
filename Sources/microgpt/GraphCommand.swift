// Tangled from 1 chapter, 05-chain-rule.md. Do not edit: change the chapters.
/// `microgpt graph`: data and gradients of log(a b + a).
func showGraph(_ arguments: inout Arguments) throws(Complaint) {
  let picture = try arguments.option("--plot")
  let json = try arguments.option("--json")
  let links = try arguments.number("--links", else: 0, atLeast: 0)
  let words = (try arguments.option("--at") ?? "2 3").split(separator: " ")
  let places = words.compactMap { Double($0) }.filter { $0.isFinite && $0 > 0 }
  guard words.count == 2, places.count == 2 else {
    throw .usage("`--at` wants two numbers above 0, such as \"2 3\"")
  }
  try arguments.finish()
  let (a, b) = (Value(2), Value(3))
  (a.data, b.data) = (places[0], places[1])
  let product = a * b
  let sum = product + a
  let result = sum.log()
  var graph = Graph()
  graph.add("a", a)
  graph.add("b", b, row: 1)
  graph.add("a b", product, row: 1)
  graph.add("a b + a", sum)
  graph.add("log(a b + a)", result)
  result.backward()
  for node in graph.nodes {
    let (data, gradient) = (node.value.data, node.value.gradient)
    let numbers = "\(data, digits: 4, width: 8)\(gradient, digits: 4, width: 8)"
    print(node.name.padded(to: 14) + numbers)
  }
  if let picture {
    try Drawing(
      graph, title: "The graph of log(a b + a)",
      description: "Boxes from top to bottom, joined by lines with slopes."
    ).write(to: picture)
  }
  if let json { try writeJSON(GraphData(graph), to: json) }
  if links > 0 {
    let start = Value(1)
    let chain = { (0..<links).reduce(start) { end, _ in end + 1 } }
    print("\(links) links: data \(chain().data)")
    chain().backward()
    print("gradient at the other end: \(start.gradient)")
  }
}
