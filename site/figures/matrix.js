// A table of counts as a grid, and the way of a word through it: the probability of each step by
// its row, and its surprise, −log p.
//
//     {"names": ["a", "b", "BOS"], "counts": [[0, 1, 2], …], "boundary": 2, "word": "ab"}
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
      `${names[j]} after ${names[i]}: ${counts[i][j]} of ${sums[i]}, `
      + `p = ${short(probability(i, j))}, surprise ${short(-Math.log(probability(i, j)))}`),
  });

  const body = html("tbody");
  const total = html("td");
  const steps = html("table", { class: "steps" },
    html("thead", {}, html("tr", {}, ...["pair", "count", "p", "surprise"].map((name) =>
      html("th", { scope: "col" }, name)))),
    body,
    html("tfoot", {}, html("tr", {}, html("th", { scope: "row", colspan: 3 }, "loss"), total)));

  const show = (typed) => {
    const word = Array.from(typed, (name) => lower(name, places)).join("");
    steps.hidden = word === "";
    if (word === "") {
      map.mark([]);
      state.say("Type a word to see its way, or go over the cells.");
      return;
    }
    const tokens = Array.from(word).map((name) => places.get(name));
    const unknown = tokens.indexOf(undefined);
    if (unknown >= 0) {
      state.say(`There is no row for “${Array.from(word)[unknown]}”.`);
      return;
    }
    const sequence = [boundary, ...tokens, boundary];
    const pairs = sequence.slice(1).map((next, place) => [sequence[place], next]);
    const surprises = pairs.map(([i, j]) => -Math.log(probability(i, j)));
    const loss = surprises.reduce((a, b) => a + b, 0) / pairs.length;
    body.replaceChildren(...pairs.map(([i, j], place) => html("tr", {},
      html("th", { scope: "row" }, `${names[i]} ${names[j]}`),
      html("td", {}, String(counts[i][j])),
      html("td", {}, probability(i, j).toFixed(4)),
      html("td", {}, Number.isFinite(surprises[place]) ? surprises[place].toFixed(4) : "∞"))));
    total.textContent = Number.isFinite(loss) ? loss.toFixed(4) : "∞";
    map.mark(pairs);
    state.say(`The loss of ${word} is ${short(loss)}.`);
  };

  const input = field({ label: "A word", value: data.word ?? "", length: 24, input: show });
  live.append(map.element, row(input.element), state.element, steps);
  show(data.word ?? "");
});
