// A table of counts as a grid, and the way of a word through it.
//
//     {"names": ["a", "b", "BOS"], "counts": [[0, 1, 2], …], "boundary": 2}
//
// What a cell tells are two numbers of the table, its count and its row's sum, and the one divided by
// the other. Where the book's program can be asked, for `{word}`, it prints a line for each pair of
// the word, its name, its probability, and its surprise, and a last one with the loss.
"use strict";

book.figures.define("matrix", (live, data, kit) => {
  const { html, short, row, field, grid, lower, status } = kit;
  const { names, counts, boundary } = data;
  const sums = counts.map((line) => line.reduce((a, b) => a + b, 0));
  const probability = (i, j) => (sums[i] > 0 ? counts[i][j] / sums[i] : 0);
  const places = new Map(names.map((name, place) => [name, place]));
  const state = status();

  // The square root, so that small probabilities can be seen.
  const map = grid({
    label: kit.alternative, rows: names, columns: names,
    shade: (i, j) => Math.sqrt(probability(i, j)),
    scale: [0, 0.05, 0.2, 0.5, 1].map((p) => [Math.sqrt(p), p === 0 ? "p = 0" : String(p)]),
    say: (i, j) => short(probability(i, j)),
    select: (i, j) => state.say(
      `${names[j]} after ${names[i]}: ${counts[i][j]} of ${sums[i]}, p = ${short(probability(i, j))}`),
  });

  const body = html("tbody");
  const total = html("td");
  const steps = html("table", { class: "steps" },
    html("thead", {}, html("tr", {}, ...["pair", "p", "surprise"].map((name) =>
      html("th", { scope: "col" }, name)))),
    body,
    html("tfoot", {}, html("tr", {}, html("th", { scope: "row", colspan: 2 }, "loss"), total)));

  const tell = (text) => {
    steps.hidden = true;
    map.mark([]);
    state.say(text);
  };
  const rest = () =>
    tell(kit.ask ? "Type a word to see its way, or go over the cells." : "Go over the cells.");
  const printed = (number) => (number === "inf" ? "∞" : number);
  const show = (word, text) => {
    const lines = text.trimEnd().split("\n");
    const loss = printed(lines.pop().split(/\s+/).pop());
    body.replaceChildren(...lines.map((line) => {
      const [, pair, p, surprise] = /^(.*?) +(\S+) +(\S+)$/.exec(line);
      return html("tr", {}, html("th", { scope: "row" }, pair), html("td", {}, p),
        html("td", {}, printed(surprise)));
    }));
    total.textContent = loss;
    steps.hidden = false;
    const sequence = [boundary, ...Array.from(word, (name) => places.get(name)), boundary];
    map.mark(sequence.slice(1).map((next, place) => [sequence[place], next]));
    state.say(`The loss of ${word} is ${loss === "∞" ? "infinite" : loss}.`);
  };
  let wanted = "";
  const ask = (typed) => {
    const word = wanted = Array.from(typed, (name) => lower(name, places)).join("");
    if (word === "") {
      rest();
      return;
    }
    kit.ask({ word }, ({ text }) => { if (word === wanted) show(word, text); },
      (problem) => { if (word === wanted) tell(`${problem}.`); });
  };

  live.append(map.element);
  if (kit.ask) live.append(row(field({ label: "A word", value: "", length: 24, input: ask }).element));
  live.append(state.element, steps);
  rest();
});
