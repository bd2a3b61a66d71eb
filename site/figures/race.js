// A race at true scale: who takes a step in so many microseconds has come so far.
//
//     {"steps": 1000, "runners": [{"name": "CPython", "time": 285000},
//                                 {"name": "objects", "time": 4483, "engine": "objects", "few": 5}]}
//
// *Go* lets them run in real time. Where the book's program can be asked, for `{engine}` and
// `{steps}`, it measures its own here; `few` is how many steps a slow one takes for that.
"use strict";

book.figures.define("race", (live, data, kit) => {
  const { html, row, slider, button, status } = kit;
  const state = status();
  const times = data.runners.map(({ time }) => time);
  // Moments from a hundred microseconds to five minutes, thirteen to a power of ten.
  const moments = Array.from({ length: 85 }, (_, i) => 100 * 10 ** (i / 13));
  const said = (time) => (time < 1e3 ? `${time.toFixed(0)} µs` : time < 1e6
    ? `${(time / 1e3).toFixed(time < 1e4 ? 1 : 0)} ms` : `${(time / 1e6).toFixed(1)} s`);
  const steps = (runner, now) => Math.min(data.steps, Math.floor(now / times[runner]));

  const tracks = data.runners.map(({ name }, i) => {
    const bar = html("span", { class: "bar" });
    const count = html("span", { class: "count" });
    const pace = html("span", { class: "pace" });
    return {
      bar, count, pace,
      element: html("li", {}, html("b", {}, name), " ", pace, html("span", { class: "track" }, bar), count),
    };
  });
  const show = (now) => tracks.forEach(({ bar, count, pace }, i) => {
    const done = steps(i, now);
    bar.style.setProperty("--share", (done / data.steps).toFixed(5));
    count.textContent = done === data.steps ? "done ✓" : `${done.toLocaleString("en")} steps`;
    pace.textContent = `${times[i].toLocaleString("en", { maximumSignificantDigits: 3 })} µs`;
  });
  const tell = (now) => state.say(`After ${said(now)}: ${data.runners.map(({ name }, i) =>
    `${name} ${steps(i, now) === data.steps ? "is done" : `has taken ${steps(i, now)} steps`}`).join(", ")}.`);

  // The clock: by the slider, or in real time.
  let frame = 0;
  const stop = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    go.textContent = "Go";
  };
  const control = slider({
    label: "After", low: 0, high: moments.length - 1, value: 48, text: (i) => said(moments[i]),
    input: (i) => {
      show(moments[i]);
      tell(moments[i]);
    },
  });
  control.input.addEventListener("input", () => { if (frame) stop(); });
  const go = button("Go", () => {
    if (frame) {
      stop();
      return;
    }
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      control.set(61);
      return;
    }
    const start = performance.now();
    state.say("They run, in real time.");
    go.textContent = "Stop";
    const run = (now) => {
      const passed = Math.max(0, now - start) * 1000;
      show(passed);
      if (data.runners.every((_, i) => steps(i, passed) === data.steps)) {
        stop();
        tell(passed);
      } else {
        frame = requestAnimationFrame(run);
      }
    };
    frame = requestAnimationFrame(run);
  });

  // Their own times, on the reader's machine, one after the other.
  const measure = () => {
    const own = data.runners.flatMap(({ engine }, i) => (engine ? [i] : []));
    const next = () => {
      const i = own.shift();
      if (i === undefined) {
        control.set(Number(control.input.value));
        state.say(`Measured in this page: ${data.runners.map(({ name, engine }, j) =>
          (engine ? `${name} ${said(times[j])} a step` : "")).filter(Boolean).join(", ")}.`);
        return;
      }
      const { name, engine, few } = data.runners[i];
      state.say(`Measuring ${name}.`);
      kit.ask({ engine, steps: few ?? data.steps }, ({ text }) => {
        const found = /^\S+ +([\d.]+)/m.exec(text.slice(text.indexOf("\n") + 1))?.[1];
        if (Number(found) > 0) times[i] = Number(found);
        show(moments[Number(control.input.value)]);
        setTimeout(next);
      }, (problem) => state.say(`${problem}.`));
    };
    next();
  };

  const style = html("style", {}, `
    .race ol { margin: 0; padding: 0; list-style: none; }
    .race li { display: grid; grid-template-columns: 1fr auto; gap: 0 0.75rem; margin: 0.4rem 0; }
    .race .pace, .race .count { color: var(--muted); text-align: right; font-variant-numeric: tabular-nums; }
    .race .track { position: relative; height: 1rem; border: 1px solid var(--line); border-radius: 2px; background: var(--panel); }
    .race .bar { position: absolute; inset: 0 auto 0 0; width: calc(100% * var(--share, 0)); background: var(--accent); forced-color-adjust: none; }
    .race .count { min-width: 6.5em; }
  `);
  live.classList.add("race");
  live.append(style, html("ol", { "aria-label": `${data.steps} steps, at true scale` },
    ...tracks.map(({ element }) => element)), row(go, control.element,
    ...(kit.ask ? [button("Measure them here", measure)] : [])), state.element);
  control.set(48);
});
