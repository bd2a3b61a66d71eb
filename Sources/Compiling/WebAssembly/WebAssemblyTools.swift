import Foundation
import Literate

/// What of a Swift toolchain makes WebAssembly: its compilers, its linker and its library for
/// programs that bring their own runtime.
package struct WebAssemblyTools: Sendable {
  package let swift: String
  let clang: String
  let linker: String
  /// The folder with what a program is linked with.
  let libraries: String

  /// - Throws: What the toolchain lacks.
  package init(_ toolchain: Toolchain) throws(CannotRun) {
    swift = toolchain.compiler
    let compiler = Disk.resolved(toolchain.compiler)
    let folder = compiler[..<(compiler.lastIndex(of: "/") ?? compiler.startIndex)]
    func tool(_ name: String) throws(CannotRun) -> String {
      for path in ["\(folder)/\(name)", Toolchain.path(of: name) ?? ""]
      where access(path, X_OK) == 0 { return path }
      throw CannotRun(message: "this Swift toolchain has no `\(name)`")
    }
    linker = try tool("wasm-ld")
    clang = try tool("clang")
    libraries = toolchain.libraries + "/embedded/\(Self.target)"
    guard Disk.kindThroughLinks(libraries) == .folder else {
      throw CannotRun(message: "this Swift toolchain has no library for \(Self.target)")
    }
  }

  static let target = "wasm32-unknown-none-wasm"

  /// The C library of a program in a page.
  private static let runtime: [(name: String, text: [UInt8])] = [
    ("libc.h", PackageResources.libc_h),
    ("mathematics.c", PackageResources.mathematics_c),
    ("module.modulemap", PackageResources.module_modulemap),
    ("runtime.c", PackageResources.runtime_c),
  ]

  /// What Embedded Swift has not, and programs take for granted.
  private static let commandLine = """
    import WASILibc

    enum CommandLine {
      static let arguments: [String] = {
        var (count, size) = (0, 0)
        _ = __wasi_args_sizes_get(&count, &size)
        var starts = [UnsafeMutablePointer<UInt8>?](repeating: nil, count: count + 1)
        var bytes = [UInt8](repeating: 0, count: size + 1)
        return bytes.withUnsafeMutableBufferPointer { bytes in
          _ = __wasi_args_get(&starts, bytes.baseAddress)
          return starts[..<count].compactMap { $0.map { String(cString: $0) } }
        }
      }()

      static var argc: Int32 { Int32(arguments.count) }
    }
    """

  /// Whether a file beside the program's changes nothing: a lone one may be a script by being alone.
  private static func canTakeFiles(_ program: SwiftProgram) -> Bool {
    program.files.count > 1 || program.identity.contains("-parse-as-library")
      || program.files.first?.path.hasSuffix("/main.swift") == true
  }

  /// How a program is compiled.
  package enum Machine: String, Sendable {
    /// For browsers, whose WebAssembly calculates with several numbers at once.
    case page
    /// Without that, for `wasmkit`.
    case plain
  }

  /// What came of it.
  package enum Outcome: Sendable {
    case module([UInt8])
    /// The compiler refused the program, and said this.
    case refused(String)
  }

  /// Compiles and links a program, or finds what came of it before.
  package func module(
    _ program: SwiftProgram, _ compilation: Compilation, for machine: Machine
  ) throws(CannotRun) -> Outcome {
    let flags = Self.flags(compilation, machine)
    var hash = ContentHash()
    hash.add(Self.source(of: program, compilation, for: machine))
    hash.add(compilation.toolchain.information)
    let key = "wasm-" + hash.name
    if let known = compilation.cache.read(.programs, key) { return .module(known) }
    let folder = try ScratchFolder("wasm")
    let added = Self.canTakeFiles(program) ? ["CommandLine.swift"] : []
    do {
      try AtomicWrites(
        program.files.map { ("\(folder.path)/sources/\($0.path)", $0.text) }
          + added.map { ("\(folder.path)/sources/\($0)", Array(Self.commandLine.utf8)) }
          + Self.runtime.map { ("\(folder.path)/runtime/\($0.name)", $0.text) })
    } catch {
      throw CannotRun(message: error.message)
    }
    func compiled(_ more: [String]) throws(CannotRun) -> ChildProcess.Outcome {
      try run(
        swift,
        flags + more + program.identity + ["-I", "../runtime", "-emit-ir", "-o", "../program.ll"]
          + program.files.map(\.path) + added,
        in: folder.path + "/sources", compilation)
    }
    let outcome = try outcome(of: compiled, with: Self.smallCode)
    guard outcome.ending == .status(0) else { return .refused(outcome.said) }
    try link(in: folder.path, compilation)
    do {
      let module = try Disk.read(folder.path + "/program.wasm")
      compilation.cache.write(.programs, key, module)
      return .module(module)
    } catch {
      throw CannotRun(message: error.message)
    }
  }

  /// What comes of a compiler's call with flags that another version may not know: without them if
  /// it names one.
  private func outcome(
    of call: ([String]) throws(CannotRun) -> ChildProcess.Outcome, with flags: [String]
  ) throws(CannotRun) -> ChildProcess.Outcome {
    let outcome = try call(flags)
    let isRefused = outcome.ending != .status(0) && flags.contains { outcome.said.contains($0) }
    return isRefused ? try call([]) : outcome
  }

  /// Compiles what unpacks a module in a page, or finds it compiled.
  package func unpacker(_ compilation: Compilation) throws(CannotRun) -> [UInt8] {
    var hash = ContentHash()
    hash.add(Self.unpackerSource)
    hash.add(compilation.toolchain.information)
    let key = "unpacker-" + hash.name
    if let known = compilation.cache.read(.programs, key) { return known }
    let folder = try ScratchFolder("unpacker")
    do {
      try AtomicWrites([("\(folder.path)/packing.c", PackageResources.packing_c)])
    } catch {
      throw CannotRun(message: error.message)
    }
    for (tool, arguments) in [
      (clang, Self.unpackerFlags + ["-c", "packing.c", "-o", "packing.o"]),
      (linker, ["packing.o", "-o", "unpacker.wasm"] + Self.unpackerExports),
    ] {
      let outcome = try run(tool, arguments, in: folder.path, compilation)
      guard outcome.ending == .status(0) else {
        throw CannotRun(message: "\(tool) refuses `packing.c`: \(outcome.errors.firstLine)")
      }
    }
    do {
      let unpacker = try Disk.read(folder.path + "/unpacker.wasm")
      compilation.cache.write(.programs, key, unpacker)
      return unpacker
    } catch {
      throw CannotRun(message: error.message)
    }
  }

  /// The name of all that the unpacker is made from but the compiler.
  package static var unpackerSource: String {
    var hash = ContentHash()
    for flag in unpackerFlags + unpackerExports { hash.add(flag) }
    hash.add(PackageResources.packing_c)
    return hash.name
  }

  private static let unpackerFlags = [
    "--target=\(target)", "-Os", "-msimd128", "-mbulk-memory", "-mnontrapping-fptoint",
    "-ffreestanding",
  ]

  private static let unpackerExports = [
    "--no-entry", "--export=packing_memory", "--export=packing_count", "--export=packing_unpack",
    "--export=__heap_base", "--gc-sections", "--strip-all", "--fatal-warnings",
  ]

  private func link(in folder: String, _ compilation: Compilation) throws(CannotRun) {
    let objects = [
      ("program.ll", Self.optimizedFlags, Self.smallObject),
      ("runtime/runtime.c", Self.clangFlags + ["-O2"], []),
      ("runtime/mathematics.c", Self.clangFlags + ["-Oz"], []),
    ]
    for (file, flags, more) in objects {
      func compiled(_ more: [String]) throws(CannotRun) -> ChildProcess.Outcome {
        try run(
          clang, Self.codeFlags + flags + more + ["-c", file, "-o", "\(file).o"], in: folder,
          compilation)
      }
      let outcome = try outcome(of: compiled, with: more)
      guard outcome.ending == .status(0) else {
        throw CannotRun(message: "clang refuses `\(file)`: \(outcome.errors.firstLine)")
      }
    }
    let archives = ((try? Disk.names(in: libraries)) ?? []).filter { $0.hasSuffix(".a") }.sorted()
    let outcome = try run(
      linker,
      objects.map { "\($0.0).o" } + archives.map { "\(libraries)/\($0)" }
        + ["-o", "program.wasm"] + Self.linkerFlags, in: folder, compilation)
    guard outcome.ending == .status(0) else {
      throw CannotRun(
        message: "the program cannot be linked for a page, which has not all of the C library: "
          + outcome.errors.firstLine)
    }
  }

  private static func flags(_ compilation: Compilation, _ machine: Machine) -> [String] {
    let own = compilation.settings.flags(.release)
    let mode = own.firstIndex(of: "-swift-version").map { Array(own[$0...].prefix(2)) } ?? []
    let kept = own.filter { $0.hasPrefix("-D") || $0.hasPrefix("-enforce-exclusivity=") }
    return [
      "-target", target, "-enable-experimental-feature", "Embedded", "-wmo", "-Osize",
      "-diagnostic-style=llvm", "-no-color-diagnostics",
      // Its hash of the compilation would stand in the module, another one in each folder.
      "-Xfrontend", "-disable-incremental-llvm-codegen",
    ] + mode + kept + (machine == .page ? ["-Xcc", "-msimd128"] : [])
  }

  /// What makes the code of a program smaller than `-Osize` does. A compiler that does not know one
  /// of these does without all of them.
  private static let smallCode = [
    // A function has one trap for all that can go wrong in it.
    "-Xfrontend", "-mergeable-traps",
    // What has loops or branches, `map` say, is called, and not copied to where it is called.
    "-Xllvm", "-sil-inline-overall-caller-block-limit=1",
    "-Xllvm", "-sil-inline-removed-closure-benefit=0",
    // So is what counts a reference. Nothing may then move these calls: to see whether a reference
    // is the only one is a load, and a call that adds one must not slip behind it.
    "-Xllvm", "-force-attribute=swift_retain:noinline", "-Xllvm", "-disable-llvm-arc-opts",
    // So is what adds an element to an array.
    "-Xllvm", "-sil-inline-never-functions=Sa6append",
    // A loop stays a loop, and a load stays where it is.
    "-Xllvm", "-unroll-full-max-count=1", "-Xllvm", "-enable-load-pre=false",
  ]

  /// The same for what the Swift compiler has optimized: instructions keep their order, so that a
  /// value is on the stack when it is wanted, and addresses are calculated where they are.
  private static let smallObject = [
    "-mllvm", "-pre-RA-sched=source", "-mllvm", "-disable-lsr", "-mllvm", "-disable-machine-cse",
    "-mllvm", "-disable-machine-licm",
  ]

  /// Functions return several values as such, not through memory; addresses are fixed.
  private static let codeFlags = [
    "--target=\(target)", "-mmultivalue", "-Xclang", "-target-abi", "-Xclang", "experimental-mv",
  ]

  /// For what the Swift compiler has optimized.
  private static let optimizedFlags = [
    "-Oz", "-Xclang", "-disable-llvm-passes", "-Wno-override-module",
  ]

  private static let clangFlags = [
    "-mbulk-memory", "-ffreestanding", "-fno-builtin", "-ffp-contract=off", "-fno-math-errno",
  ]

  private static let linkerFlags = [
    "--gc-sections", "--strip-all", "--compress-relocations", "--stack-first", "-z",
    "stack-size=1048576", "--max-memory=1073741824", "--fatal-warnings",
  ]

  /// The name of all that a module is made from but the compiler: the program, the flags, the C
  /// library.
  package static func source(
    of program: SwiftProgram, _ compilation: Compilation, for machine: Machine
  ) -> String {
    var hash = ContentHash()
    hash.add("webassembly 5")
    let all = [
      flags(compilation, machine), smallCode, codeFlags, optimizedFlags, smallObject, clangFlags,
      linkerFlags, program.identity,
    ]
    for flag in all.joined() {
      hash.add(flag)
    }
    hash.add(commandLine)
    for file in runtime {
      hash.add(file.name)
      hash.add(file.text)
    }
    for file in program.files {
      hash.add(file.path)
      hash.add(file.text)
    }
    return hash.name
  }

  private func run(
    _ tool: String, _ arguments: [String], in folder: String, _ compilation: Compilation
  ) throws(CannotRun) -> ChildProcess.Outcome {
    // The compiler is a Swift program: where its sets have another order, so have its functions.
    let environment = ProcessInfo.processInfo.environment
      .merging(["SWIFT_DETERMINISTIC_HASHING": "1"]) { $1 }
    let outcome = try ChildProcess(
      executable: tool, arguments: arguments, environment: environment, folder: folder,
      timeLimit: compilation.timeLimit, outputLimit: 1 << 24
    ).run()
    if case .status = outcome.ending { return outcome }
    throw CannotRun(message: "\(tool) \(compilation.description(outcome.ending))")
  }
}

extension ChildProcess.Outcome {
  fileprivate var said: String { String(decoding: output + errors, as: UTF8.self) }
}

extension [UInt8] {
  fileprivate var firstLine: String {
    String(decoding: prefix { $0 != 0x0A }, as: UTF8.self)
  }
}
