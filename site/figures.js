// Interactive figures. A module in `figures/NAME.js` defines what the fence `figure name=NAME`
// becomes; this file finds the figures on the page and hands each its data and the means to draw.
//
//     book.figures.define("name", (live, data, kit) => { … });
//     book.figures.provide("name", (data) => (question) => answer);
//
// `live` is the element to fill, `data` the JSON that the fence names, `kit` what stands below.
// The figure's own text stays on the page for print and for readers without scripts. What a figure
// has to compute at length is provided apart from what it shows (`kit.compute`).
"use strict";

(() => {
  const modules = new Map();
  const computers = new Map();

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
  // the focus, the arrow keys move it. `say(i, j)` is what a cell tells who cannot see it.
  const grid = ({ label, rows, columns, shade, say, select }) => {
    const cells = rows.map((_, i) => columns.map((_, j) => {
      const value = shade(i, j);
      return value === null ? html("td", { class: "none" }) : html("td", {
        tabindex: -1, "aria-label": say(i, j), style: `--shade: ${value.toFixed(3)}`,
        onpointerenter: () => select(i, j), onfocus: () => enter(i, j),
      });
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
    const element = html("table", { class: "grid", role: "grid", "aria-label": label },
      html("thead", {}, html("tr", {}, html("td"), ...columns.map(heading))),
      html("tbody", { onkeydown: move }, ...rows.map((name, i) =>
        html("tr", {}, html("th", { scope: "row" }, name), ...cells[i]))));
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

  // A computation that stands behind a figure, by name. The last that was provided is asked, even
  // if it came after the figure, so that a compiled program can take a script's place; it may
  // answer with a promise.
  const compute = (name, data) => {
    if (!computers.has(name)) return null;
    let made = null;
    let answer = null;
    let asked = 0;
    return async (question, then) => {
      const number = asked += 1;
      const make = computers.get(name);
      if (make !== made) [made, answer] = [make, make(data)];
      const result = await answer(question);
      if (number === asked) then(result);
    };
  };

  const kit = {
    html, svg, short, percent, ticks, row, field, slider, button, canvas, grid, status, compute,
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
    figure.dataset.state = "still";
    try {
      draw(live, source ? JSON.parse(source.textContent) : null, { ...kit, alternative });
    } catch (error) {
      console.error(error);
      return;
    }
    still?.after(live);
    figure.dataset.state = "live";
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
      provide: (name, make) => { computers.set(name, make); },
    },
  };
})();
