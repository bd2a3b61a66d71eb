// Interactive figures. A module in `figures/NAME.js` defines what the fence `figure name=NAME`
// becomes; this file finds the figures on the page and hands each its data and the means to draw.
//
//     book.figures.define("name", (live, data, kit) => { … });
//     book.figures.provide("name", (data) => async (values) => ({ json }));
//
// `live` is the element to fill, `data` the JSON that the fence names, `kit` what stands below.
// The figure's own text stays on the page for print and for readers without scripts. What a figure
// shows of the reader's own words, settings and data it asks the book's program (`kit.ask`, which
// is null where the book has none to ask), or a script that is provided in the program's place.
"use strict";

(() => {
  const modules = new Map();
  const providers = new Map();

  const append = (element, attributes, children) => {
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value !== null && value !== false) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };
  const html = (name, attributes = {}, ...children) =>
    append(document.createElement(name), attributes, children);
  const svg = (name, attributes = {}, ...children) =>
    append(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);

  // A number with at most `digits` after the point.
  const short = (number, digits = 4) => {
    if (!Number.isFinite(number)) return number > 0 ? "infinite" : String(number);
    return String(Number(number.toFixed(digits))).replace("-", "−");
  };
  const percent = (share) => `${(100 * share).toFixed(share < 0.9995 ? 1 : 0)} %`;

  // Round numbers between `low` and `high`, about `count` of them.
  const ticks = (low, high, count) => {
    const rough = (high - low) / Math.max(1, count);
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough);
    const found = [];
    for (let i = Math.ceil(low / step); i * step <= high; i += 1) {
      found.push(Number((i * step).toPrecision(12)));
    }
    return found;
  };

  const row = (...parts) => html("div", { class: "controls" }, ...parts);

  const field = ({ label, value, length, input }) => {
    const element = html("input", {
      type: "text", value, maxlength: length, autocomplete: "off", autocapitalize: "none",
      spellcheck: "false", oninput: () => input(element.value),
    });
    return { element: html("label", {}, `${label} `, element), input: element };
  };

  // A letter as it is known: a capital that is not stands for its small letter.
  const lower = (letter, known) =>
    (!known.has(letter) && known.has(letter.toLowerCase()) ? letter.toLowerCase() : letter);

  // A slider over the whole numbers from `low` to `high`; `text` says what one of them means.
  const slider = ({ label, low, high, value, text, input }) => {
    const element = html("input", {
      type: "range", min: low, max: high, step: 1, value,
      oninput: () => set(Number(element.value)),
    });
    const shown = html("span", { class: "value", "aria-hidden": "true" });
    const set = (number) => {
      const next = Math.max(low, Math.min(high, Math.round(number)));
      element.value = next;
      shown.textContent = text(next);
      element.setAttribute("aria-valuetext", text(next));
      input(next);
    };
    return { element: html("label", {}, `${label} `, element, " ", shown), input: element, set };
  };

  const button = (label, onclick) => html("button", { type: "button", onclick }, label);

  // A drawing that is made anew when its width changes, in units of the page's pixels.
  const canvas = (height, label, draw) => {
    const element = svg("svg", { role: "img", "aria-label": label, height });
    const state = { width: 0 };
    const redraw = () => {
      if (state.width <= 0) return;
      element.setAttribute("viewBox", `0 0 ${state.width} ${height}`);
      element.replaceChildren(...draw(state.width));
    };
    new ResizeObserver(([entry]) => {
      const width = Math.floor(entry.contentRect.width);
      if (width === state.width) return;
      state.width = width;
      redraw();
    }).observe(element);
    return { element, redraw, state };
  };

  // A table of cells with a shade from 0 to 1; null leaves a cell out. One cell at a time can have
  // the focus, the arrow keys move it. `say(i, j)` is what a cell tells who cannot see it, and who
  // points at it; `number(i, j)` is what stands in a cell that has room for it; `scale` are shades and
  // what they stand for.
  const scaleOf = (steps) => html("p", { class: "scale" }, ...steps.map(([depth, text]) =>
    html("span", {}, html("i", { style: `--shade: ${depth.toFixed(3)}`, "aria-hidden": "true" }), text)));
  const grid = ({ label, rows, columns, shade, say, select, number, scale = [] }) => {
    const inside = (i, j, depth) => (number ? [html("span", {
      class: depth > 0.78 ? "number deep" : depth > 0.5 ? "number half" : "number", "aria-hidden": "true",
    }, number(i, j))] : []);
    const cells = rows.map((_, i) => columns.map((_, j) => {
      const value = shade(i, j);
      return value === null ? html("td", { class: "none" }) : html("td", {
        tabindex: -1, "aria-label": say(i, j), style: `--shade: ${value.toFixed(3)}`,
        onpointerenter: () => select(i, j), onfocus: () => enter(i, j),
      }, ...inside(i, j, value));
    }));
    let current = null;
    const enter = (i, j) => {
      current?.setAttribute("tabindex", "-1");
      current = cells[i][j];
      current.setAttribute("tabindex", "0");
      select(i, j);
    };
    const move = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const i = cells.findIndex((line) => line.includes(event.target));
      if (i < 0) return;
      const j = cells[i].indexOf(event.target);
      const last = columns.length - 1;
      const place = {
        ArrowLeft: [i, j - 1], ArrowRight: [i, j + 1], ArrowUp: [i - 1, j], ArrowDown: [i + 1, j],
        Home: [i, 0], End: [i, last],
      }[event.key];
      if (!place) return;
      event.preventDefault();
      let next = cells[place[0]]?.[place[1]];
      if (event.key === "End") next = cells[i].findLast((cell) => cell.hasAttribute("tabindex"));
      if (next?.hasAttribute("tabindex")) next.focus();
    };
    const heading = (name) => html("th", { scope: "col" },
      html("span", { class: Array.from(name).length > 1 ? "long" : null }, name));
    const table = html("table", {
      class: `grid ${columns.length > 9 ? "many" : columns.length > 6 ? "some" : "few"}`,
      role: "grid", "aria-label": label, style: `--columns: ${columns.length + 2}`,
    },
      html("thead", {}, html("tr", {}, html("td"), ...columns.map(heading))),
      html("tbody", { onkeydown: move }, ...rows.map((name, i) =>
        html("tr", {}, html("th", { scope: "row" }, name), ...cells[i]))));
    const element = html("div", {}, html("div", { class: columns.length > 16 ? "wide" : null }, table));
    if (scale.length > 0) element.append(scaleOf(scale));
    current = cells.flat().find((cell) => cell.hasAttribute("tabindex"));
    current?.setAttribute("tabindex", "0");
    const mark = (places) => {
      for (const cell of element.querySelectorAll(".marked")) cell.classList.remove("marked");
      for (const [i, j] of places) cells[i]?.[j]?.classList.add("marked");
    };
    return { element, mark };
  };

  // A sentence below the figure, read out when it changes.
  const status = () => {
    const element = html("p", { class: "state", role: "status" });
    return { element, say: (text) => { element.textContent = text; } };
  };

  // Asks the book's program, where pages can run it: the words of `data-asks`, in which
  // `{word=emma}` stands for what the reader sets, emma at first. Where there are several commands,
  // with a `;` between them, it is asked the first that has a place for what is set, or else the
  // first of all. `then` gets what it printed as `text`, what it wrote as `files`, and as `json` the
  // figure's data anew; `fail` gets what it complains of. A script that is provided for the figure
  // answers in the program's place. While one question is worked at, only the newest of the others
  // waits. A list that is set is as many words.
  const asker = ({ dataset: { figure, asks, answer } }, data) => {
    const provided = providers.get(figure)?.(data);
    if (!asks && !provided) return null;
    const commands = (asks ?? "").split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/);
    const isFor = (values) => (command) =>
      Object.keys(values).some((name) => new RegExp(`\\{${name}[=}]`).test(command));
    const perform = async (values) => {
      if (provided) return provided(values);
      if (!book.live?.run) throw new Error("The program is not there.");
      // A program that has to be told where its text is finds the reader's own there.
      const given = book.live.hasOwnData() ? { input: "input.txt", ...values } : values;
      const command = commands.find(isFor(values)) ?? commands[0];
      const words = command.match(/(?:"[^"]*"|[^\s"])+/g).flatMap((word) => {
        const list = given[/^\{(\w+)\}$/.exec(word)?.[1]];
        return Array.isArray(list) ? list.map(String) : word.replaceAll("\"", "")
          .replace(/\{(\w+)(?:=([^}]*))?\}/g, (_, name, usual = "") => String(given[name] ?? usual));
      });
      const { output, ending, files } = await book.live.run(words);
      const text = new TextDecoder().decode(output);
      if (ending.status !== 0) {
        throw new Error(ending.trap ?? text.trimEnd().split("\n").pop().replace(/^[\w-]+: /, ""));
      }
      const written = files.find(([path]) => path === answer)?.[1];
      return { text, files, json: written && JSON.parse(new TextDecoder().decode(written)) };
    };
    let next = null;
    let isBusy = false;
    const work = async () => {
      isBusy = true;
      while (next) {
        const { values, then, fail } = next;
        next = null;
        try {
          const found = await perform(values);
          if (!next) then(found);
        } catch (error) {
          if (!next) fail(error.message);
        }
      }
      isBusy = false;
    };
    return (values, then, fail = () => {}) => {
      next = { values, then, fail };
      if (!isBusy) work();
    };
  };

  // Shows one thing after the other, unless the reader wants it calm: then the last at once.
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)");
  const player = (from, to, pause, show) => {
    let timer = 0;
    const stop = () => clearTimeout(timer);
    const play = () => {
      stop();
      let at = isCalm.matches ? to : from;
      const step = () => {
        show(at);
        at += 1;
        if (at <= to) timer = setTimeout(step, pause);
      };
      step();
    };
    return { play, stop };
  };

  const kit = {
    html, svg, short, percent, ticks, row, field, lower, slider, button, canvas, grid, scaleOf, status,
    player,
  };

  // A figure becomes live as soon as all of it is there, before the page around it is drawn.
  const mount = (figure) => {
    const draw = modules.get(figure.dataset.figure);
    if (!draw) return;
    const still = figure.querySelector(":scope > .still");
    const source = figure.querySelector(":scope > script[type='application/json']");
    const picture = still?.querySelector("[aria-label], img");
    const alternative = picture?.getAttribute("aria-label") ?? picture?.getAttribute("alt") ?? "";
    // Arrows move within a figure; they do not turn the book's pages.
    const keep = (event) => {
      if (event.key === "ArrowLeft" || event.key === "ArrowRight") event.stopPropagation();
    };
    const live = html("div", { class: "live", onkeydown: keep });
    const printed = source ? JSON.parse(source.textContent) : null;
    const ask = asker(figure, printed);
    // What the reader's word is before one is typed.
    const usual = (name) => new RegExp(`\\{${name}=([^}]*)\\}`).exec(figure.dataset.asks)?.[1] ?? "";
    figure.dataset.state = "still";
    try {
      draw(live, printed, { ...kit, alternative, still, ask, usual });
    } catch (error) {
      console.error(error);
      return;
    }
    still?.after(live);
    figure.dataset.state = "live";
    // On the reader's own data the figure's are made anew, and its drawing with them.
    const remake = (data, note = "") => {
      live.className = "live";
      live.replaceChildren();
      draw(live, data, { ...kit, alternative, still, ask, usual });
      if (note) live.append(html("p", { class: "note" }, note));
    };
    const take = () => {
      if (!book.live.hasOwnData()) return remake(printed);
      ask({}, ({ json }) => remake(json ?? printed, "On your own data."),
        (problem) => remake(printed, `Your own data cannot be shown here: ${problem}`));
    };
    if (ask) {
      addEventListener("book:data", take);
      addEventListener("DOMContentLoaded", () => { if (book.live?.hasOwnData?.()) take(); });
    }
  };
  const mountAll = () => {
    for (const figure of document.querySelectorAll("figure[data-figure]:not([data-state])")) {
      if (figure.nextSibling || document.readyState !== "loading") mount(figure);
    }
  };
  const observer = new MutationObserver(mountAll);
  observer.observe(document, { childList: true, subtree: true });
  addEventListener("DOMContentLoaded", () => {
    observer.disconnect();
    mountAll();
  });

  window.book = {
    ...window.book,
    figures: {
      define: (name, draw) => { modules.set(name, draw); },
      provide: (name, make) => { providers.set(name, make); },
    },
  };
})();
