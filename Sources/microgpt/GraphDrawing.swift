// Tangled from 1 chapter, 05-chain-rule.md. Do not edit: change the chapters.
extension Drawing {
  /// The numbers of `graph` from top to bottom, slopes on the lines.
  init(_ graph: Graph, title: String, description: String) {
    let last = graph.nodes.map { $0.column }.max() ?? 0
    self.init(
      width: 360, height: 110 * Double(last) + 68,
      title: title, description: description)
    let places = graph.nodes.map { node in
      (x: 100 + 160 * Double(node.row), y: 34 + 110 * Double(node.column))
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
      through: [(start.x, start.y + 32), (end.x, end.y - 32)], opacity: 0.5)
    let beside = start.x < end.x ? -6.0 : 14
    text(
      "×\(slope.short)", x: (start.x + end.x) / 2 + 6,
      y: (start.y + end.y) / 2 + beside, beginsThere: true)
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
