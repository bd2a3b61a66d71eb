// Tangled from 1 chapter, 05-chain-rule.md. Do not edit: change the chapters.
/// A number that knows which numbers it was made from.
///
///     let a = Value(3)
///     let b = a * a + 1   // b.data is 10
///     b.backward()        // a.gradient is 6
final class Value {
  var data: Double
  /// The slope of the result with respect to this number, once `backward()`
  /// was called on the result.
  var gradient = 0.0
  private var first: Value?
  private var second: Value?
  /// How fast this number grows with its first parent.
  private let firstSlope: Double
  private let secondSlope: Double
  private var isVisited = false

  init(
    _ data: Double,
    slope firstSlope: Double = 0, in first: Value? = nil,
    slope secondSlope: Double = 0, in second: Value? = nil
  ) {
    self.data = data
    self.firstSlope = firstSlope
    self.first = first
    self.secondSlope = secondSlope
    self.second = second
  }

  deinit {
    var orphans: [Value] = []
    leaveParents(to: &orphans)
    while let orphan = orphans.popLast() {
      orphan.leaveParents(to: &orphans)
    }
  }

  /// Lets go of both parents. One that nothing else holds goes to `orphans`.
  private func leaveParents(to orphans: inout [Value]) {
    if isKnownUniquelyReferenced(&first), let parent = first.take() {
      orphans.append(consume parent)
    }
    first = nil
    if isKnownUniquelyReferenced(&second), let parent = second.take() {
      orphans.append(consume parent)
    }
    second = nil
  }
}

extension Value {
  static func + (left: consuming Value, right: consuming Value) -> Value {
    let sum = left.data + right.data
    return Value(sum, slope: 1, in: left, slope: 1, in: right)
  }

  static func * (left: consuming Value, right: consuming Value) -> Value {
    let (a, b) = (left.data, right.data)
    return Value(a * b, slope: b, in: left, slope: a, in: right)
  }
}

extension Value {
  func raised(to exponent: Double) -> Value {
    let slope = exponent * power(data, exponent - 1)
    return Value(power(data, exponent), slope: slope, in: self)
  }

  func exp() -> Value {
    let result = exponential(data)
    return Value(result, slope: result, in: self)
  }

  func log() -> Value {
    Value(logarithm(data), slope: 1 / data, in: self)
  }

  /// This number if it is above 0, else 0.
  func relu() -> Value {
    let isOpen = data > 0
    return Value(isOpen ? data : 0, slope: isOpen ? 1 : 0, in: self)
  }
}

extension Value {
  static func + (left: Value, right: Double) -> Value {
    Value(left.data + right, slope: 1, in: left)
  }

  static func * (left: Value, right: Double) -> Value {
    Value(left.data * right, slope: right, in: left)
  }

  static func + (left: Double, right: Value) -> Value { right + left }
  static func * (left: Double, right: Value) -> Value { right * left }
}

extension Value {
  static prefix func - (value: Value) -> Value { value * -1 }
  static func - (left: Value, right: Value) -> Value { left + -right }
  static func - (left: Value, right: Double) -> Value { left + -right }
  static func - (left: Double, right: Value) -> Value { left + -right }

  static func / (left: Value, right: Value) -> Value {
    left * right.raised(to: -1)
  }

  static func / (left: Double, right: Value) -> Value {
    left * right.raised(to: -1)
  }

  static func / (left: Value, right: Double) -> Value {
    left * power(right, -1)
  }
}

extension Value {
  /// For each number that this result was made from, adds the slope of the
  /// result with respect to that number to its gradient. This uses up the
  /// graph: afterward no number in it knows its parents.
  func backward() {
    var order = topologicalOrder()
    gradient = 1
    while let value = order.popLast() {
      value.isVisited = false
      if let parent = value.first.take() {
        parent.gradient += value.firstSlope * value.gradient
      }
      if let parent = value.second.take() {
        parent.gradient += value.secondSlope * value.gradient
      }
    }
  }
}

extension Value {
  /// This number and all that it was made from, parents before children.
  private func topologicalOrder() -> [Value] {
    var order: [Value] = []
    var path = [self]
    isVisited = true
    while let value = path.popLast() {
      if let parent = value.visitParent() {
        path.append(consume value)
        path.append(consume parent)
      } else {
        order.append(consume value)
      }
    }
    return order
  }

  /// The next parent that has not been visited yet, if there is one.
  private func visitParent() -> Value? {
    if let first, !first.isVisited {
      first.isVisited = true
      return first
    }
    if let second, !second.isVisited {
      second.isVisited = true
      return second
    }
    return nil
  }
}

extension Value {
  /// The numbers that this one was made from, each with its slope.
  var parents: [(value: Value, slope: Double)] {
    [(first, firstSlope), (second, secondSlope)].compactMap { value, slope in
      value.map { ($0, slope) }
    }
  }
}
