/// Tabs in front of fences, counted as CommonMark says: to the next of the columns 0, 4, 8, …
///
/// libcmark counts a fence's indentation in bytes. Where a tab stands before a fence in a list or
/// quote, its text would keep a blank before every line; what such a line holds is read anew.
enum ContainerTabs {
  /// The text with the tabs in front of each line's first word as blanks; nil if no fence stands
  /// behind a tab.
  static func expanded(_ text: SourceText) -> [UInt8]? {
    guard text.bytes.contains(tab) else { return nil }
    let lines = (1...max(1, text.lineCount)).map { text.line($0) }
    guard lines.contains(where: isFenceBehindTab) else { return nil }
    var bytes: [UInt8] = []
    for line in lines {
      bytes += expanded(line)
      bytes.append(0x0A)
    }
    return bytes
  }

  /// Whether a line's fence, if it has one, stands behind a tab.
  static func isFenceBehindTab(_ line: ArraySlice<UInt8>) -> Bool {
    let lead = line.prefix(while: isLead)
    guard lead.contains(tab), let mark = line[lead.endIndex...].first else { return false }
    return (mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~"))
      && line[lead.endIndex...].prefix { $0 == mark }.count >= 3
  }

  /// The line with the tabs of its lead as blanks.
  static func expanded(_ line: ArraySlice<UInt8>) -> [UInt8] {
    let lead = line.prefix(while: isLead)
    var bytes: [UInt8] = []
    for byte in lead {
      if byte == tab {
        repeat { bytes.append(blank) } while bytes.count % 4 != 0
      } else {
        bytes.append(byte)
      }
    }
    return bytes + line[lead.endIndex...]
  }

  /// What stands from a column on; of a tab that reaches over it, as many blanks as are left.
  static func content(of line: ArraySlice<UInt8>, fromColumn start: Int) -> [UInt8] {
    var column = 0
    for index in line.indices {
      if column >= start {
        return Array(repeating: blank, count: column - start) + line[index...]
      }
      column = line[index] == tab ? (column / 4 + 1) * 4 : column + 1
    }
    return Array(repeating: blank, count: max(0, column - start))
  }

  private static let tab: UInt8 = 0x09
  private static let blank: UInt8 = 0x20

  /// White space, and what the marks of lists and quotes are made of.
  private static func isLead(_ byte: UInt8) -> Bool {
    byte == tab || byte == blank || byte == UInt8(ascii: ">") || (0x30...0x39).contains(byte)
      || "-+*.)".utf8.contains(byte)
  }
}
