// What runs in the worker, beside the page: the system calls of WASI, in memory.
"use strict";

window.book = Object.assign(window.book ?? {}, { live: {} });

(() => {
  book.live.work = () => {
    const limit = 1 << 20;
    const encoder = new TextEncoder();
    const decoder = new TextDecoder();
    let module = null;
    const given = new Map();

    // Why a program that has not ended by itself was ended.
    class Ended extends Error {
      constructor(ending) {
        super();
        this.ending = ending;
      }
    }

    const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

    const inflate = async (packed) => {
      const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
      return new Uint8Array(await new Response(stream).arrayBuffer());
    };

    // The module that `packing.c` packed: the same text, compiled, unpacks it.
    const unpack = (unpacker, packed, { count, hash }) => {
      const { memory, packing_memory, packing_count, packing_unpack, __heap_base } =
        new WebAssembly.Instance(new WebAssembly.Module(unpacker)).exports;
      const own = Math.ceil(__heap_base.value / 16) * 16;
      const from = own + packing_memory(count);
      const to = from + packed.length;
      memory.grow(Math.max(0, Math.ceil((to + count - memory.buffer.byteLength) / 65536)));
      new Uint8Array(memory.buffer).set(packed, from);
      if (packing_count(from) !== count) throw new Error("not so long");
      packing_unpack(own, from, packed.length, to);
      const bytes = new Uint8Array(memory.buffer, to, count);
      let found = 0x811c9dc5;
      for (const byte of bytes) found = Math.imul(found ^ byte, 0x01000193);
      if (found >>> 0 !== hash) throw new Error("not whole");
      return bytes;
    };

    // The code of the program; its files are kept.
    const take = async ([deflated, packed]) => {
      const bytes = await inflate(bytesOf(deflated));
      const end = bytes.indexOf(10);
      const header = JSON.parse(decoder.decode(bytes.subarray(0, end)));
      let at = end + 1;
      const next = (count) => bytes.subarray(at, at += count);
      const code = unpack(next(header.unpacker), bytesOf(packed), header.module);
      // What is there under two paths is packed once.
      const packs = [];
      for (const { path, size, same } of header.files) {
        if (same === undefined) packs.push(next(size));
        given.set(path, same === undefined ? packs.at(-1) : packs[same]);
      }
      return code;
    };

    const load = async (parts) => {
      const code = await take(parts).catch(() => {
        throw new Error("the program cannot be unpacked; load the page again");
      });
      module = await WebAssembly.compile(code);
    };

    const execute = ({ id, words, input, files }) => {
      const written = new Map();
      const open = new Map();
      const counts = [0, 0];
      let memory = null;
      let pending = [];
      let posted = performance.now();
      const view = () => new DataView(memory.buffer);
      const bytes = (at, count) => new Uint8Array(memory.buffer, at, count);

      const post = () => {
        if (pending.length > 0) postMessage({ kind: "output", id, parts: pending });
        pending = [];
        posted = performance.now();
      };
      const print = (stream, part) => {
        counts[1] += part.length;
        if (counts[1] > limit) throw new Ended({ limit });
        pending.push({ stream, bytes: part.slice() });
        if (performance.now() - posted > 40) post();
      };

      const place = (path) => path.split("/").filter((part) => part && part !== ".").join("/");
      const find = (path) => {
        const file = written.get(path);
        return file ? file.bytes.subarray(0, file.size) : files.get(path) ?? given.get(path);
      };
      const append = (file, part) => {
        if (file.size + part.length > file.bytes.length) {
          const larger = new Uint8Array(Math.max(1024, 2 * (file.size + part.length)));
          larger.set(file.bytes.subarray(0, file.size));
          file.bytes = larger;
        }
        file.bytes.set(part, file.size);
        file.size += part.length;
      };
      const parts = (at, count) => {
        const memory = view();
        return Array.from({ length: count }, (_, i) => bytes(
          memory.getUint32(at + 8 * i, true), memory.getUint32(at + 8 * i + 4, true)));
      };

      const list = [program, ...words].map((word) => encoder.encode(`${word}\0`));
      const stream = { bytes: encoder.encode(input), at: 0 };
      const [done, noFile, noEntry] = [0, 8, 44];
      const system = {
        args_sizes_get(count, size) {
          view().setUint32(count, list.length, true);
          view().setUint32(size, list.reduce((sum, word) => sum + word.length, 0), true);
          return done;
        },
        args_get(starts, at) {
          for (const [i, word] of list.entries()) {
            view().setUint32(starts + 4 * i, at, true);
            bytes(at, word.length).set(word);
            at += word.length;
          }
          return done;
        },
        clock_time_get(clock, precision, at) {
          const now = clock === 0 ? Date.now() : performance.now();
          view().setBigUint64(at, BigInt(Math.round(now * 1e6)), true);
          return done;
        },
        random_get(at, count) {
          for (let i = 0; i < count; i += 65536) {
            const part = new Uint8Array(Math.min(65536, count - i));
            bytes(at + i, part.length).set(crypto.getRandomValues(part));
          }
          return done;
        },
        path_open(directory, lookup, at, length, flags, rights, inherited, options, result) {
          const name = decoder.decode(bytes(at, length));
          const path = place(name);
          if (name.startsWith("/") || path.split("/").includes("..")) return noEntry;
          const number = counts[0] += 1;
          if (flags & 1) {
            const file = { bytes: new Uint8Array(0), size: 0 };
            written.set(path, file);
            open.set(number + 3, { file });
          } else {
            const found = find(path);
            if (!found) return noEntry;
            open.set(number + 3, { bytes: found, at: 0 });
          }
          view().setUint32(result, number + 3, true);
          return done;
        },
        fd_close: (number) => (open.delete(number) ? done : noFile),
        fd_read(number, at, count, result) {
          const file = number === 0 ? stream : open.get(number);
          if (!file?.bytes) return noFile;
          let total = 0;
          for (const part of parts(at, count)) {
            const some = file.bytes.subarray(file.at, file.at + part.length);
            part.set(some);
            file.at += some.length;
            total += some.length;
          }
          view().setUint32(result, total, true);
          return done;
        },
        fd_write(number, at, count, result) {
          const target = open.get(number)?.file;
          if (number !== 1 && number !== 2 && !target) return noFile;
          let total = 0;
          for (const part of parts(at, count)) {
            if (target) append(target, part);
            else print(number, part);
            total += part.length;
          }
          view().setUint32(result, total, true);
          return done;
        },
        proc_exit(status) { throw new Ended({ status }); },
      };

      let ending = { status: 0 };
      try {
        const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: system });
        memory = instance.exports.memory;
        instance.exports._start();
      } catch (error) {
        ending = error instanceof Ended ? error.ending : { trap: String(error?.message ?? error) };
      }
      post();
      const results = Array.from(written, ([path, file]) => [path, file.bytes.slice(0, file.size)]);
      postMessage({ kind: "end", id, ending, files: results });
    };

    onmessage = async ({ data }) => {
      try {
        if (data.packed) {
          await load(data.packed);
          postMessage({ kind: "ready" });
        } else {
          execute(data);
        }
      } catch (error) {
        postMessage({ kind: "failed", message: String(error?.message ?? error) });
      }
    };
  };
})();
// The book's program in its pages: compiled to WebAssembly, it answers the commands of transcripts.
//
//     book.live.run(["documents", "--seed", "43"], { output: (bytes) => … })
//       .then(({ output, errors, ending, files }) => …)
//
// The program comes when it is first asked for, and runs in a worker, which `stop` ends. Files are
// kept on the page: what a command writes, the next one finds. Nothing leaves the machine.
"use strict";

