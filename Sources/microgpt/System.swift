// Tangled from 6 chapters, 01-names.md to 30-long-run.md. Do not edit: change the chapters.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#endif

#if canImport(Musl)
  typealias OpenFile = OpaquePointer
#else
  typealias OpenFile = UnsafeMutablePointer<FILE>
#endif

/// The bytes of the file at `path`, or nil if it cannot be read.
func contents(of path: String) -> [UInt8]? {
  guard let file = fopen(path, "rb") else { return nil }
  defer { fclose(file) }
  let bytes = rest(of: file)
  return ferror(file) == 0 ? bytes : nil
}

/// What has not been read yet of `file`.
func rest(of file: OpenFile) -> [UInt8] {
  var bytes: [UInt8] = []
  var part = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = fread(&part, 1, part.count, file)
    if count == 0 { return bytes }
    bytes += part[..<count]
  }
}

#if hasFeature(Embedded)
  func isThere(_ path: String) -> Bool { contents(of: path) != nil }

  var workingFolder: String { "." }

  var programFolder: String { "." }

  var commandLine: [String] {
    var (count, size) = (0, 0)
    _ = __wasi_args_sizes_get(&count, &size)
    var starts = [UnsafeMutablePointer<UInt8>?](repeating: nil, count: count + 1)
    var bytes = [UInt8](repeating: 0, count: size + 1)
    return bytes.withUnsafeMutableBufferPointer { bytes in
      _ = __wasi_args_get(&starts, bytes.baseAddress)
      return starts[..<count].dropFirst().compactMap { start in
        start.map { String(cString: $0) }
      }
    }
  }

  /// In a page there is one program and no folder.
  struct StagedFile {
    func discard() {}
  }

  func staging(for path: String) -> StagedFile? {
    path.contains("/") ? nil : StagedFile()
  }

  func writeWhole(_ bytes: [UInt8], to path: String) -> Bool {
    guard let file = fopen(path, "wb") else { return false }
    let count = fwrite(bytes, 1, bytes.count, file)
    return fclose(file) == 0 && count == bytes.count
  }

  var wasInterrupted: Int32 { 0 }

  func watchForInterrupts() {}

  func namesInFolder(_ path: String) -> [String]? { nil }
#else
  /// Whether there is something at `path`.
  func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The folder that paths without a slash in front begin at.
  var workingFolder: String {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    return String(cString: path)
  }

  /// The folder that the program is in.
  var programFolder: String {
    var path = [UInt8](repeating: 0, count: 4096)
    #if canImport(Darwin)
      var size = UInt32(path.count)
      let isKnown = path.withUnsafeMutableBytes { bytes in
        let characters = bytes.assumingMemoryBound(to: CChar.self)
        return _NSGetExecutablePath(characters.baseAddress, &size) == 0
      }
      let count = isKnown ? path.firstIndex(of: 0) ?? 0 : 0
    #else
      let count = path.withUnsafeMutableBytes { bytes in
        let characters = bytes.assumingMemoryBound(to: CChar.self)
        return max(
          0, readlink("/proc/self/exe", characters.baseAddress!, bytes.count))
      }
    #endif
    let text = String(decoding: path[..<count], as: UTF8.self)
    return String(text[..<(text.lastIndex(of: "/") ?? text.startIndex)])
  }

  /// The words behind the program's name.
  var commandLine: [String] { Array(CommandLine.arguments.dropFirst()) }

  /// A new file beside the place that it is meant for.
  struct StagedFile {
    let place: String
    let path: String
    let file: Int32

    func discard() {
      close(file)
      unlink(path)
    }
  }

  /// A file to be written for `path`, where nothing or a file must be that may
  /// be written; nil where it cannot be made.
  func staging(for path: String) -> StagedFile? {
    let real = realpath(path, nil)
    defer { free(real) }
    let place = real.map { String(cString: $0) } ?? path
    var old = stat()
    let isOld = stat(place, &old) == 0
    let mayReplace = old.st_mode & S_IFMT == S_IFREG && access(place, W_OK) == 0
    guard !isOld || mayReplace else { return nil }
    removeStaged(beside: place)
    let new = "\(place).\(getpid()).new"
    let mode = isOld ? old.st_mode & 0o777 : 0o666
    let file = open(new, O_WRONLY | O_CREAT | O_EXCL, mode)
    return file < 0 ? nil : StagedFile(place: place, path: new, file: file)
  }

  /// Takes away what programs that were killed left beside `place`.
  private func removeStaged(beside place: String) {
    let slash = place.lastIndex(of: "/")
    let folder = slash.map { String(place[...$0]) } ?? ""
    let start = place.dropFirst(folder.count) + "."
    guard let entries = opendir(folder.isEmpty ? "." : folder) else { return }
    defer { closedir(entries) }
    while let entry = readdir(entries) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name.hasPrefix(start), name.hasSuffix(".new"),
        let process = pid_t(name.dropFirst(start.count).dropLast(4)),
        process > 0, kill(process, 0) != 0, errno == ESRCH
      else { continue }
      unlink(folder + name)
    }
  }

  /// Puts a file of `bytes` at `path`, and tells whether that went well.
  func writeWhole(_ bytes: [UInt8], to path: String) -> Bool {
    guard let staged = staging(for: path) else { return false }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        write(staged.file, $0.baseAddress, $0.count)
      }
      if count <= 0 { break }
      rest = rest.dropFirst(count)
    }
    let isWhole = rest.isEmpty && fsync(staged.file) == 0
    if isWhole, rename(staged.path, staged.place) == 0 {
      return close(staged.file) == 0
    }
    staged.discard()
    return false
  }

  /// Not 0 if somebody has pressed Ctrl-C, or asked the program to end.
  nonisolated(unsafe) private(set) var wasInterrupted: sig_atomic_t = 0

  /// Remembers the first Ctrl-C, and lets the second end the program.
  func watchForInterrupts() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        wasInterrupted = 1
        signal(number, SIG_DFL)
      }
      sigaddset(&signals, number)
    }
    // Whoever started the program may have blocked them.
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// The names in the folder at `path`, from last to first; nil if it is none.
  func namesInFolder(_ path: String) -> [String]? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted { $0 > $1 }
  }
#endif

/// Whether all that was printed could be written.
var isOutputWhole: Bool { fflush(nil) == 0 }

/// Writes `message` to where messages go.
func say(_ message: String) {
  let bytes = Array(message.utf8)
  _ = write(2, bytes, bytes.count)
}

#if hasFeature(Embedded)
  /// Whether messages go to a terminal.
  var isTerminal: Bool { false }
#else
  /// Whether messages go to a terminal.
  var isTerminal: Bool { isatty(2) == 1 }
#endif

/// Ends the program with `last` as its last words, and says how it went.
func end(_ last: String, status: Int32) -> Never {
  let bytes = Array(last.utf8)
  _ = write(2, bytes, bytes.count)
  exit(status)
}

/// The seconds since some moment in the past.
func now() -> Double {
  var time = timespec()
  _ = clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}
