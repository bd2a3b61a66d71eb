// Tangled from 1 chapter, 20-lanes.md. Do not edit: change the chapters.
/// `microgpt peak`: how many operations a second one core does at most, by how
/// many vectors of sums there are side by side.
func showPeak(_ arguments: inout Arguments) throws(Complaint) {
  let width = try arguments.width()
  if arguments.flag("--memory") {
    try arguments.finish()
    print("   size    GB/s")
    for power in 4...17 {
      let (size, unit) = power < 10 ? (1 << power, "KB") : (1 << (power - 10), "MB")
      let speed = width.readingSpeed(bytes: 1024 << power) / 1e9
      print("\(size, width: 4) \(unit)  \(speed, digits: 1, width: 6)")
    }
    return
  }
  try arguments.finish()
  print("sums  GFLOP/s")
  for sums in VectorWidth.sumCounts {
    let speed = width.speed(sums: sums) / 1e9
    print("\(sums, width: 4)  \(speed, digits: 1, width: 7)")
  }
}
