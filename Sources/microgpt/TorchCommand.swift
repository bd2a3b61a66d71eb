// Tangled from 1 chapter, 24-longer-text.md. Do not edit: change the chapters.
/// `microgpt torch`: the first random numbers that PyTorch draws from a seed.
func showTorch(_ arguments: inout Arguments) throws(Complaint) {
  let seed = try arguments.number("--seed", else: UInt64(1337), atLeast: 0)
  try arguments.finish()
  let fresh = TorchRandom(seed: seed)
  var random = fresh
  let places = (0..<4).map { _ in String(random.integer(below: 1_003_822)) }
  print("places:  \(places.joined(separator: " "))")
  random = fresh
  let uniform = (0..<4).map { _ in decimals(Double(random.uniform()), 4) }
  print("uniform: \(uniform.joined(separator: " "))")
  random = fresh
  let normal = random.normals(16).prefix(4).map { decimals(Double($0), 4) }
  print("normal:  \(normal.joined(separator: " "))")
}
