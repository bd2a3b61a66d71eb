// Curves over the same steps, with a cursor.
//
//     {"across": "step", "up": "loss", "first": 1,
//      "series": [{"name": "each step", "values": [3.3, …], "isFaint": true}, …]}
"use strict";

book.figures.define("curve", (live, data, kit) => {
  const { svg, short, ticks, row, slider, canvas, status } = kit;
  const first = data.first ?? 1;
  const count = Math.max(...data.series.map(({ values }) => values.length));
  const all = data.series.flatMap(({ values }) => values);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const state = status();
  const height = 300;
  const edge = { left: 44, right: 20, top: 24, bottom: 40 };
  let current = count - 1;

  const across = (index, width) =>
    edge.left + (width - edge.left - edge.right) * index / Math.max(1, count - 1);
  const up = (value) =>
    edge.top + (height - edge.top - edge.bottom) * (high - value) / (high - low || 1);
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
    for (const { values, isFaint } of data.series) {
      const points = values.map((value, index) =>
        `${across(index, width).toFixed(1)},${up(value).toFixed(1)}`);
      parts.push(svg("polyline", {
        points: points.join(" "), class: isFaint ? "faint" : "strong",
      }));
    }
    parts.push(line(across(current, width), edge.top, across(current, width), floor, "cursor"));
    for (const { values } of data.series) {
      if (current >= values.length) continue;
      parts.push(svg("circle", { cx: across(current, width), cy: up(values[current]), r: 4 }));
    }
    return parts;
  });
  plot.element.classList.add("curve");

  const show = (index) => {
    current = index;
    plot.redraw();
    const parts = data.series.filter(({ values }) => index < values.length)
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
  live.append(plot.element, row(control.element), state.element);
  control.set(current);
});