(() => {
  const script = document.currentScript;
  const folder = new URL(".", script.src).href;
  const program = script.dataset.program ?? "";

  // The page's side: one worker, one command after the other.

  const files = new Map();
  let packed = null;
  let coming = null;
  let worker = null;
  let ready = null;
  let current = null;
  let last = Promise.resolve();
  let count = 0;

  const fetchProgram = () => {
    coming ??= new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = `${folder}live-program.js`;
      element.onload = () => (packed ? resolve() : reject(new Error("the program is not whole")));
      element.onerror = () => {
        coming = null;
        reject(new Error("the program cannot be loaded"));
      };
      document.head.append(element);
    });
    return coming;
  };

  // The worker begins while the program comes, each in a task of its own.
  const start = () => {
    const source = `"use strict";\nconst program = ${JSON.stringify(program)};\n(${book.live.work})();`;
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const own = worker = new Worker(address);
    ready = new Promise((resolve, reject) => {
      own.onmessage = ({ data }) => {
        if (data.kind === "ready") resolve();
        else if (data.kind === "failed" && !current) reject(new Error(data.message));
        else current?.take(data);
      };
      own.onerror = (event) => {
        reject(new Error(event.message));
        current?.take({ kind: "failed", message: event.message });
      };
      fetchProgram().then(() => own.postMessage({ packed }), reject);
    });
    ready.finally(() => URL.revokeObjectURL(address)).catch(() => {});
  };

  const end = () => {
    worker?.terminate();
    worker = null;
  };

  const join = (parts) => {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  };

  const perform = async (words, { input = "", output = () => {}, signal = null, more = null }) => {
    if (signal?.aborted) return { output: new Uint8Array(0), ending: { stopped: true }, files: [] };
    if (typeof WebAssembly !== "object" || typeof DecompressionStream !== "function") {
      throw new Error("this browser is too old to run it");
    }
    if (!worker) start();
    try {
      await ready;
    } catch (error) {
      end();
      throw error;
    }
    const id = count += 1;
    const streams = [null, [], []];
    const outcome = await new Promise((resolve) => {
      const finish = (ending, written = []) => {
        current = null;
        signal?.removeEventListener("abort", stop);
        resolve({ ending, files: written });
      };
      const stop = () => {
        end();
        finish({ stopped: true });
      };
      current = {
        take(data) {
          if (data.kind === "failed") {
            end();
            finish({ trap: data.message });
          } else if (data.id !== id) {
            return;
          } else if (data.kind === "output") {
            for (const { stream, bytes } of data.parts) streams[stream].push(bytes);
            output(data.parts.map(({ bytes }) => bytes));
          } else {
            finish(data.ending, data.files);
          }
        },
      };
      signal?.addEventListener("abort", stop);
      if (signal?.aborted) stop();
      else worker.postMessage({ id, words, input, files: new Map([...files, ...(more ?? [])]) });
    });
    if (outcome.ending.trap !== undefined) end();
    for (const [path, bytes] of outcome.files) files.set(path, bytes);
    return { ...outcome, output: join([...streams[1], ...streams[2]]) };
  };

  Object.assign(book.live, {
    program,
    files,
    join,
    take(...parts) { packed = parts; },
    run(words, options = {}) {
      const next = last.catch(() => {}).then(() => perform(words, options));
      last = next;
      return next;
    },
  });
})();
// What is printed against what a page says, and what commands and pictures are made of.
"use strict";

