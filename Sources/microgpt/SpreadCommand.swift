// Tangled from 1 chapter, 11-many-heads.md. Do not edit: change the chapters.
/// `microgpt spread`: what softmax makes of the products of random numbers.
func showSpread(_ arguments: inout Arguments) throws(Complaint) {
  var random = try arguments.generator()
  try arguments.finish()
  print("   d  products  largest share  divided")
  for d in [1, 4, 16, 64, 256] {
    var (squares, shares, divided) = (0.0, 0.0, 0.0)
    for _ in 0..<500 {
      let query = random.values(d)
      let products = (0..<8).map { _ in dot(query, random.values(d)) }
      for product in products { squares += power(product.data, 2) / 4000 }
      let scaled = products.map { $0 / power(Double(d), 0.5) }
      shares += softmax(products).map { $0.data }.reduce(0, max) / 500
      divided += softmax(scaled).map { $0.data }.reduce(0, max) / 500
    }
    let size = power(squares, 0.5)
    let sizes = "\(d, width: 4)\(size, digits: 2, width: 10)"
    print("\(sizes)\(shares, digits: 2, width: 15)\(divided, digits: 2, width: 9)")
  }
}

extension MersenneTwister {
  /// `count` numbers from the bell curve with deviation 1.
  fileprivate mutating func values(_ count: Int) -> [Value] {
    (0..<count).map { _ in Value(gauss(mean: 0, deviation: 1)) }
  }
}
