// Numbers and what they were made from, step by step: data forward, gradients backward.
//
//     {"nodes": [{"name": "a", "data": 2, "gradient": 0.5, "column": 0, "row": 0}, …],
//      "edges": [{"parent": 0, "child": 2, "slope": 3}, …]}
//
// Parents stand before their children. Where the book's program can be asked, the numbers at the
// start can be dragged: it is asked for `{a}`, `{b}` and so on, by the names of the nodes.
"use strict";

book.figures.define("graph", (live, data, kit) => {
  const { html, svg, short, row, slider, button, status, player } = kit;
  const state = status();
  const stage = html("div", { class: "wide", tabindex: 0, role: "group", "aria-label": "Graph" });
  const narrow = matchMedia("(max-width: 40rem)");
  let shown = null;
  let drawn = null;

  // The drawing of some numbers: its steps, and what shows one of them.
  const draw = ({ nodes, edges }) => {
    const into = nodes.map((_, child) => edges.filter((edge) => edge.child === child));

    // What is known after each step, which places it is about, and how one says it.
    const steps = [{ text: "Nothing is known yet.", data: 0, gradients: [], about: [], lines: [] }];
    const add = (step) => steps.push({ ...steps[steps.length - 1], about: [], lines: [], ...step });
    nodes.forEach(({ name, data: number }, place) => {
      const parents = [...new Set(into[place].map(({ parent }) => nodes[parent].name))];
      const source = parents.length > 0 ? `, made from ${parents.join(" and ")}` : "";
      add({
        text: `Forward: ${name} is ${short(number)}${source}.`, data: place + 1, about: [place],
        lines: into[place],
      });
    });
    const last = nodes.length - 1;
    const told = nodes.map(() => null);
    told[last] = 1;
    add({
      text: `Backward: ${nodes[last].name} grows as fast as itself, so its gradient is 1.`,
      gradients: [...told], about: [last],
    });
    for (let child = last; child >= 0; child -= 1) {
      if (into[child].length === 0 || told[child] === null) continue;
      const parts = into[child].map(({ parent, slope }) => {
        const part = slope * told[child];
        const before = told[parent];
        told[parent] = (before ?? 0) + part;
        const sum = before === null ? "" : `, which makes ${short(told[parent])}`;
        return `${short(slope)} · ${short(told[child])} = ${short(part)} to ${nodes[parent].name}${sum}`;
      });
      add({
        text: `Backward: ${nodes[child].name} passes on ${parts.join(", and ")}.`,
        gradients: [...told], about: [child, ...into[child].map(({ parent }) => parent)],
        lines: into[child],
      });
    }

    const columns = Math.max(...nodes.map(({ column }) => column)) + 1;
    const rows = Math.max(...nodes.map((node) => node.row)) + 1;
    // From left to right, or down the page where that is narrow.
    const isTall = narrow.matches && rows <= 3;
    const place = ({ column, row: line }) => (isTall
      ? { x: 54 + 118 * line, y: 36 + 118 * column } : { x: 54 + 172 * column, y: 36 + 110 * line });
    const [across, down] = isTall ? [0, 34] : [52, 0];
    const lines = edges.map((edge) => {
      const [start, end] = [place(nodes[edge.parent]), place(nodes[edge.child])];
      const [x, y] = [(start.x + end.x) / 2, (start.y + end.y) / 2];
      return {
        edge,
        element: svg("g", {},
          svg("line", { x1: start.x + across, y1: start.y + down, x2: end.x - across, y2: end.y - down }),
          svg("text", isTall ? { x: x + 22, y: y + 4 } : { x: x + (end.y - start.y) / 6, y: y - 6 },
            `×${short(edge.slope)}`)),
      };
    });
    const boxes = nodes.map((node) => {
      const { x, y } = place(node);
      const text = (dy) => svg("text", { x, y: y + dy });
      const parts = { name: text(-14), data: text(5), gradient: text(24) };
      parts.name.textContent = node.name;
      const shape = svg("rect", { x: x - 52, y: y - 34, width: 104, height: 68, rx: 3 });
      return { ...parts, element: svg("g", {}, shape, ...Object.values(parts)) };
    });
    const picture = svg("svg", {
      class: isTall ? "graph tall" : "graph", role: "img", "aria-label": kit.alternative,
      viewBox: isTall ? `0 0 ${118 * rows - 10} ${118 * columns - 46}` : `0 0 ${172 * columns - 64} ${110 * rows - 38}`,
    }, ...lines.map(({ element }) => element), ...boxes.map(({ element }) => element));

    const show = (number) => {
      const step = steps[number];
      boxes.forEach((box, index) => {
        const gradient = step.gradients[index];
        box.data.textContent = index < step.data ? `data ${short(nodes[index].data)}` : "";
        box.gradient.textContent = typeof gradient === "number" ? `gradient ${short(gradient)}` : "";
        box.element.setAttribute("class", step.about.includes(index) ? "now" : "");
      });
      for (const { edge, element } of lines) {
        element.setAttribute("class", step.lines.includes(edge) ? "now" : "");
      }
      state.say(step.text);
    };
    return { nodes, boxes, count: steps.length, picture, show };
  };

  let current = 0;
  const make = (answer) => {
    drawn = answer;
    shown = draw(answer);
    stage.replaceChildren(shown.picture);
    grip();
  };

  // The numbers at the start, by sliders and by dragging their boxes.
  const given = data.nodes.filter((_, i) => !data.edges.some(({ child }) => child === i))
    .filter(({ name }) => /^\w+$/.test(name));
  const sliders = new Map();
  const ask = () => {
    const values = {};
    for (const [name, { input }] of sliders) values[name] = Number(input.value) / 10;
    kit.ask(values, ({ json }) => {
      make(json);
      // Who sets a number sees what it does.
      if (current === 0) control.set(shown.count - 1);
      else shown.show(current);
    }, (problem) => state.say(`${problem}.`));
  };
  const grip = () => {
    if (!kit.ask) return;
    for (const { name } of given) {
      const control = sliders.get(name);
      const index = shown.nodes.findIndex((node) => node.name === name);
      const { element } = shown.boxes[index];
      element.setAttribute("data-grip", "");
      element.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        const [start, value] = [event.clientX, Number(control.input.value)];
        const move = ({ clientX }) => control.set(value + (clientX - start) / 6);
        const stop = () => {
          removeEventListener("pointermove", move);
          removeEventListener("pointerup", stop);
          removeEventListener("pointercancel", stop);
        };
        addEventListener("pointermove", move);
        addEventListener("pointerup", stop);
        addEventListener("pointercancel", stop);
      });
    }
  };
  if (kit.ask) {
    for (const { name, data: value } of given) {
      const control = slider({
        label: name, low: 1, high: Math.max(60, Math.round(20 * value)), value: 10 * value,
        text: (tenths) => short(tenths / 10), input: () => { if (sliders.has(name)) ask(); },
      });
      control.set(10 * value);
      sliders.set(name, control);
    }
  }

  make(data);
  const control = slider({
    label: "Step", low: 0, high: shown.count - 1, value: 0,
    text: (number) => `${number} of ${shown.count - 1}`,
    input: (number) => {
      current = number;
      shown.show(number);
    },
  });
  narrow.addEventListener("change", () => {
    make(drawn);
    shown.show(current);
  });
  const motion = player(0, shown.count - 1, 700, (number) => control.set(number));
  const go = (number) => {
    motion.stop();
    control.set(number);
  };
  control.input.addEventListener("input", motion.stop);
  live.append(stage,
    row(button("To the start", () => go(0)), button("Step back", () => go(current - 1)),
      button("Step on", () => go(current + 1)), button("Play", motion.play), control.element));
  if (kit.ask) live.append(row(...Array.from(sliders.values(), ({ element }) => element)));
  live.append(state.element);
  control.set(0);
});
