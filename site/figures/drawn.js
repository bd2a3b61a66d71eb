// What the book's program draws or prints, at settings that the reader slides or types.
//
//     {"controls": [{"name": "steps", "label": "Steps", "values": [0, 100, 1000], "value": 1000},
//                   {"name": "word", "label": "A word", "value": "emma", "length": 15}],
//      "plays": "steps", "says": "(\\d+) weights"}
//
// The still picture stands there until the reader sets something. Then the program is asked, and the
// first `*.svg` that it writes is shown, or else what it prints. `plays` is the control whose values
// *Play* goes through. `says` is a regular expression; the line that it finds is told below.
"use strict";

book.figures.define("drawn", (live, data, kit) => {
  const { html, row, field, slider, button, status, player } = kit;
  const state = status();
  const stage = html("div", { class: "stage", "aria-live": "off" });
  const values = {};
  let isReady = false;

  // The still picture again, with ids of its own.
  const first = kit.still?.cloneNode(true);
  for (const element of first?.querySelectorAll("*") ?? []) {
    for (const { name, value } of Array.from(element.attributes)) {
      if (name === "id") element.id = `live-${value}`;
      else if (/^(xlink:)?href$/.test(name) && value.startsWith("#")) {
        element.setAttribute(name, `#live-${value.slice(1)}`);
      } else if (/^aria-(labelledby|describedby)$/.test(name)) {
        element.setAttribute(name, value.replace(/\S+/g, "live-$&"));
      } else if (value.includes("url(#")) {
        element.setAttribute(name, value.replaceAll("url(#", "url(#live-"));
      }
    }
  }
  stage.append(...(first?.childNodes ?? []));

  const show = ({ text, files }) => {
    const picture = files.find(([path]) => path.endsWith(".svg"));
    const drawing = picture && book.live.drawing(picture[1]);
    if (drawing) {
      drawing.setAttribute("role", "img");
      drawing.setAttribute("aria-label", kit.alternative);
      stage.replaceChildren(drawing);
    } else {
      stage.replaceChildren(html("pre", { class: "printed", tabindex: 0 }, text.trimEnd()));
    }
    const line = data.says && text.split("\n").findLast((one) => new RegExp(data.says).test(one));
    state.say(line?.trim() ?? "");
  };
  const ask = () => {
    if (!isReady) return;
    state.say("The program works.");
    kit.ask(values, show, (problem) => state.say(`${problem}.`));
  };

  const controls = [];
  let motion = null;
  if (kit.ask) {
    for (const one of data.controls) {
      values[one.name] = one.value;
      if (!one.values) {
        controls.push(field({
          label: one.label, value: one.value, length: one.length ?? 24,
          input: (text) => {
            values[one.name] = text;
            ask();
          },
        }).element);
        continue;
      }
      const control = slider({
        label: one.label, low: 0, high: one.values.length - 1,
        value: Math.max(0, one.values.indexOf(one.value)), text: (i) => String(one.values[i]),
        input: (i) => {
          values[one.name] = one.values[i];
          ask();
        },
      });
      control.set(Math.max(0, one.values.indexOf(one.value)));
      if (data.plays === one.name) {
        motion = player(0, one.values.length - 1, 600, (i) => control.set(i));
        control.input.addEventListener("input", motion.stop);
        controls.push(button("Play", motion.play));
      }
      controls.push(control.element);
    }
    isReady = true;
  }
  live.classList.add("made");
  live.append(stage, row(...controls), state.element);
});
