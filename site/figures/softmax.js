// Scores as probabilities, at a temperature that the reader sets.
//
//     {"labels": ["a", "b"], "scores": [1.5, −0.2], "temperature": 1,
//      "temperatures": [0.5, 1], "shares": [[0.97, 0.03], [0.85, 0.15]]}
//
// A row of shares belongs to each of the temperatures. Where the book's program can be asked, for
// `{scores}`, it prints the shares that they stand for, and so those at any temperature; and for
// `{word}` it writes the data anew, of what the reader types.
"use strict";

book.figures.define("softmax", (live, data, kit) => {
  const { html, percent, row, field, slider, status } = kit;
  let temperatures = data.temperatures;
  if (kit.ask) {
    temperatures = [];
    for (let i = 2; i <= 20; i += 1) temperatures.push(i / 20);
    for (let i = 11; i <= 20; i += 1) temperatures.push(i / 10);
    for (let i = 5; i <= 20; i += 1) temperatures.push(i / 2);
  }
  const state = status();
  const list = html("ol", { class: "bars", "aria-label": "Probabilities" });
  let scores = [];
  // What is known of the shares, by their temperature.
  let known = new Map();
  let order = [];
  let items = [];

  const take = (next) => {
    scores = next.scores;
    known = new Map(next.temperatures.map((temperature, i) => [temperature, next.shares[i]]));
    order = scores.map((_, index) => index).sort((a, b) => scores[b] - scores[a] || a - b);
    items = order.map((index) => {
      const bar = html("span", { class: "bar" });
      const value = html("span", { class: "unseen" });
      const text = data.labels[index];
      const label = html("b", text.length > 1 ? { class: "long" } : {}, text);
      const track = html("span", { class: "track" }, bar);
      return { index, bar, value, element: html("li", {}, track, label, " ", value) };
    });
    list.replaceChildren(...items.map(({ element }) => element));
  };

  let current = 0;
  const draw = (temperature, shares) => {
    for (const { index, bar, value } of items) {
      bar.style.setProperty("--share", shares[index].toFixed(5));
      value.textContent = percent(shares[index]);
    }
    const first = order.slice(0, 5).map((i) => `${data.labels[i]} ${percent(shares[i])}`);
    // Of those that are not told, the sum.
    const rest = order.slice(5).reduce((total, i) => total + shares[i], 0);
    state.say(`At ${temperature}: ${first.join(", ")}; all others ${percent(rest)}.`);
  };
  const show = (number) => {
    current = number;
    const temperature = temperatures[number];
    const shares = known.get(temperature);
    if (shares) {
      draw(temperature, shares);
      return;
    }
    const asked = known;
    kit.ask({ scores: scores.map((score) => score / temperature) }, ({ text }) => {
      const found = text.trim().split(/\s+/).map(Number);
      asked.set(temperature, found);
      if (known === asked && current === number) draw(temperature, found);
    }, (problem) => state.say(`${problem}.`));
  };

  const start = Math.max(0, temperatures.indexOf(data.temperature ?? 1));
  const control = slider({
    label: "Temperature", low: 0, high: temperatures.length - 1, value: start,
    text: (number) => String(temperatures[number]), input: show,
  });
  take(data);
  const controls = [control.element];
  if (kit.ask) {
    controls.push(field({
      label: "After", value: data.word ?? kit.usual("word"), length: 15,
      input: (word) => kit.ask({ word }, ({ json }) => {
        take(json);
        show(current);
      }, (problem) => state.say(`${problem}.`)),
    }).element);
  }
  live.append(list, row(...controls), state.element);
  control.set(start);
});
