import Literate

/// Values that are made once for each key, whoever asks first; who asks for the same one meanwhile
/// waits, and nobody else does.
package final class Memo<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let slots = Guarded<[Key: Guarded<Value?>]>([:])

  package init() {}

  package func value(_ key: Key, make: () -> Value) -> (value: Value, isNew: Bool) {
    let slot = slots.withLock { slots in
      let slot = slots[key] ?? Guarded(nil)
      slots[key] = slot
      return slot
    }
    return slot.withLock { known in
      if let known { return (known, false) }
      let value = make()
      known = value
      return (value, true)
    }
  }

  /// What was made until now.
  package var values: [Key: Value] {
    slots.withLock { $0 }.compactMapValues { slot in slot.withLock { $0 } }
  }

  package subscript(key: Key, make: () -> Value) -> Value { value(key, make: make).value }
}
