// Curves over the same steps, with a cursor.
//
//     {"across": "step", "up": "loss", "first": 1,
//      "series": [{"name": "each step", "values": [3.3, …], "isFaint": true}, …]}
//
// Where the book's program can be asked, for `{seed}` and `{rate}`, what it finds with them is laid
// over the printed curves.
"use strict";

book.figures.define("curve", (live, data, kit) => {
  const { svg, short, ticks, row, slider, button, canvas, status } = kit;
  const first = data.first ?? 1;
  const count = Math.max(...data.series.map(({ values }) => values.length));
  let series = data.series;
  let [low, high] = [0, 1];
  // What runs away leaves the picture at twice the height of what is printed.
  const measure = () => {
    const all = data.series.flatMap(({ values }) => values);
    const own = series.flatMap(({ values }) => values).filter(Number.isFinite);
    const [least, most] = [Math.min(...all), Math.max(...all)];
    [low, high] = [
      Math.max(Math.min(...own), least - (most - least)),
      Math.min(own.reduce((a, b) => Math.max(a, b), most), most + (most - least)),
    ];
  };
  measure();
  const state = status();
  const height = 300;
  const edge = { left: 44, right: 20, top: 24, bottom: 40 };
  let current = count - 1;

  const across = (index, width) =>
    edge.left + (width - edge.left - edge.right) * index / Math.max(1, count - 1);
  const up = (value) =>
    edge.top + (height - edge.top - edge.bottom)
      * Math.min(1, Math.max(0, (high - value) / (high - low || 1)));
  const text = (words, x, y, anchor) => svg("text", { x, y, "text-anchor": anchor }, words);
  const line = (x1, y1, x2, y2, style) => svg("line", { x1, y1, x2, y2, class: style });

  const plot = canvas(height, kit.alternative, (width) => {
    const floor = height - edge.bottom;
    const parts = ticks(low, high, 5).flatMap((value) => [
      line(edge.left, up(value), width - edge.right, up(value), "rule"),
      text(short(value, 2), edge.left - 6, up(value) + 4, "end"),
    ]);
    parts.push(...ticks(first, first + count - 1, width / 120).map((value) =>
      text(short(value), across(value - first, width), floor + 18, "middle")));
    parts.push(text(data.across, (edge.left + width - edge.right) / 2, height - 4, "middle"),
      text(data.up, edge.left, 14, "middle"));
    for (const { values, isFaint, isOwn } of series) {
      const points = values.map((value, index) =>
        `${across(index, width).toFixed(1)},${up(value).toFixed(1)}`);
      parts.push(svg("polyline", {
        points: points.join(" "), class: `${isFaint ? "faint" : "strong"}${isOwn ? " own" : ""}`,
      }));
    }
    parts.push(line(across(current, width), edge.top, across(current, width), floor, "cursor"));
    for (const { values, isFaint } of series) {
      if (isFaint && series !== data.series) continue;
      if (current >= values.length) continue;
      parts.push(svg("circle", { cx: across(current, width), cy: up(values[current]), r: 4 }));
    }
    return parts;
  });
  plot.element.classList.add("curve");

  const show = (index) => {
    current = index;
    plot.redraw();
    const parts = series.filter(({ values }) => index < values.length)
      .map(({ name, values }) => `${name} ${values[index].toFixed(4)}`);
    state.say(`${data.across} ${first + index}: ${parts.join(", ")}`);
  };
  const control = slider({
    label: "Cursor", low: 0, high: count - 1, value: current,
    text: (index) => `${data.across} ${first + index}`, input: show,
  });
  plot.element.addEventListener("pointermove", (event) => {
    const { left, width } = plot.element.getBoundingClientRect();
    const share = (event.clientX - left - edge.left) / (width - edge.left - edge.right);
    control.set(share * (count - 1));
  });
  live.append(plot.element, row(control.element));
  if (kit.ask) {
    const rates = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 100, 1e4, 1e300];
    const usual = rates.indexOf(0.01);
    let [number, rate] = [42, rates[usual]];
    const lay = () => {
      state.say(`The program trains, with seed ${number} and rate ${rate}.`);
      kit.ask({ seed: number, rate }, ({ json }) => {
        const name = `seed ${number}, rate ${rate}`;
        series = [...data.series, ...json.series
          .map((one) => ({ ...one, name: one.isFaint ? `${name}, ${one.name}` : name, isOwn: true }))];
        measure();
        show(current);
      }, (problem) => {
        series = data.series;
        measure();
        plot.redraw();
        state.say(`With seed ${number} and rate ${rate} it breaks off: ${problem}.`);
      });
    };
    let isReady = false;
    const seeds = slider({
      label: "Seed", low: 1, high: 99, value: number, text: String,
      input: (next) => {
        number = next;
        if (isReady) lay();
      },
    });
    const speeds = slider({
      label: "Learning rate", low: 0, high: rates.length - 1, value: usual,
      text: (i) => String(rates[i]),
      input: (next) => {
        rate = rates[next];
        if (isReady) lay();
      },
    });
    seeds.set(number);
    speeds.set(usual);
    isReady = true;
    live.append(row(seeds.element, speeds.element, button("Only what is printed", () => {
      series = data.series;
      measure();
      show(current);
    })));
  }
  live.append(state.element);
  control.set(current);
});
