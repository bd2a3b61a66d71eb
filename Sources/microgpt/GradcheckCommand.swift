// Tangled from 1 chapter, 05-chain-rule.md. Do not edit: change the chapters.
import Foundation

/// `microgpt gradcheck`: gradients against nudges.
func checkGradients(_ arguments: inout Arguments) throws(Complaint) {
  let bound = try arguments.positive("--bound", else: 1e-6)
  try arguments.finish()
  var worst = 0.0
  let report = { (name: String, error: Double) in
    print(name.padded(to: 24) + String(format: "%.1e", error))
    worst = max(worst, error)
  }
  for operation in operations {
    let (a, b) = (Value(0.7), Value(-1.3))
    report(operation.name, gradientError([a, b]) { operation.of(a, b) })
  }
  guard worst <= bound else {
    throw Complaint("a gradient is off by \(worst), more than \(bound)")
  }
}
