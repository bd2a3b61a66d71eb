import Compiling
import Literate

/// What runs a module of WebAssembly outside a browser.
struct LiveEngine {
  enum Kind: String {
    /// It has the engine that Chromium has, and runs the very module that pages run.
    case node = "Node.js"
    /// The toolchain brings it. It translates nothing, and knows no vectors.
    case wasmkit
  }

  let kind: Kind
  let executable: String

  init(_ kind: Kind, executable: String) {
    (self.kind, self.executable) = (kind, executable)
  }

  /// Finds Node.js on the PATH, or else the toolchain's wasmkit.
  init?() {
    let node = Toolchain.path(of: "node") { path in
      Toolchain.output(of: path, ["--no-warnings", "-e", "require('node:wasi')"]) != nil
    }
    if let node {
      self.init(.node, executable: node)
    } else if let wasmkit = Toolchain.path(of: "wasmkit") {
      self.init(.wasmkit, executable: wasmkit)
    } else {
      return nil
    }
  }

  var machine: WebAssemblyTools.Machine { kind == .node ? .page : .plain }

  /// How long a command may run that the compiled program answers within a limit. Most of what
  /// wasmkit does not finish in a third of that it would not finish in the whole.
  func timeLimit(for limit: Duration) -> Duration { kind == .node ? limit * 5 : limit / 3 }

  /// How a module is run: the executable, and what stands before the words of a command.
  ///
  /// - Parameter module: The module's bytes; it is kept in the cache.
  func invocation(
    of module: [UInt8], program: String, in cache: Cache
  ) -> (executable: String, words: [String]) {
    func kept(_ bytes: [UInt8], _ ending: String) -> String {
      let name = ContentHash(bytes).name + ending
      cache.write(.files, name, bytes)
      return cache.path(.files, name)
    }
    let path = kept(module, ".wasm")
    switch kind {
    case .node:
      let script = kept(Array(Self.script.utf8), ".mjs")
      return (executable, ["--no-warnings", script, path, program])
    case .wasmkit: return (executable, ["run", "--dir", ".", path])
    }
  }

  private static let script = """
    import { readFileSync } from "node:fs";
    import { WASI } from "node:wasi";

    const [path, ...args] = process.argv.slice(2);
    const wasi = new WASI({ version: "preview1", args, preopens: { ".": "." }, returnOnExit: true });
    // Node.js 20 ends by SIGSEGV where it calls these without a detour and the memory has grown.
    const system = Object.fromEntries(
      Object.entries(wasi.wasiImport).map(([name, call]) => [name, (...words) => call(...words)]));
    const module = await WebAssembly.compile(readFileSync(path));
    const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: system });
    try {
      process.exitCode = wasi.start(instance);
    } catch (error) {
      console.error(`the program broke off: ${error.message}`);
      process.exitCode = 134;
    }

    """
}
