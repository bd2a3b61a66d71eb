// Names in the code: what they are, and where they come from.
"use strict";

(() => {
  const main = document.querySelector("main");
  // What the page says, in the book's language.
  const say = (text) => globalThis.bookWords?.[text] ?? text;
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  // What the site tells of names, one file for all pages, read when a reader first turns to the code.

  let known = null;
  globalThis.weaveNotes = (places, rows) => {
    const here = location.pathname;
    known = new Map(Object.entries(rows).map(([id, [declaration, number = -1, documentation]]) => {
      const [name, address] = places[number] ?? [];
      const isHere = address !== undefined && new URL(address, location.href).pathname === here;
      const place = name === undefined ? undefined
        : address === undefined ? make("b", {}, name)
        : make("a", { href: address }, isHere ? say("this chapter") : name);
      return [id, { declaration, place, documentation }];
    }));
  };
  let unpacking = null;
  weaveNotes.packed = (text) => {
    unpacking = weaveUnpack(text).then((parts) => weaveNotes(...parts));
  };
  const script = new URL("type-notes.js", document.currentScript.src).href;
  let loading = null;
  const load = () => {
    loading ??= new Promise((resolve, reject) => {
      document.head.append(make("script", { src: script, onload: resolve, onerror: reject }));
    }).then(() => unpacking);
    return loading;
  };

  // The notes of the page that a piece of code stands on, by their numbers there.
  const tables = new Map();
  const table = (code) => {
    const around = code.closest("article, .program");
    if (!tables.has(around)) {
      const list = around.querySelector("template.type-notes");
      tables.set(around, list ? list.content.textContent.split(" ") : []);
    }
    return tables.get(around);
  };

  // Names become elements when a reader turns to the code: until then the page stays small. They
  // are no stops of the tab key, of which a block would have a hundred; Enter leads into the
  // block, the arrows from name to name, Escape out again.

  const word = /^(?:`[^`]+`|[\p{L}\p{N}_$]+|[^\p{L}\p{N}_\s()[\]{},;:"]+)/u;
  const notes = new WeakMap();

  const places = (code) => code.dataset.types.split(",").map((row) => {
    let column = 0;
    return row.split(" ").filter((name) => name).map((name) => {
      const [, far, near, note] = /^(?:-(\w+)\.|(\w))(\w+)$/.exec(name);
      column += parseInt(far ?? near, 36);
      return { column, note: parseInt(note, 36) };
    });
  });

  const leadsElsewhere = (address, code) => {
    const anchor = new URL(address, location.href);
    if (anchor.pathname !== location.pathname) return true;
    return !document.getElementById(decodeURIComponent(anchor.hash.slice(1)))?.contains(code);
  };

  const wrap = (text, column, note, code) => {
    const length = word.exec(text.data.slice(column))?.[0].length ?? 0;
    if (length === 0) return;
    const told = known.get(table(code)[note]);
    if (!told) return;
    const { place } = told;
    const parent = text.parentElement.closest("a:not(.reference)");
    let name = parent && parent.textContent.length === length ? parent : null;
    if (!name) {
      const middle = text.splitText(column);
      middle.splitText(length);
      name = place?.href && leadsElsewhere(place.href, code)
        ? make("a", { href: place.getAttribute("href") }) : make("span");
      middle.replaceWith(name);
      name.append(middle);
    }
    name.classList.add("name");
    name.tabIndex = -1;
    notes.set(name, told);
  };

  const prepare = (code) => {
    if (code.dataset.ready || !known) return;
    code.dataset.ready = "yes";
    const rows = places(code);
    const found = [];
    const walk = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    let line = 0;
    let column = 0;
    while (walk.nextNode()) {
      const text = walk.currentNode;
      if (text.parentElement.matches("code > i > a:first-child")) continue;
      let start = 0;
      for (const part of text.data.split("\n")) {
        if (start > 0) [line, column] = [line + 1, 0];
        for (const name of rows[line] ?? []) {
          const place = name.column - column;
          if (place >= 0 && place < part.length) found.push([text, start + place, name.note]);
        }
        column += part.length;
        start += part.length + 1;
      }
    }
    for (const [text, place, note] of found.reverse()) wrap(text, place, note, code);
  };

  const codeAround = (target) => target instanceof Element
    ? (target.closest("pre")?.querySelector("code[data-types]") ?? null) : null;
  const nameAround = (target) => {
    const name = target instanceof Element ? target.closest(".name") : null;
    return name && notes.has(name) ? name : null;
  };

  // The card.

  const card = make("div", { className: "type-card", id: "page:type-card", hidden: true });
  const hint = make("span", { id: "page:type-hint", hidden: true },
    say("Enter leads to the names in the code, the arrow keys from one to the next."));
  main.append(card, hint);
  let shown = null;
  let timer = 0;

  // Markdown's code and emphasis, as comments have them.
  const prose = (text) => text.split(/(`[^`]+`|\*[^*\s][^*]*\*)/u).map((part) => {
    if (part.length > 2 && part.startsWith("`")) return make("code", {}, part.slice(1, -1));
    if (part.length > 2 && part.startsWith("*")) return make("em", {}, part.slice(1, -1));
    return part;
  });

  const hide = () => {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    card.hidden = true;
  };

  const show = (name) => {
    clearTimeout(timer);
    if (shown === name) return;
    hide();
    const { declaration, place, documentation } = notes.get(name);
    const from = !place ? [] : place.href
      ? [make("p", { className: "from" }, `${say("Declared in")} `, place.cloneNode(true))]
      : [make("p", { className: "from" }, `${say("From")} ${place.textContent}`)];
    card.replaceChildren(make("code", { className: "declaration" }, declaration),
      ...(documentation ? [make("p", {}, ...prose(documentation))] : []), ...from);
    card.style.left = card.style.top = "0";
    card.style.right = card.style.bottom = card.style.maxWidth = "";
    card.classList.remove("apart");
    card.hidden = false;
    const box = name.getClientRects()[0] ?? name.getBoundingClientRect();
    const size = card.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const isBelow = box.bottom + size.height < innerHeight || box.top < size.height;
    // In the margin, where there is one, a card covers no code. Where the window is narrow it stands
    // at its lower or upper edge, away from the line; else below the line.
    const beside = (name.closest("pre")?.getBoundingClientRect().right ?? width) + 12;
    const room = width - beside - 8;
    if (room >= 200) {
      card.style.maxWidth = `${room}px`;
      const high = card.getBoundingClientRect().height;
      card.style.left = `${beside - size.left}px`;
      card.style.top = `${Math.max(48, Math.min(box.top, innerHeight - high - 8)) - size.top}px`;
    } else if (width < 800) {
      card.classList.add("apart");
      card.style.left = card.style.right = "8px";
      card.style.maxWidth = "none";
      const high = card.getBoundingClientRect().height;
      const isAbove = box.bottom + 24 > innerHeight - high - 8;
      card.style.top = isAbove ? "52px" : "auto";
      card.style.bottom = isAbove ? "auto" : "8px";
    } else {
      const left = Math.max(8, Math.min(box.left, width - size.width - 8));
      card.style.left = `${left - size.left}px`;
      card.style.top = `${(isBelow ? box.bottom : box.top - size.height) - size.top}px`;
    }
    name.setAttribute("aria-describedby", "page:type-card");
    shown = name;
  };

  const soon = (action, delay) => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };

  let pointer = "mouse";
  addEventListener("pointerdown", (event) => { pointer = event.pointerType; }, true);

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const code = codeAround(event.target);
    if (code && !known) load().then(() => prepare(code), () => {});
    else if (code) prepare(code);
    if (card.contains(event.target)) {
      clearTimeout(timer);
      return;
    }
    const name = nameAround(event.target);
    if (name) soon(() => show(name), shown ? 60 : 150);
    else if (shown && shown !== document.activeElement) soon(hide, 250);
    else clearTimeout(timer);
  });

  // A tap shows the card; the link is in it, and under a second tap.
  document.addEventListener("click", (event) => {
    const code = codeAround(event.target);
    if (code && !known) {
      const { clientX, clientY } = event;
      load().then(() => {
        prepare(code);
        const name = nameAround(document.elementFromPoint(clientX, clientY));
        if (name && pointer !== "mouse") show(name);
      }, () => {});
      return;
    }
    if (code) prepare(code);
    if (pointer === "mouse" || card.contains(event.target)) return;
    const name = nameAround(event.target)
      ?? nameAround(document.elementFromPoint(event.clientX, event.clientY));
    if (!name) hide();
    else if (shown !== name) {
      event.preventDefault();
      show(name);
    }
  });

  document.addEventListener("scroll", (event) => {
    if (shown && event.target instanceof Element && event.target.contains(shown)) hide();
  }, true);
  addEventListener("resize", hide);

  // By keyboard.

  const isSeen = (name, pre) => {
    const box = name.getBoundingClientRect();
    const frame = pre.getBoundingClientRect();
    return box.width > 0 && box.top >= 0 && box.bottom <= innerHeight
      && box.left >= frame.left && box.right <= frame.right;
  };

  const beside = (names, name, isDown) => {
    const at = name.getBoundingClientRect();
    const lines = names.map((other) => ({ other, box: other.getBoundingClientRect() }))
      .filter(({ box }) => isDown ? box.top >= at.bottom - 1 : box.bottom <= at.top + 1);
    const distance = ({ box }) => 1000 * Math.abs(box.top - at.top) + Math.abs(box.left - at.left);
    return lines.sort((a, b) => distance(a) - distance(b))[0]?.other;
  };

  const target = (name, names, key) => {
    const index = names.indexOf(name);
    switch (key) {
      case "ArrowRight": return names[index + 1];
      case "ArrowLeft": return names[index - 1];
      case "ArrowDown": return beside(names, name, true);
      case "ArrowUp": return beside(names, name, false);
      case "Home": return names[0];
      case "End": return names[names.length - 1];
      default: return undefined;
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape" && shown && shown !== document.activeElement) {
      hide();
      return;
    }
    const code = codeAround(event.target);
    if (!code) return;
    const pre = code.parentElement;
    const name = nameAround(event.target);
    if (!name) {
      if (event.key !== "Enter" || event.target !== pre) return;
      load().then(() => {
        prepare(code);
        if (document.activeElement !== pre) return;
        const names = [...code.querySelectorAll(".name")];
        (names.find((other) => isSeen(other, pre)) ?? names[0])?.focus();
      }, () => {});
    } else if (event.key === "Escape") {
      if (shown) hide();
      else pre.focus();
    } else if (/^(?:Arrow|Home$|End$)/u.test(event.key)) {
      target(name, [...code.querySelectorAll(".name")], event.key)?.focus();
    } else {
      return;
    }
    event.preventDefault();
  });

  document.addEventListener("focusin", (event) => {
    const name = nameAround(event.target);
    if (name) {
      if (name.matches(":focus-visible")) show(name);
    } else if (shown && !card.contains(event.target)) {
      hide();
    }
    if (event.target.matches?.("pre") && codeAround(event.target)) {
      event.target.setAttribute("aria-describedby", "page:type-hint");
    }
  });

  for (const link of document.querySelectorAll("code[data-types] a:not(.reference)")) {
    if (!link.matches("code > i > a:first-child")) link.tabIndex = -1;
  }
})();
