// The tokens of a word that the reader types.
//
//     {"characters": "abc", "boundary": "BOS", "word": "cab"}
//
// Token i stands for the i-th character; the boundary comes after the last of them.
"use strict";

book.figures.define("tokens", (live, data, { html, row, field, lower, status }) => {
  const characters = Array.from(data.characters);
  const places = new Map(characters.map((character, place) => [character, place]));
  const boundary = { name: data.boundary, token: characters.length };
  const list = html("ol", { class: "tokens", "aria-label": "Tokens" });
  const state = status();

  const show = (word) => {
    const inside = Array.from(word, (name) => lower(name, places))
      .map((name) => ({ name, token: places.get(name) }));
    const all = [boundary, ...inside, boundary];
    list.replaceChildren(...all.map(({ name, token }) =>
      html("li", { class: token === undefined ? "unknown" : null },
        html("b", {}, name === " " ? "␣" : name), " ", html("span", {}, String(token ?? "?")))));
    const unknown = inside.find(({ token }) => token === undefined);
    if (unknown) {
      const code = unknown.name.codePointAt(0).toString(16).toUpperCase();
      state.say(`No document has the character “${unknown.name}” (${code}).`);
    } else {
      state.say(all.map(({ token }) => token).join(" "));
    }
  };

  const input = field({ label: "A word", value: data.word ?? "", length: 24, input: show });
  live.append(row(input.element), list, state.element);
  show(data.word ?? "");
});
