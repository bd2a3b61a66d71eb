// What a page can do beyond being read: colours, search, keys, the drawer, copying.
"use strict";

(() => {
  const root = document.documentElement;
  const folder = new URL(".", document.currentScript.src).href;

  // What is remembered; where nothing can be kept, nothing is.
  const memory = {
    read(key) {
      try { return localStorage.getItem(key); } catch { return null; }
    },
    write(key, value) {
      try {
        if (value === null) localStorage.removeItem(key);
        else localStorage.setItem(key, value);
      } catch { /* a page from disk may have no memory */ }
    },
  };

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  // Colours: set before the page is drawn.

  const schemes = ["automatic", "light", "dark"];
  const showScheme = (scheme) => {
    if (schemes.indexOf(scheme) > 0) root.dataset.theme = scheme;
    else delete root.dataset.theme;
  };
  const nextScheme = () => {
    const now = schemes.indexOf(root.dataset.theme ?? "automatic");
    const next = schemes[(now + 1) % schemes.length];
    showScheme(next);
    memory.write("weave:theme", next === "automatic" ? null : next);
  };
  root.classList.add("js");
  showScheme(memory.read("weave:theme"));
  addEventListener("storage", (event) => {
    if (event.key === "weave:theme") showScheme(event.newValue);
  });

  // Search: the index first, then the texts of the pages that may hold the words.

  const pages = [];
  const texts = new Map();
  const loads = new Map();
  const load = (file) => {
    if (!loads.has(file)) {
      loads.set(file, new Promise((resolve, reject) => {
        const onerror = () => {
          loads.delete(file);
          reject(new Error(file));
        };
        document.head.append(make("script", { src: folder + file, onload: resolve, onerror }));
      }));
    }
    return loads.get(file);
  };

  // In lower case where that takes no more room, so that places stay the same.
  const fold = (text) => {
    let folded = "";
    for (const letter of text) {
      const lower = letter.toLowerCase();
      folded += lower.length === letter.length ? lower : letter;
    }
    return folded;
  };

  window.weaveSearch = {
    index(rows) {
      for (const [name, title, bits] of rows) {
        pages.push({ name, title, bits: Uint8Array.from(atob(bits), (c) => c.charCodeAt(0)) });
      }
    },
    text(name, rows) {
      texts.set(name, rows.map(([anchor, title, text]) => ({
        anchor, title, text, foldedTitle: fold(title), foldedText: fold(text),
      })));
    },
  };

  const mayHold = (bits, word) => {
    const [...letters] = word;
    const codes = letters.map((letter) => letter.codePointAt(0));
    for (let i = 2; i < codes.length; i += 1) {
      let hash = Math.imul(codes[i - 2], 0x9e3779b1) ^ Math.imul(codes[i - 1], 0x85ebca6b)
        ^ Math.imul(codes[i], 0xc2b2ae35);
      hash = (hash ^ (hash >>> 15)) >>> 0;
      const bit = hash % (bits.length * 8);
      if (!(bits[bit >> 3] & (1 << (bit & 7)))) return false;
    }
    return true;
  };

  const letter = /[\p{L}\p{N}_]/u;
  const places = (text, word) => {
    const found = { count: 0, first: -1, best: 0 };
    for (let at = text.indexOf(word); at >= 0 && found.count < 20; at = text.indexOf(word, at + 1)) {
      const starts = at === 0 || !letter.test(text[at - 1]);
      const ends = at + word.length >= text.length || !letter.test(text[at + word.length]);
      const worth = (starts ? 2 : 0) + (starts && ends ? 2 : 0) + 1;
      if (worth > found.best) Object.assign(found, { best: worth, first: at });
      found.count += 1;
    }
    return found;
  };

  const match = (page, entry, words) => {
    let worth = 0;
    let first = -1;
    for (const word of words) {
      const title = places(entry.foldedTitle, word);
      const text = places(entry.foldedText, word);
      if (title.count + text.count === 0) return null;
      worth += 10 * title.best + 2 * text.best + Math.log2(1 + text.count);
      if (first < 0) first = text.first;
    }
    return { page, entry, worth, first };
  };

  const search = async (query) => {
    const words = fold(query.normalize("NFC")).split(/\s+/u).filter((word) => word);
    if (words.length === 0) return [];
    await load("search.js");
    const some = pages.filter(({ bits }) => words.every((word) => mayHold(bits, word)));
    await Promise.all(some.map(({ name }) => load(`search/${encodeURIComponent(name)}.js`)));
    const found = some.flatMap((page) => texts.get(page.name)
      .map((entry) => match(page, entry, words)).filter((result) => result));
    return found.sort((a, b) => b.worth - a.worth).slice(0, 40).map((result) => ({ ...result, words }));
  };

  // The words around the match, the match marked.
  const context = ({ entry, first, words }) => {
    const line = make("span", { className: "context" });
    if (first < 0) {
      line.append(entry.text.slice(0, 140));
      return line;
    }
    const before = entry.text.lastIndexOf(" ", Math.max(0, first - 40)) + 1;
    const start = first - before > 80 ? first - 40 : Math.min(before, first);
    const part = entry.text.slice(start, first + 120);
    const folded = fold(part);
    if (start > 0) line.append("… ");
    for (let at = 0; at < part.length;) {
      let next = part.length;
      let length = 0;
      for (const word of words) {
        const place = folded.indexOf(word, at);
        if (place >= 0 && place < next) [next, length] = [place, word.length];
      }
      line.append(part.slice(at, next));
      if (length > 0) line.append(make("mark", {}, part.slice(next, next + length)));
      at = next + length;
    }
    line.append(" …");
    return line;
  };

  const openSearch = () => {
    let dialog = document.querySelector("dialog.search");
    if (!dialog) {
      const field = make("input", { type: "search", autocomplete: "off", spellcheck: false });
      field.setAttribute("aria-label", "Search the book");
      const state = make("p", { className: "state" });
      state.setAttribute("role", "status");
      const list = make("ol");
      let asked = 0;
      const show = async () => {
        const number = asked += 1;
        let found;
        try {
          found = await search(field.value);
        } catch {
          state.textContent = "The search index cannot be loaded.";
          return;
        }
        if (number !== asked) return;
        state.textContent = field.value.trim() === "" ? ""
          : found.length === 0 ? "Nothing found."
          : found.length === 1 ? "One place."
          : found.length === 40 ? "The first 40 places." : `${found.length} places.`;
        list.replaceChildren(...found.map((result) => {
          const { page, entry } = result;
          const address = `${folder}${encodeURIComponent(page.name)}.html`;
          const anchor = entry.anchor ? `#${encodeURIComponent(entry.anchor)}` : "";
          const title = entry.title && entry.title !== page.title ? ` · ${entry.title}` : "";
          return make("li", {}, make("a", { href: address + anchor, onclick: () => dialog.close() },
            make("b", {}, page.title + title), context(result)));
        }));
      };
      field.addEventListener("input", show);
      dialog = make("dialog", { className: "search" }, field, state, list);
      dialog.setAttribute("aria-label", "Search");
      dialog.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (event.key === "Escape") dialog.close();
        if (event.key === "Enter" && event.target === field) list.querySelector("a")?.click();
        if (!step) return;
        const stops = [field, ...list.querySelectorAll("a")];
        stops[Math.max(0, Math.min(stops.length - 1, stops.indexOf(event.target) + step))].focus();
        event.preventDefault();
      });
      addClosing(dialog);
      document.body.append(dialog);
      load("search.js").catch(() => {});
    }
    dialog.showModal();
    dialog.querySelector("input").select();
  };

  // A click beside a dialog closes it.
  const addClosing = (dialog) => {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  };

  // Keys.

  const keysAreOff = () => memory.read("weave:keys") === "off";
  const openHelp = () => {
    let dialog = document.querySelector("dialog.help");
    if (!dialog) {
      const rows = [["← →", "the chapter before, the next one"], ["/", "search"], ["?", "this list"],
        ["Enter", "in code: to its names, with arrows from one to the next"]];
      const table = make("table", {}, make("tbody", {}, ...rows.map(([key, what]) =>
        make("tr", {}, make("th", { scope: "row" }, make("kbd", {}, key)), make("td", {}, what)))));
      const box = make("input", { type: "checkbox", checked: !keysAreOff() });
      box.addEventListener("change", () => memory.write("weave:keys", box.checked ? null : "off"));
      const close = make("button", { type: "button", onclick: () => dialog.close() }, "Close");
      dialog = make("dialog", { className: "help" }, make("h2", {}, "Keys"), table,
        make("p", {}, make("label", {}, box, " These keys work")), close);
      dialog.setAttribute("aria-label", "Keys");
      addClosing(dialog);
      document.body.append(dialog);
    }
    dialog.showModal();
  };

  // Whether the key is meant for what has the focus.
  const isTaken = (target, isArrow) => {
    if (!(target instanceof Element)) return false;
    if (target.isContentEditable || target.closest("input, textarea, select, dialog")) return true;
    const box = target.closest("[tabindex]");
    return isArrow && box !== null && box.scrollWidth > box.clientWidth;
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.defaultPrevented || keysAreOff() || document.querySelector("dialog[open]")) return;
    const turn = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    if (turn && event.shiftKey || isTaken(event.target, turn !== undefined)) return;
    if (turn) {
      const link = document.querySelector(`link[rel="${turn}"]`);
      if (link) location.href = link.href;
    } else if (event.key === "/") {
      event.preventDefault();
      openSearch();
    } else if (event.key === "?") {
      openHelp();
    }
  });

  // The contents as a drawer, where they do not stand beside the text.

  const addDrawer = () => {
    const link = document.querySelector(".to-contents");
    const contents = document.querySelector(".contents");
    if (!link || !contents) return;
    const set = (isOpen) => {
      root.classList.toggle("drawer", isOpen);
      link.setAttribute("aria-expanded", String(isOpen));
      if (isOpen) contents.querySelector("a")?.focus();
    };
    link.setAttribute("role", "button");
    link.setAttribute("aria-controls", "contents");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      set(!root.classList.contains("drawer"));
    });
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") {
        event.preventDefault();
        link.click();
      }
    });
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && root.classList.contains("drawer")) {
        set(false);
        link.focus();
      }
    });
    addEventListener("click", (event) => {
      if (!root.classList.contains("drawer") || link.contains(event.target)) return;
      if (!contents.contains(event.target) || event.target.closest("a")) set(false);
    });
    contents.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !contents.contains(event.relatedTarget)) set(false);
    });
  };

  // Copying: a chunk as its author writes it, a transcript's commands.

  const plain = (code) => {
    const commands = code.querySelectorAll(".prompt + b");
    if (commands.length > 0) return Array.from(commands, (command) => command.textContent).join("\n");
    const copy = code.cloneNode(true);
    for (const other of copy.querySelectorAll("del, .gap")) {
      other.nextSibling?.remove();
      other.remove();
    }
    for (const number of copy.querySelectorAll(".row > a:first-child")) number.remove();
    for (const reference of copy.querySelectorAll(".reference")) {
      reference.textContent = `<<${reference.textContent.slice(1, -1)}>>`;
    }
    return copy.textContent.replace(/\n$/, "");
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = make("textarea", { value: text, className: "unseen" });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };

  const addCopying = () => {
    for (const code of document.querySelectorAll("main pre > code")) {
      const box = make("div", { className: "code" });
      const button = make("button", { type: "button", className: "copy" }, "Copy");
      button.addEventListener("click", async () => {
        await copy(plain(code));
        button.textContent = "Copied";
        setTimeout(() => { button.textContent = "Copy"; }, 1500);
      });
      code.parentElement.replaceWith(box);
      box.append(code.parentElement, button);
    }
  };

  // Which chapters were read to their end.

  const addProgress = () => {
    const key = `weave:read:${folder}`;
    const read = new Set((memory.read(key) ?? "").split(" ").filter((name) => name));
    const name = (address) => new URL(address).pathname.split("/").pop();
    for (const link of document.querySelectorAll(".chapters a")) {
      if (!read.has(name(link.href))) continue;
      link.classList.add("read");
      link.append(make("span", { className: "unseen" }, " (read)"));
    }
    const end = document.querySelector("article ~ .turn");
    if (!end || !("IntersectionObserver" in window)) return;
    new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      memory.write(key, [...read.add(name(location.href))].join(" "));
    }).observe(end);
  };

  addEventListener("DOMContentLoaded", () => {
    document.querySelector("[data-tool=search]")?.addEventListener("click", openSearch);
    document.querySelector("[data-tool=theme]")?.addEventListener("click", nextScheme);
    addDrawer();
    addCopying();
    addProgress();
  });
})();
