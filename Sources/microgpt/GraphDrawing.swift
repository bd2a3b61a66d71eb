// Tangled from 1 chapter, 05-chain-rule.md. Do not edit: change the chapters.
extension Drawing {
  /// The numbers of `graph` from left to right, slopes on the lines.
  init(_ graph: Graph, title: String, description: String) {
    self.init(
      width: 640, height: 240, title: title, description: description)
    let last = graph.nodes.map { $0.column }.max() ?? 0
    let step = width / Double(last + 1)
    let places = graph.nodes.map { node in
      (x: (Double(node.column) + 0.5) * step, y: 60 + 120 * Double(node.row))
    }
    for edge in graph.edges {
      draw(edge.slope, from: places[edge.parent], to: places[edge.child])
    }
    for (node, place) in zip(graph.nodes, places) { draw(node, at: place) }
  }

  private mutating func draw(
    _ slope: Double, from start: (x: Double, y: Double),
    to end: (x: Double, y: Double)
  ) {
    line(
      through: [(start.x + 50, start.y), (end.x - 50, end.y)], opacity: 0.5)
    let beside = (end.y - start.y) / 6
    text(
      "×\(slope.short)", x: (start.x + end.x) / 2 + beside,
      y: (start.y + end.y) / 2 - 6)
  }

  private mutating func draw(
    _ node: Graph.Node, at place: (x: Double, y: Double)
  ) {
    rectangle(
      x: place.x - 50, y: place.y - 32, width: 100, height: 64, opacity: 0.25)
    text(node.name, x: place.x, y: place.y - 14)
    text("data \(node.value.data.short)", x: place.x, y: place.y + 5)
    text("gradient \(node.value.gradient.short)", x: place.x, y: place.y + 24)
  }
}
