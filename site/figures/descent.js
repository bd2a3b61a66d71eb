// How far the same gradients move a weight: by plain descent, and by Adam.
//
//     {"gradients": [1, -1, 1, -1], "moves": [-1, 0.0811, -0.3392, 0.0811]}
//
// `moves` are Adam's, at a rate of 1. Where the book's program can be asked, for `{gradients}`, it
// says how others move the weight. What is left here is to add up: a path is the sum of the moves
// until then, and a move of descent, at the same rate, is its gradient the other way.
"use strict";

book.figures.define("descent", (live, data, kit) => {
  const { html, svg, short, ticks, row, field, button, canvas, status } = kit;
  const state = status();
  let { gradients, moves } = data;
  const sums = (list) => list.reduce((all, move) => [...all, all.at(-1) + move], [0]);
  const height = 260;
  const edge = { left: 44, right: 16, top: 24, bottom: 36 };

  const plot = canvas(height, kit.alternative || "Two paths of a weight, by descent and by Adam", (width) => {
    const paths = [
      ["faint", "descent", sums(gradients.map((gradient) => -gradient))],
      ["strong", "Adam", sums(moves)],
    ];
    const all = paths.flatMap(([, , path]) => path);
    const [low, high] = [Math.min(...all, -1), Math.max(...all, 1)];
    const x = (step) => edge.left + (width - edge.left - edge.right) * step / gradients.length;
    const y = (value) => edge.top + (height - edge.top - edge.bottom) * (high - value) / (high - low);
    const rules = ticks(low, high, 5).flatMap((value) => [
      svg("line", { x1: edge.left, x2: width - edge.right, y1: y(value), y2: y(value), class: "rule" }),
      svg("text", { x: edge.left - 6, y: y(value) + 4, "text-anchor": "end" }, short(value, 1)),
    ]);
    return [...rules, ...gradients.map((gradient, i) => svg("text",
      { x: x(i + 0.5), y: height - 14 }, short(gradient, 2))),
      svg("text", { x: edge.left, y: 14 }, "weight"),
      ...paths.flatMap(([style, name, path], i) => [
        svg("polyline", { class: style, points: path.map((value, step) => `${x(step).toFixed(1)},${y(value).toFixed(1)}`).join(" ") }),
        svg("text", { x: width - edge.right - 4, y: y(path.at(-1)) + (i === 0 ? -8 : 16), "text-anchor": "end" }, name),
      ])];
  });
  plot.element.classList.add("curve");

  const tell = () => {
    const end = (list) => short(list.reduce((a, b) => a + b, 0), 2);
    state.say(`Gradients ${gradients.map((gradient) => short(gradient, 2)).join(", ")}: descent moves the `
      + `weight by ${end(gradients.map((gradient) => -gradient))}, Adam by ${end(moves)}.`);
  };
  live.append(plot.element);
  if (kit.ask) {
    const ask = (text) => {
      const next = text.trim().split(/[\s,]+/).map(Number);
      if (next.length === 0 || next.length > 24 || !next.every((one) => Number.isFinite(one) && Math.abs(one) <= 100)) {
        state.say("Up to 24 numbers from −100 to 100, with blanks between them.");
        return;
      }
      kit.ask({ gradients: next.join(" ") }, ({ text: printed }) => {
        const found = Array.from(printed.matchAll(/moves +(-?[\d.]+)/g), ([, move]) => Number(move));
        if (found.length !== next.length) return;
        [gradients, moves] = [next, found];
        plot.redraw();
        tell();
      }, (problem) => state.say(`${problem}.`));
    };
    const input = field({ label: "Gradients", value: gradients.join(" "), length: 80, input: ask });
    const set = (text) => () => {
      input.input.value = text;
      ask(text);
    };
    live.append(row(input.element, button("Steady", set("1 1 1 1 1 1 1 1")),
      button("To and fro", set("1 -1 1 -1 1 -1 1 -1")), button("Rare", set("1 0 0 0 0 0 0 0")),
      button("Small", set("0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.01"))));
  }
  live.append(state.element);
  tell();
});