(() => {
  const { live } = book;
  const { program } = live;

  // What a transcript says against what is printed, by the rules by which the book is verified.

  const lines = (text) => {
    const found = text.split(/[\r\n]/).map((line) => {
      let end = line.length;
      while (/[ \t-\r]/.test(line[end - 1])) end -= 1;
      return line.slice(0, end);
    });
    while (found.at(-1) === "") found.pop();
    return found;
  };

  const numbers = /(?<![0-9A-Za-z_\u0080-\uffff])[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?|…|[^]/gu;
  const isNumber = (part) => /\d/.test(part);
  const isNear = (expected, found, tolerance) => {
    if (expected === found) return true;
    if (!isNumber(expected) || !isNumber(found)) return false;
    const [x, y] = [Number(expected), Number(found)];
    return Math.abs(x - y) <= Math.max(tolerance, tolerance * Math.abs(x));
  };

  // Where each of the expected things stands among the found ones; null if they are not the same.
  // `isAny` is one that stands for any number of things.
  const align = (expected, found, isAny, isSame) => {
    const reached = [new Set([0])];
    for (const part of expected) {
      const before = reached.at(-1);
      const next = new Set();
      if (isAny(part)) {
        for (let i = Math.min(...before); i <= found.length; i += 1) next.add(i);
      } else {
        for (const i of before) if (i < found.length && isSame(part, found[i])) next.add(i + 1);
      }
      if (next.size === 0) return null;
      reached.push(next);
    }
    if (!reached.at(-1).has(found.length)) return null;
    const places = [];
    let at = found.length;
    for (let i = expected.length - 1; i >= 0; i -= 1) {
      if (isAny(expected[i])) {
        at = Math.max(...[...reached[i]].filter((place) => place <= at));
        places[i] = null;
      } else {
        places[i] = at -= 1;
      }
    }
    return places;
  };

  const isLine = (tolerance) => (expected, line) => {
    if (expected === line) return true;
    if (tolerance > 0) {
      return align(expected.match(numbers) ?? [], line.match(numbers) ?? [],
        (part) => part === "…", (a, b) => isNear(a, b, tolerance)) !== null;
    }
    if (!expected.includes("…")) return false;
    const parts = expected.split("…");
    const [first, final] = [parts[0], parts.at(-1)];
    if (line.length < first.length + final.length) return false;
    if (!line.startsWith(first) || !line.endsWith(final)) return false;
    let at = first.length;
    const last = line.length - final.length;
    for (const part of parts.slice(1, -1)) {
      const next = line.indexOf(part, at);
      if (next < 0 || next + part.length > last) return false;
      at = next + part.length;
    }
    return true;
  };

  // A line of a megabyte would take the page's time for a minute.
  const cut = (line) => (line.length <= 4000 ? line
    : `${line.slice(0, 2000)} … ${line.length - 3000} letters … ${line.slice(-1000)}`);

  // The lines as the transcript shows them, with what was really printed; null if they differ.
  const asPrinted = (expected, text, tolerance) => {
    const wanted = lines(expected);
    const found = lines(text);
    const places = align(wanted, found, (line) => line === "...", isLine(tolerance));
    return places && places.map((place, i) => (place === null ? wanted[i] : cut(found[place])));
  };
  live.asPrinted = asPrinted;

  // What a terminal shows of bytes: a carriage return goes back to the line's beginning.
  const terminal = (bytes) => {
    const shown = new TextDecoder().decode(bytes).split("\n").map((line) => {
      let end = line.length;
      while (line[end - 1] === "\r") end -= 1;
      return line.slice(line.lastIndexOf("\r", end - 1) + 1, end);
    });
    while (shown.at(-1) === "") shown.pop();
    const text = (some) => some.map(cut).join("\n");
    if (shown.length <= 300) return text(shown);
    return `${text(shown.slice(0, 100))}\n… ${shown.length - 300} lines …\n`
      + text(shown.slice(-200));
  };

  // The words of a command; double quotes group.
  const words = (text) => {
    const found = [];
    let word = null;
    let isQuoted = false;
    for (const letter of text) {
      if (letter === "\"") {
        isQuoted = !isQuoted;
        word ??= "";
      } else if (!isQuoted && /\s/.test(letter)) {
        if (word !== null) found.push(word);
        word = null;
      } else {
        word = (word ?? "") + letter;
      }
    }
    if (isQuoted) throw new Error("a quote is never closed");
    return word === null ? found : [...found, word];
  };

  // The words behind the program's name.
  const argumentsOf = (text) => {
    let rest = words(text);
    if (rest[0] === "swift" && rest[1] === "run") rest = rest.slice(2);
    if (rest[0] === "-c" && rest[1] === "release") rest = rest.slice(2);
    if (rest[0] !== program) throw new Error(`only \`${program}\` runs here`);
    return rest.slice(1);
  };

  // A picture that the program drew, without anything that could do something.
  const drawing = (bytes) => {
    const parsed = new DOMParser().parseFromString(new TextDecoder().decode(bytes), "image/svg+xml");
    const picture = parsed.documentElement;
    if (picture.localName !== "svg") return null;
    for (const element of [picture, ...picture.querySelectorAll("*")]) {
      if (/^(script|foreignObject|iframe|image|a|animate|set|style)$/i.test(element.localName)) {
        element.remove();
      }
      for (const { name, value } of [...element.attributes]) {
        if (/^on/i.test(name) || /href$/i.test(name) && !value.startsWith("#")) {
          element.removeAttribute(name);
        }
      }
    }
    return document.importNode(picture, true);
  };

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  Object.assign(live, { terminal, argumentsOf, drawing, make });
})();
// The reader's own data.
"use strict";

(() => {
  const { live } = book;
  const { files, make } = live;

  // The reader's own data: it takes the place of `input.txt`, which a program reads instead of the
  // book's. It stays in this tab.

  const mostBytes = 8 << 20;
  // What is longer than this is there for one page: to keep it for the next takes the page's time.
  const mostKept = 2 << 20;
  const own = "input.txt";
  const inForce = { data: false, kept: true };
  const keep = (bytes) => {
    inForce.kept = false;
    try {
      sessionStorage.removeItem("weave:own");
      if (bytes === null || bytes.length > mostKept) return;
      const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
      sessionStorage.setItem("weave:own", text);
      inForce.kept = true;
    } catch { /* it is there for this page at least */ }
  };
  // - given: Text or bytes; null brings back the book's.
  const setData = (given) => {
    const bytes = typeof given === "string" ? new TextEncoder().encode(given) : given;
    inForce.data = bytes !== null;
    if (bytes === null) files.delete(own);
    else files.set(own, bytes);
    keep(bytes);
    dispatchEvent(new CustomEvent("book:data"));
  };
  try {
    const kept = sessionStorage.getItem("weave:own");
    if (kept !== null) {
      inForce.data = true;
      files.set(own, new TextEncoder().encode(kept));
    }
  } catch { /* nothing is kept */ }
  Object.assign(live, { hasOwnData: () => inForce.data, setData });

  // A closed row that takes a list by paste, by drop or as a file.
  live.dataControl = () => {
    const area = make("textarea", { rows: 6, spellcheck: false, placeholder: "anna\nbert\n…" });
    area.setAttribute("aria-label", "Your own text, one document a line");
    const file = make("input", { type: "file", accept: "text/*,.txt,.csv" });
    file.setAttribute("aria-label", "A file of your own");
    const state = make("span", { className: "badge" });
    state.setAttribute("role", "status");
    const use = make("button", { type: "button" }, "Use it");
    const back = make("button", { type: "button" }, "Back to the book's");
    const show = () => {
      back.disabled = !inForce.data;
      const size = files.get(own)?.length ?? 0;
      state.textContent = !inForce.data ? ""
        : `in use${inForce.kept ? "" : ", on this page"}: your ${size.toLocaleString("en")} bytes`;
    };
    const take = async (blob) => {
      if (blob.size > mostBytes) {
        state.textContent = "This is too long: 8 million bytes at most.";
        return;
      }
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let blank = 0;
      while (bytes[blank] <= 32) blank += 1;
      if (blank === bytes.length) state.textContent = "There is nothing in it.";
      else setData(bytes);
    };
    use.addEventListener("click", () => take(new Blob([area.value])));
    back.addEventListener("click", () => setData(null));
    file.addEventListener("change", () => file.files[0] && take(file.files[0]));
    area.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text") ?? "";
      if (text.length <= 200_000) return;
      event.preventDefault();
      take(new Blob([text]));
    });
    const box = make("details", { className: "own-data" },
      make("summary", {}, "Run it on your own list"),
      make("p", {}, "One name a line, or any text. It stays in this tab and goes nowhere."),
      area, make("div", { className: "run-bar" }, use, back, file, state));
    box.addEventListener("dragover", (event) => event.preventDefault());
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      const dropped = event.dataTransfer.files[0];
      if (dropped) take(dropped);
    });
    addEventListener("book:data", show);
    show();
    return box;
  };
})();
// A transcript's command is completed from what the program itself says that it takes.
"use strict";

