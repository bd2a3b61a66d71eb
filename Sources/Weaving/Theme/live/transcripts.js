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
