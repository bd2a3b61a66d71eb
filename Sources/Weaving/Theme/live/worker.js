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

    const inflate = async (packed) => {
      const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
      return new Uint8Array(await new Response(stream).arrayBuffer());
    };

    // A module from its streams, in which what is alike stands together. Which stream the next byte
    // is in follows from those before it; `ModuleStreams` goes through the same states.
    const assemble = (streams) => {
      const [other, opcodes, local, index, func, alignment, offset, int32, int64, raw, label,
        block, type, subopcode, size, locals, table] = streams.keys();
      const [preamble, section, sectionSize, rest, count, bodySize, groupCount, groupSize,
        groupType, instruction] = Array(10).keys();
      const bytes = new Uint8Array(streams.reduce((sum, { length }) => sum + length, 0));
      const places = streams.map(() => 0);
      let phase = preamble;
      let [id, sectionEnd, bodyEnd, groups, opcode, repetitions, value, shift] = Array(8).fill(0);
      let operands = [];
      const number = (byte) => {
        value = (value | (byte & 127) << shift) >>> 0;
        shift += 7;
        if (byte >= 128) return -1;
        const whole = value;
        value = shift = 0;
        return whole;
      };
      const begin = (code) => {
        if (code >= 0x20 && code <= 0x22) operands = [local];
        else if (code >= 0x28 && code <= 0x3e) operands = [offset, alignment];
        else if (code >= 0x02 && code <= 0x04) operands = [block];
        else if (code === 0x0c || code === 0x0d) [operands, repetitions] = [[label], 1];
        else if (code === 0x0e) operands = [table];
        else if (code === 0x10) operands = [func];
        else if (code === 0x11) operands = [index, type];
        else if (code === 0x1c) operands = [type, type];
        else if ([0x23, 0x24, 0x3f, 0x40].includes(code)) operands = [index];
        else if (code === 0x41) operands = [int32];
        else if (code === 0x42) operands = [int64];
        else if (code === 0x43) [operands, repetitions] = [[raw], 4];
        else if (code === 0x44) [operands, repetitions] = [[raw], 8];
        else if (code === 0xfc || code === 0xfd) operands = [subopcode];
      };
      const beginPrefixed = (code) => {
        if (opcode === 0xfc) {
          if (code === 10) operands = [index, index];
          else if (code === 11) operands = [index];
        } else if (code <= 11 || code === 92 || code === 93) operands = [offset, alignment];
        else if (code === 12 || code === 13) [operands, repetitions] = [[raw], 16];
        else if (code >= 21 && code <= 34) operands = [index];
        else if (code >= 84 && code <= 91) operands = [index, offset, alignment];
      };
      const takePart = (byte) => {
        const operand = operands.at(-1);
        if (operand === undefined) {
          opcode = byte;
          begin(byte);
          return;
        }
        if (operand === raw) {
          repetitions -= 1;
          if (repetitions === 0) operands.pop();
          return;
        }
        const found = number(byte);
        if (found < 0) return;
        if (operand === label) {
          repetitions -= 1;
          if (repetitions === 0) operands.pop();
        } else if (operand === table) {
          repetitions = (found + 1) >>> 0;
          operands = repetitions === 0 ? [] : [label];
        } else if (operand === subopcode) {
          operands = [];
          beginPrefixed(found);
        } else {
          operands.pop();
        }
      };

      for (let at = 0; at < bytes.length;) {
        const stream = phase === instruction ? operands.at(-1) ?? opcodes : phase === bodySize ? size
          : phase >= groupCount ? locals : other;
        const byte = bytes[at] = streams[stream][places[stream]];
        places[stream] += 1;
        at += 1;
        let found = 0;
        if (phase === instruction) takePart(byte);
        else if (phase === preamble) phase = at === 8 ? section : preamble;
        else if (phase === section) [id, phase] = [byte, sectionSize];
        else if (phase === groupType) {
          groups -= 1;
          phase = groups > 0 ? groupSize : instruction;
        } else if (phase !== rest && (found = number(byte)) >= 0) {
          if (phase === sectionSize) {
            sectionEnd = at + found;
            phase = id === 10 ? count : rest;
          } else if (phase === count) phase = bodySize;
          else if (phase === bodySize) [bodyEnd, phase] = [at + found, groupCount];
          else if (phase === groupCount) [groups, phase] = [found, found > 0 ? groupSize : instruction];
          else phase = groupType;
        } else if (phase !== rest) continue;
        if (phase === instruction && at >= bodyEnd) {
          phase = bodySize;
          operands = [];
          value = shift = 0;
        }
        if (phase > sectionSize && at >= sectionEnd) {
          phase = section;
          operands = [];
          value = shift = 0;
        }
      }
      return bytes;
    };

    const load = async (packed) => {
      const bytes = await inflate(Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0)));
      const end = bytes.indexOf(10);
      const header = JSON.parse(decoder.decode(bytes.subarray(0, end)));
      let at = end + 1;
      const next = (count) => bytes.subarray(at, at += count);
      module = await WebAssembly.compile(assemble(header.streams.map(next)));
      // What is there under two paths is packed once.
      const packs = [];
      for (const { path, size, same } of header.files) {
        if (same === undefined) packs.push(next(size));
        given.set(path, same === undefined ? packs.at(-1) : packs[same]);
      }
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