(() => {
  const { live } = book;
  const { make } = live;
  let known = null;
  let count = 0;

  // Options with the line of the help that tells of them, and commands.
  const ask = () => {
    known ??= (async () => {
      const found = { options: new Map(), commands: new Map() };
      for (const word of ["help", "--help"]) {
        const { output, ending } = await live.run([word]);
        if (ending.status !== 0) continue;
        const lines = new TextDecoder().decode(output).split("\n");
        for (const [i, line] of lines.entries()) {
          const command = /^ {1,4}([a-z][a-z-]*)(?: |$)/.exec(line)?.[1];
          if (command) found.commands.set(command, lines[i + 1]?.trim() ?? "");
          for (const [option] of line.matchAll(/--[a-z][a-z0-9-]*/g)) {
            const says = line.trim();
            if (!found.options.has(option) || says.startsWith(option)) found.options.set(option, says);
          }
        }
        if (found.options.size > 0) break;
      }
      return found;
    })().catch(() => {
      known = null;
      return { options: new Map(), commands: new Map() };
    });
    return known;
  };

  // What stands in the command before the place where one writes.
  const before = (command) => {
    const selection = getSelection();
    if (selection.rangeCount === 0 || !command.contains(selection.focusNode)) return null;
    const range = document.createRange();
    range.selectNodeContents(command);
    range.setEnd(selection.focusNode, selection.focusOffset);
    return range.toString();
  };

  live.complete = (command) => {
    const list = make("ul", { className: "completions", id: `page:completions-${count += 1}`, hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "What can stand here");
    let chosen = -1;
    let asked = 0;
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"],
      ["aria-expanded", "false"], ["aria-controls", list.id]]) command.setAttribute(name, value);

    const close = () => {
      asked += 1;
      list.hidden = true;
      list.remove();
      command.setAttribute("aria-expanded", "false");
      command.removeAttribute("aria-activedescendant");
    };
    const choose = (index) => {
      list.children[chosen]?.setAttribute("aria-selected", "false");
      chosen = (index + list.children.length) % list.children.length;
      const item = list.children[chosen];
      item.setAttribute("aria-selected", "true");
      command.setAttribute("aria-activedescendant", item.id);
    };
    const take = (word) => {
      const text = before(command) ?? command.textContent;
      const rest = command.textContent.slice(text.length);
      const start = text.replace(/\S*$/, word + (rest.startsWith(" ") ? "" : " "));
      command.textContent = start + rest;
      getSelection().collapse(command.firstChild, start.length);
      close();
    };

    const offer = async () => {
      const number = asked += 1;
      const text = before(command);
      const word = /\S*$/.exec(text ?? "")[0];
      const isCommand = new RegExp(`^(swift run (-c release )?)?${live.program} \\S+$`).test(text ?? "");
      if (text === null || !word.startsWith("-") && !isCommand) return close();
      const found = await ask();
      if (number !== asked) return;
      const entries = [...(word.startsWith("-") ? found.options : found.commands)]
        .filter(([name]) => name.startsWith(word) && name !== word).slice(0, 8);
      if (entries.length === 0) return close();
      chosen = -1;
      list.replaceChildren(...entries.map(([name, says], i) => {
        const item = make("li", { id: `${list.id}-${i}` }, make("b", {}, name), " ",
          make("span", {}, says.startsWith(name) ? says.slice(name.length).trim() : says));
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          take(name);
        });
        return item;
      }));
      const box = command.closest(".transcript");
      const place = command.getBoundingClientRect();
      list.style.top = `${place.bottom - box.getBoundingClientRect().top + 2}px`;
      box.append(list);
      list.hidden = false;
      command.setAttribute("aria-expanded", "true");
    };

    command.addEventListener("input", offer);
    command.addEventListener("blur", close);
    command.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) choose(chosen < 0 && step < 0 ? -1 : chosen + step);
      else if (event.key === "Tab" && !event.shiftKey || event.key === "Enter" && chosen >= 0) {
        take(list.children[Math.max(0, chosen)].querySelector("b").textContent);
      } else if (event.key === "Escape") close();
      else if (event.key === "Enter") return close();
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    });
  };
})();
// Transcripts that run.
"use strict";

