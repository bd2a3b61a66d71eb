// What each position of a word looks at, in every head of a transformer. The model reads what the
// reader types.
//
//     {"word": "emma", "names": ["BOS", "e", …], "maps": [{"name": "head 0", "rows": [[1], …]}],
//      "boundary": "BOS", "hasNorm": true, "tensors": {"wte": [[…], …], …},
//      "words": {"vocabulary": "abc…", "context": "16", "heads": "4", "activation": "relu"}}
//
// `maps` are those of `word`. Without `tensors` there is no other word to be read.
"use strict";

book.figures.define("attention", (live, data, kit) => {
  const { html, short, row, field, grid, status } = kit;
  const state = status();
  const box = html("div", { class: "grids" });

  const show = (word, maps) => {
    const names = [data.boundary, ...Array.from(word)];
    box.replaceChildren(...maps.map(({ name, rows }) => html("div", {},
      html("p", {}, name),
      grid({
        label: name, rows: names, columns: names,
        shade: (i, j) => rows[i][j] ?? null, say: (i, j) => short(rows[i][j], 2),
        select: (i, j) => state.say(
          `${name}: ${names[i]} (${i}) looks at ${names[j]} (${j}): ${short(rows[i][j], 2)}`),
      }).element)));
    const last = names.length - 1;
    const looks = maps.map(({ name, rows }) => {
      const most = rows[last].indexOf(Math.max(...rows[last]));
      return `${names[most]} (${most}) in ${name}: ${short(rows[last][most], 2)}`;
    });
    state.say(`${names[last]} (${last}) looks most at ${looks.join("; ")}.`);
  };

  show(data.word, data.maps);
  live.append(box);
  const read = data.tensors && kit.compute("attention", data);
  if (read) {
    const characters = Array.from(data.words.vocabulary);
    const input = field({
      label: "A word", value: data.word, length: Number(data.words.context) - 1,
      input: (word) => {
        const unknown = Array.from(word).find((character) => !characters.includes(character));
        if (unknown) {
          state.say(`No document has the character “${unknown}”.`);
          return;
        }
        const tokens = Array.from(word).map((character) => characters.indexOf(character));
        read([characters.length, ...tokens], (maps) => show(word, maps));
      },
    });
    live.append(row(input.element));
  }
  live.append(state.element);
});

// A transformer's shares: from tokens to a map for each head of each layer. What the model does
// not have among its tensors is left out.
book.figures.provide("attention", ({ tensors, words, hasNorm }) => {
  const heads = Number(words.heads ?? 1);
  const dot = (a, b) => a.reduce((sum, number, i) => sum + number * b[i], 0);
  const linear = (x, rows) => rows.map((line) => dot(line, x));
  const add = (a, b) => a.map((number, i) => number + b[i]);
  const norm = (x) => {
    if (!hasNorm) return x;
    const scale = (dot(x, x) / x.length + 1e-5) ** -0.5;
    return x.map((number) => number * scale);
  };
  const softmax = (scores) => {
    const largest = Math.max(...scores);
    const weights = scores.map((score) => Math.exp(score - largest));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  };
  const bend = (x) => (words.activation === "relu2" ? Math.max(0, x) ** 2 : Math.max(0, x));

  return (tokens) => {
    const maps = [];
    let stream = tokens.map((token, place) =>
      norm(add(tensors.wte[token], tensors.wpe[place])));
    for (let layer = 0; tensors[`layer${layer}.attn_wq`]; layer += 1) {
      const tensor = (name) => tensors[`layer${layer}.${name}`];
      const inside = stream.map(norm);
      const [queries, keys, values] = ["attn_wq", "attn_wk", "attn_wv"]
        .map((name) => inside.map((x) => linear(x, tensor(name))));
      const size = queries[0].length / heads;
      const heard = queries.map(() => []);
      for (let head = 0; head < heads; head += 1) {
        const cut = (x) => x.slice(head * size, (head + 1) * size);
        const rows = queries.map((query, place) => softmax(keys.slice(0, place + 1)
          .map((key) => dot(cut(query), cut(key)) / Math.sqrt(size))));
        maps.push({ name: `layer ${layer}${words.heads ? `, head ${head}` : ""}`, rows });
        rows.forEach((shares, place) => {
          for (let i = head * size; i < (head + 1) * size; i += 1) {
            heard[place].push(dot(shares, values.map((value) => value[i])));
          }
        });
      }
      const output = tensor("attn_wo");
      stream = stream.map((x, place) =>
        add(x, output ? linear(heard[place], output) : heard[place]));
      const [expand, contract] = [tensor("mlp_fc1"), tensor("mlp_fc2")];
      if (expand && contract) {
        stream = stream.map((x) => add(x, linear(linear(norm(x), expand).map(bend), contract)));
      }
    }
    return maps;
  };
});
