// What a model computes at each token of a word: all of it anew, or only what is new.
//
//     {"word": "anna", "rows": [["BOS", 7163, 7163], ["a", 14410, 7247], …]}
//
// A row says how many values are computed for a token anew, and with a memory. Where the book's
// program can be asked, for `{word}`, it prints such rows for another word.
"use strict";

book.figures.define("cache", (live, data, kit) => {
  const { html, row, field, slider, status } = kit;
  const state = status();
  const stage = html("div", { class: "grids" });
  let { word, rows } = data;
  let at = rows.length - 1;

  // A line for each token that is read: which positions are computed for it.
  const table = (name, isLit) => html("div", {},
    html("p", {}, name),
    html("table", { class: "grid", "aria-hidden": "true" },
      html("thead", {}, html("tr", {}, html("td"),
        ...rows.map(([token]) => html("th", { scope: "col" }, html("span",
          { class: token.length > 1 ? "long" : null }, token))))),
      html("tbody", {}, ...rows.map(([token], i) => html("tr", {},
        html("th", { scope: "row" }, token),
        ...rows.map((_, j) => html("td", {
          class: j > i || i > at ? "none" : isLit(i, j) ? null : "kept",
          style: `--shade: ${j <= i && i <= at && isLit(i, j) ? 1 : 0}`,
        })))))));
  const number = (value) => value.toLocaleString("en");
  const draw = () => {
    stage.replaceChildren(
      table("read anew", () => true), table("with a memory", (i, j) => i === j));
    const sum = (place) => rows.slice(0, at + 1).reduce((total, line) => total + line[place], 0);
    state.say(`At ${rows[at][0]} (${at}): ${number(rows[at][1])} values anew, ${number(rows[at][2])} `
      + `with a memory. Up to there ${number(sum(1))} and ${number(sum(2))}.`);
  };

  const control = slider({
    label: "Token", low: 0, high: rows.length - 1, value: at, text: (i) => rows[i]?.[0] ?? "",
    input: (i) => {
      at = Math.min(i, rows.length - 1);
      draw();
    },
  });
  const controls = [control.element];
  if (kit.ask) {
    controls.push(field({
      label: "A word", value: word, length: 15,
      input: (next) => kit.ask({ word: next }, ({ text }) => {
        const found = Array.from(text.matchAll(/^(\S+) +(\d+) +(\d+) +\S+$/gm),
          ([, token, anew, kept]) => [token, Number(anew), Number(kept)]);
        if (found.length === 0) return;
        [word, rows] = [next, found];
        control.input.max = rows.length - 1;
        control.set(rows.length - 1);
      }, (problem) => state.say(`${problem}.`)),
    }).element);
  }
  live.append(html("style", {}, `
    .live .grid .kept { outline: 1px dotted var(--muted); outline-offset: -2px; }
  `), stage, row(...controls), state.element);
  control.set(at);
});