(() => {
  const { live } = book;
  const { argumentsOf, asPrinted, drawing, make, terminal } = live;

  const transcripts = [];

  class Transcript {
    constructor(element) {
      this.element = element;
      this.code = element.querySelector("pre > code");
      this.original = this.code.cloneNode(true);
      this.steps = this.read();
      this.status = Number(element.dataset.status ?? 0);
      this.tolerance = Number(element.dataset.tolerance ?? 0);
      this.input = element.dataset.input ?? "";
      // A model of the reader's own: nothing is printed for it, so nothing is compared.
      this.isModel = element.closest(".your-model") !== null;
      this.button = (name) => element.querySelector(`.run-bar .${name}`);
      this.badge = element.querySelector(".badge");
      this.button("run").addEventListener("click", () => this.run());
      this.button("stop").addEventListener("click", () => this.stopping?.abort());
      this.button("reset").addEventListener("click", () => this.reset());
      this.addEditing();
    }

    // The commands, each with what is printed.
    read() {
      const steps = [];
      for (const line of this.original.textContent.replace(/\n$/, "").split("\n")) {
        if (line.startsWith("$ ")) steps.push({ command: line.slice(2), expected: [] });
        else steps.at(-1)?.expected.push(line);
      }
      return steps;
    }

    addEditing() {
      for (const command of this.code.querySelectorAll(".prompt + b")) {
        command.contentEditable = "plaintext-only";
        if (command.contentEditable !== "plaintext-only") command.contentEditable = "true";
        command.spellcheck = false;
        command.setAttribute("aria-label", "Command");
        command.setAttribute("autocapitalize", "none");
        live.complete(command);
        command.addEventListener("keydown", (event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            this.run();
          } else if (event.key === "Escape") {
            this.reset();
          }
        });
      }
    }

    get commands() {
      return Array.from(this.code.querySelectorAll(".prompt + b"), (b) => b.textContent.trim());
    }

    get words() { return this.steps.flatMap(({ command }) => argumentsOf(command)); }

    say(text, kind) {
      this.badge.textContent = text;
      this.badge.dataset.kind = kind;
    }

    reset() {
      this.stopping?.abort();
      this.code.replaceChildren(...this.original.cloneNode(true).childNodes);
      this.code.parentElement.style.minHeight = "";
      this.element.querySelector(".drawn")?.remove();
      this.button("reset").hidden = true;
      this.say("", "");
      this.addEditing();
      this.button("run").focus();
    }

    // What earlier transcripts of the page leave for this one's commands: files named in both.
    async prepare(signal) {
      const isFile = (word) => /^[^-].*\.[A-Za-z]\w*$/.test(word);
      const missing = this.words.filter((word) => isFile(word) && !live.files.has(word));
      for (const earlier of transcripts) {
        if (earlier === this) return;
        if (earlier.isModel || !earlier.words.some((word) => missing.includes(word))) continue;
        await earlier.prepare(signal);
        for (const { command } of earlier.steps) {
          await live.run(argumentsOf(command), { input: earlier.input, signal });
        }
      }
    }

    async run() {
      if (this.stopping) return;
      const stopping = this.stopping = new AbortController();
      const commands = this.commands;
      const isOwn = this.isModel || commands.length !== this.steps.length || live.hasOwnData()
        || commands.some((command, i) => command !== this.steps[i].command);
      const pre = this.code.parentElement;
      pre.style.minHeight = `${pre.offsetHeight}px`;
      this.element.querySelector(".drawn")?.remove();
      this.button("run").disabled = true;
      this.button("reset").hidden = true;
      this.say("", "");
      const showStop = setTimeout(() => { this.button("stop").hidden = false; }, 100);
      const outputs = [];
      this.code.replaceChildren();
      const pictures = new Map();
      let isTrue = !isOwn;
      let trouble = "";
      try {
        if (!isOwn) await this.prepare(stopping.signal);
        for (const [i, command] of commands.entries()) {
          const output = make("span", { className: "output" });
          const end = document.createTextNode("\n");
          this.code.append(make("span", { className: "prompt" }, "$ "), make("b", {}, command), end,
            output);
          outputs.push(output);
          const result = await live.run(argumentsOf(command), {
            input: this.input, signal: stopping.signal, output: this.follow(output),
          });
          const expected = this.steps[i]?.expected.join("\n") ?? "";
          const text = new TextDecoder().decode(result.output);
          const wanted = i === commands.length - 1 ? this.status : 0;
          const shown = isTrue && result.ending.status === wanted
            ? asPrinted(expected, text, this.tolerance) : null;
          isTrue = isTrue && shown !== null;
          const lines = shown ? shown.join("\n") : terminal(result.output);
          const blank = shown ? expected.match(/\n*$/)[0] : "";
          output.cancel?.();
          output.textContent = lines === "" ? blank : `${lines}\n${blank}`;
          output.raw = text;
          for (const [path, bytes] of result.files) {
            if (path.endsWith(".svg")) pictures.set(path, bytes);
          }
          trouble = this.trouble(result.ending);
          if (trouble) break;
        }
      } catch (error) {
        trouble = error.message;
      }
      clearTimeout(showStop);
      this.stopping = null;
      this.button("stop").hidden = true;
      this.button("run").disabled = false;
      this.button("reset").hidden = false;
      this.element.raw = outputs.map((output) => output.raw ?? "");
      this.draw(pictures);
      if (this.isModel && !trouble) this.drawLosses();
      this.addEditing();
      if (trouble) this.say(trouble, "trouble");
      else if (isTrue) this.say("as printed", "true");
      else if (this.isModel) this.say(live.hasOwnData() ? "on your list" : "on the book's list", "own");
      else if (isOwn) this.say(live.hasOwnData() ? "your data" : "your settings", "own");
      else this.say("not as printed", "trouble");
      this.element.dispatchEvent(new CustomEvent("ran", { bubbles: true }));
    }

    // Shows what is printed as it is printed, the newest lines of it.
    follow(output) {
      let parts = [];
      let size = 0;
      let frame = 0;
      output.cancel = () => cancelAnimationFrame(frame);
      const show = () => {
        frame = 0;
        const text = terminal(live.join(parts));
        output.textContent = text === "" ? "" : `${text}\n`;
      };
      return (more) => {
        parts.push(...more);
        size += more.reduce((sum, part) => sum + part.length, 0);
        while (size > 40_000 && parts.length > 1) size -= parts.shift().length;
        frame ||= requestAnimationFrame(show);
      };
    }

    trouble(ending) {
      if (ending.stopped) return "stopped";
      if (ending.trap !== undefined) return `the program broke off: ${ending.trap}`;
      if (ending.limit) return "stopped: it printed more than a million bytes";
      return "";
    }

    // The losses that were printed, as a line.
    drawLosses() {
      const losses = Array.from(this.element.raw.join("\n").matchAll(/\bloss:? (-?\d+(?:\.\d+)?)/g),
        ([, loss]) => Number(loss));
      if (losses.length < 10) return;
      const width = Math.min(60, losses.length);
      const size = losses.length / width;
      const means = Array.from({ length: width }, (_, i) => {
        const part = losses.slice(Math.floor(i * size), Math.max(Math.floor(i * size) + 1, (i + 1) * size));
        return part.reduce((sum, loss) => sum + loss, 0) / part.length;
      });
      const [low, high] = [Math.min(...means), Math.max(...means)];
      const points = means.map((loss, i) =>
        `${(300 * i / (width - 1)).toFixed(1)},${(2 + 56 * (high - loss) / (high - low || 1)).toFixed(1)}`);
      const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      picture.setAttribute("viewBox", "0 0 300 60");
      picture.setAttribute("role", "img");
      picture.setAttribute("aria-label",
        `The loss over ${losses.length} steps, from ${means[0].toFixed(2)} to ${means.at(-1).toFixed(2)}`);
      const line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
      line.setAttribute("points", points.join(" "));
      picture.append(line);
      this.element.append(make("figure", { className: "drawn losses" }, picture, make("figcaption", {},
        `loss ${means[0].toFixed(2)} → ${means.at(-1).toFixed(2)}`)));
    }

    draw(pictures) {
      if (pictures.size === 0) return;
      const figure = make("figure", { className: "drawn" });
      for (const [path, bytes] of pictures) {
        const picture = drawing(bytes);
        if (!picture) continue;
        picture.setAttribute("role", "img");
        picture.setAttribute("aria-label", path);
        figure.append(picture, make("figcaption", {}, path));
      }
      if (figure.firstChild) this.element.append(figure);
    }
  }

  addEventListener("DOMContentLoaded", () => {
    for (const element of document.querySelectorAll("main .transcript")) {
      transcripts.push(new Transcript(element));
    }
    if (transcripts.length > 0) document.querySelector("main article")?.append(live.dataControl());
  });
})();
