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
