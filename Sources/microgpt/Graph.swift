// Tangled from 1 chapter, 05-chain-rule.md. Do not edit: change the chapters.
/// Some numbers and which of them were made from which.
struct Graph {
  /// A number under its name. Columns count from the numbers without parents,
  /// rows from the top.
  struct Node {
    let name: String
    let value: Value
    let column: Int
    let row: Int
  }

  private(set) var nodes: [Node] = []
  /// From parent to child, by their places in `nodes`.
  private(set) var edges: [(parent: Int, child: Int, slope: Double)] = []

  /// Adds `value`, whose parents must be there already.
  mutating func add(_ name: String, _ value: Value, row: Int = 0) {
    var column = 0
    for parent in value.parents {
      guard let place = nodes.firstIndex(where: { $0.value === parent.value })
      else { continue }
      edges.append((place, nodes.count, parent.slope))
      column = max(column, nodes[place].column + 1)
    }
    nodes.append(Node(name: name, value: value, column: column, row: row))
  }
}

/// What a page needs of a graph.
struct GraphData: JSONConvertible {
  let json: JSON

  init(_ graph: Graph) {
    let nodes = graph.nodes.map { node in
      JSON.table([
        "name": node.name.json, "data": node.value.data.json,
        "gradient": node.value.gradient.json,
        "column": node.column.json, "row": node.row.json,
      ])
    }
    let edges = graph.edges.map { edge in
      JSON.table([
        "parent": edge.parent.json, "child": edge.child.json,
        "slope": edge.slope.json,
      ])
    }
    json = .table(["nodes": nodes.json, "edges": edges.json])
  }
}
