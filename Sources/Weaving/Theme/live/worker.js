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
