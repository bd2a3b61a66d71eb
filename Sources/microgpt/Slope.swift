// Tangled from 1 chapter, 04-slopes.md. Do not edit: change the chapters.
/// How fast `f` grows at `x`: what a small step brings, per unit of it.
func slope(of f: (Double) -> Double, at x: Double) -> Double {
  let nudge = 1e-5
  return (f(x + nudge) - f(x - nudge)) / (2 * nudge)
}
