// The cover: a model that learns while one looks on.
//
//     {"losses": [3.1, …], "names": {"0": ["xq", …], "1000": […]}, "final": ["shela", …]}
//
// What is printed on the page at first is what CPython prints; *Train* lets the book's own program
// do it again, and compares.
"use strict";

book.figures.define("train", (live, data, kit) => {
  const { html, svg, row, slider, field, button } = kit;
  const steps = data.losses.length;
  const stages = Object.keys(data.names).map(Number);
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const say = html("p", { class: "state", role: "status" });

  // The curve: each step a dot, and the mean of the last fifty a line.
  const [width, height, top] = matchMedia("(max-width: 40rem)").matches ? [345, 200, 4] : [640, 240, 4];
  const x = (step) => 40 + (width - 50) * step / steps;
  const y = (loss) => height - 24 - (height - 34) * Math.min(loss, top) / top;
  const dots = svg("g", { class: "each" });
  const line = svg("g", { class: "mean" });
  const axis = [0, 1, 2, 3, 4].map((loss) => svg("g", {},
    svg("path", { d: `M40 ${y(loss)}H${width - 10}` }),
    svg("text", { x: 32, y: y(loss) + 4, "text-anchor": "end" }, String(loss))));
  const below = stages.map((step) => svg("text",
    { x: x(step), y: height - 6, "text-anchor": step === 0 ? "start" : step === steps ? "end" : "middle" },
    step === 0 && width > 400 ? "step 0" : String(step)));
  const picture = svg("svg", {
    viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": `The loss over ${steps} steps, from ${data.losses[0]} down to about 2.2`,
  }, svg("g", { class: "axis" }, ...axis, ...below), dots, line);
  // Draws what is new; each piece is drawn once, however many there are.
  let drawnTo = 0;
  let sum = 0;
  const draw = (losses) => {
    if (losses.length < drawnTo || losses.length === 0) {
      [drawnTo, sum] = [0, 0];
      dots.replaceChildren();
      line.replaceChildren();
    }
    const mean = (i) => sum / Math.min(i + 1, 50);
    let points = "";
    let curve = drawnTo > 0 ? `M${x(drawnTo).toFixed(1)} ${y(mean(drawnTo - 1)).toFixed(1)}` : "";
    for (let i = drawnTo; i < losses.length; i += 1) {
      sum += losses[i] - (i >= 50 ? losses[i - 50] : 0);
      const across = x(i + 1).toFixed(1);
      points += `M${across} ${y(losses[i]).toFixed(1)}h0`;
      curve += `${curve === "" ? "M" : "L"}${across} ${y(mean(i)).toFixed(1)}`;
    }
    if (losses.length > drawnTo) {
      dots.append(svg("path", { d: points }));
      line.append(svg("path", { d: curve }));
    }
    drawnTo = losses.length;
  };

  const columns = new Map(stages.map((step) => [step, html("ul")]));
  const names = html("div", { class: "stages" }, ...stages.map((step) => html("div", {},
    html("h2", {}, step === 0 ? "untrained" : `${step} steps`), columns.get(step))));
  const show = (step, list) => {
    columns.get(step).replaceChildren(...list.map((name) => html("li", {}, name || "–")));
  };

  draw(data.losses);
  for (const step of stages) show(step, data.names[step]);

  // What the program prints.
  const samples = (output) => Array.from(
    new TextDecoder().decode(output).matchAll(/^sample +\d+: ?(.*)$/gm), ([, name]) => name);
  const losses = (text) => Array.from(
    text.matchAll(/step +\d+ \/ +\d+ \| loss (-?[\d.]+|nan|inf)/g), ([, loss]) => Number(loss));
  const ask = async (words, output) => {
    const result = await book.live.run(words, { output });
    if (result.ending.status === 0) return result.output;
    const last = new TextDecoder().decode(result.output).trim().split("\n").pop();
    throw new Error(result.ending.trap ?? (last || "the program was stopped"));
  };
  const pause = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

  const train = async () => {
    start.disabled = true;
    after.hidden = true;
    say.textContent = "The program comes, and trains.";
    draw([]);
    for (const step of stages) show(step, []);
    try {
      const count = data.names[0].length;
      const early = new Map();
      for (const step of stages.slice(0, -1)) {
        early.set(step, samples(await ask(
          ["train", "--quiet", "--until", String(step), "--samples", String(count)])));
      }
      show(0, early.get(0));
      const began = performance.now();
      const printed = new TextDecoder().decode(await ask(["train", "--save", "cover.safetensors"]));
      const time = performance.now() - began;
      const found = losses(printed);
      const last = samples(new TextEncoder().encode(printed));
      // It is done; it is shown in two seconds, so that one can see it.
      for (let frame = 1; !isCalm && frame <= 50; frame += 1) {
        const step = Math.round(steps * frame / 50);
        draw(found.slice(0, step));
        for (const [at, list] of early) if (at <= step && at > 0) show(at, list);
        await pause(40);
      }
      draw(found);
      for (const [at, list] of early) show(at, list);
      show(steps, last.slice(0, count));
      const isEarly = stages.slice(0, -1)
        .every((step) => early.get(step).every((name, i) => name === data.names[step][i]));
      const isSame = isEarly && found.length === steps && found.every((loss, i) => loss === data.losses[i])
        && data.final.every((name, i) => name === last[i]);
      say.textContent = `${steps} steps in ${(time / 1000).toFixed(2)} s, in this page. `
        + (book.live.hasOwnData() ? "It learned from your list."
          : isSame ? `The same digits as CPython ✓: all ${steps} losses, all ${last.length} names.`
          : "Not the digits that CPython printed.");
      after.hidden = false;
      more();
    } catch (error) {
      say.textContent = `This did not work: ${error.message}.`;
      draw([]);
      draw(data.losses);
      for (const step of stages) show(step, data.names[step]);
    }
    start.disabled = false;
    start.textContent = "Train again";
  };

  // More names from the model that was trained.
  let drawn = 0;
  let temperature = 0.5;
  let prompt = "";
  const list = html("ul", { class: "drawn-names", "aria-live": "polite" });
  let asked = 0;
  const more = async () => {
    const number = asked += 1;
    const words = ["--load", "cover.safetensors", "--quiet", "--samples", String(drawn + 20),
      "--temperature", String(temperature)];
    try {
      const found = samples(await ask(prompt ? [...words, "--prompt", prompt] : words));
      if (number !== asked) return;
      list.replaceChildren(...found.slice(drawn).map((name) => html("li", {}, name || "–")));
    } catch (error) {
      if (number === asked) list.replaceChildren(html("li", {}, error.message));
    }
  };
  const heat = slider({
    label: "Temperature", low: 1, high: 30, value: 5, text: (tenths) => (tenths / 10).toFixed(1),
    input: (tenths) => {
      temperature = tenths / 10;
      if (!after.hidden) more();
    },
  });
  const beginning = field({
    label: "Starts with", value: "", length: 8,
    input: (text) => {
      prompt = text.toLowerCase().trim();
      more();
    },
  });
  // The model as a file, the same as on the command line.
  const model = "cover.safetensors";
  const save = button("Save the model", () => {
    const address = URL.createObjectURL(new Blob([book.live.files.get(model)]));
    html("a", { href: address, download: "model.safetensors" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  });
  const load = html("input", {
    type: "file", accept: ".safetensors", "aria-label": "Load a model",
    onchange: async () => {
      const [file] = load.files;
      if (!file) return;
      if (file.size > 64 << 20) {
        list.replaceChildren(html("li", {}, "This file is too large."));
        return;
      }
      book.live.files.set(model, new Uint8Array(await file.arrayBuffer()));
      more();
    },
  });
  const style = html("style", {}, `
    .train svg { width: 100%; height: auto; }
    .train .axis path { stroke: var(--line); fill: none; }
    .train .axis text { fill: var(--muted); font: 12px var(--sans); }
    .train .each { stroke: var(--muted); stroke-width: 2.5; stroke-linecap: round; opacity: 0.45; }
    .train .mean { stroke: var(--accent); stroke-width: 2.5; fill: none; }
    .train .start { font-size: 1rem; padding: 0.5rem 1.1rem; }
    .train .state { min-height: 3.2em; }
    .train .stages { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 0.75rem; }
    .train h2 { margin: 0 0 0.25rem; font: 600 0.75rem/1.5 var(--sans); color: var(--muted); }
    .train ul { list-style: none; margin: 0; padding: 0; min-height: 8rem; overflow-wrap: anywhere; }
    .train li { font-size: 0.8rem; }
    .train .drawn-names { columns: 7rem; min-height: 7rem; margin: 0.75rem 0; }
    @media (max-width: 30rem) { .train .stages { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
  `);
  const start = button("Train a GPT here", train);
  start.classList.add("start");
  const after = html("div", { class: "after", hidden: "" },
    row(heat.element, beginning.element, button("Another twenty", () => {
      drawn = (drawn + 20) % 400;
      more();
    })), list, row(save, html("label", {}, "Load a model ", load)));
  heat.set(5);
  live.classList.add("train");
  live.append(style, row(start), say, picture, names, after);
  addEventListener("DOMContentLoaded", () => {
    if (book.live) live.append(book.live.dataControl());
    else start.hidden = true;
  });
});
