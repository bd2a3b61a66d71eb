// What each position of a word looks at, in every head of a transformer: the word with arcs above
// it, for the position that is chosen, and all of it in cells.
//
//     {"word": "emma", "boundary": "BOS", "maps": [{"name": "head 0", "rows": [[1], …]}]}
//
// Where the book's program can be asked, for `{word}` and `{steps}`, it reads another word, and is
// trained as long as the reader says.
"use strict";

book.figures.define("attention", (live, data, kit) => {
  const { html, svg, short, percent, row, field, slider, button, canvas, grid, scaleOf, status } = kit;
  const stages = [0, 10, 30, 100, 300, 1000, 3000];
  const state = status();
  const box = html("div", { class: "grids" });
  const letters = html("div", { class: "letters", role: "group", "aria-label": "Who looks" });
  const heads = html("div", { class: "controls", role: "group", "aria-label": "Head" });
  let { word, maps } = data;
  let names = [];
  let asking = 0;
  let head = 0;

  // The arcs from the position that looks, as thick as its share is large.
  const height = 150;
  const arcs = canvas(height, kit.alternative, (width) => {
    const x = (place) => width * (place + 0.5) / names.length;
    const parts = maps[head].rows[asking].map((share, place) => {
      const [from, to] = [x(asking), x(place)];
      const far = Math.abs(asking - place) / Math.max(1, names.length - 1);
      const rise = place === asking ? 26 : 30 + (height - 62) * far;
      const path = place === asking
        ? `M${from - 7} ${height}C${from - 22} ${height - rise * 1.4} ${from + 22} ${height - rise * 1.4} ${from + 7} ${height}`
        : `M${from} ${height}C${from} ${height - rise * 1.3} ${to} ${height - rise * 1.3} ${to} ${height}`;
      // Its share stands at the top of an arc; there a cubic curve has three quarters of its handles.
      const label = place === asking ? { x: from, y: height - 34 }
        : { x: (from + to) / 2, y: height - 0.975 * rise - 6.5 * share - 5 };
      return {
        share, label,
        arc: svg("path", { d: path, class: "arc", "stroke-width": (0.5 + 13 * share).toFixed(2) }),
      };
    });
    // The larger shares are told, as far as there is room for them.
    const told = [];
    for (const { share, label } of parts.toSorted((a, b) => b.share - a.share)) {
      const isFree = told.every(({ x: other, y }) =>
        Math.abs(other - label.x) > 44 || Math.abs(y - label.y) > 14);
      if (isFree) told.push({ ...label, share });
    }
    return [...parts.map(({ arc }) => arc),
      ...told.map(({ share, ...place }) => svg("text", place, percent(share)))];
  });
  arcs.element.classList.add("arcs");

  const tell = () => {
    const { name, rows } = maps[head];
    const shares = rows[asking].map((share, j) => `${names[j]} (${j}) ${short(share, 2)}`);
    state.say(`${name}: ${names[asking]} (${asking}) looks at ${shares.join(", ")}.`);
  };
  const choose = (place) => {
    asking = place;
    Array.from(letters.children).forEach((letter, i) => {
      letter.setAttribute("aria-pressed", String(i === asking));
    });
    arcs.redraw();
    tell();
  };
  const chooseHead = (number) => {
    head = number;
    Array.from(heads.children).forEach((one, i) => {
      one.setAttribute("aria-pressed", String(i === head));
    });
    choose(asking);
  };

  const show = (text, found) => {
    [word, maps] = [text, found];
    names = [data.boundary, ...Array.from(word)];
    asking = names.length - 1;
    head = Math.min(head, maps.length - 1);
    letters.replaceChildren(...names.map((name, i) => button(name, () => choose(i))));
    heads.replaceChildren(...maps.map(({ name }, i) => button(name, () => chooseHead(i))));
    heads.hidden = maps.length === 1;
    box.replaceChildren(...maps.map(({ name, rows }) => html("div", {},
      html("p", {}, name),
      grid({
        label: name, rows: names, columns: names,
        shade: (i, j) => rows[i][j] ?? null, say: (i, j) => short(rows[i][j], 2),
        number: (i, j) => rows[i][j].toFixed(2).replace(/^0/, "").replace(/^\.00$/, "0").replace(/^1.00$/, "1"),
        select: (i, j) => state.say(
          `${name}: ${names[i]} (${i}) looks at ${names[j]} (${j}): ${short(rows[i][j], 2)}`),
      }).element)));
    chooseHead(head);
  };

  live.append(arcs.element, letters, heads, box, scaleOf([0, 0.25, 0.5, 0.75, 1]
    .map((share) => [share, share === 0 ? "share 0" : String(share)])));
  if (kit.ask) {
    let steps = null;
    const read = (text) => kit.ask(
      steps === null ? { word: text } : { word: text, steps },
      ({ json }) => show(text, json.maps), (problem) => state.say(`${problem}.`));
    const input = field({ label: "A word", value: word, length: 15, input: read });
    const control = slider({
      label: "Trained for", low: 0, high: stages.length, value: stages.length,
      text: (i) => (i === stages.length ? "as printed" : `${stages[i]} steps`),
      input: (i) => {
        const isFirst = steps === null && i === stages.length;
        steps = i === stages.length ? null : stages[i];
        if (isFirst) return;
        if (steps === null && input.input.value === data.word) show(data.word, data.maps);
        else read(input.input.value);
      },
    });
    live.append(row(input.element, control.element));
    control.set(stages.length);
  }
  live.append(state.element);
  show(word, maps);
});
