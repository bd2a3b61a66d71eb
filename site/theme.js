// What a page can do beyond being read: colours, search, keys, the drawer, copying.
// One file, though long: it is asked for once, and from a page on disk no script can import another.
"use strict";

(() => {
  const root = document.documentElement;
  // What the page says, in the book's language.
  const say = (text) => globalThis.bookWords?.[text] ?? text;
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

  // As texts are compared: lower case, without accents, vowel marks and soft hyphens, letters of full
  // width as others, ß as ss, quotes and hyphens of all kinds as one. The index is made of texts folded
  // so.
  const others = new Map([["ß", "ss"], ["æ", "ae"], ["œ", "oe"], ["ø", "o"], ["ł", "l"], ["đ", "d"],
    ["ı", "i"], ["ς", "σ"]]);
  const fold = (text) => {
    const lower = text.toLowerCase();
    if (/^[\0-\x7f]*$/.test(lower)) return lower.replace(/-/g, " ").replace(/`/g, "'");
    return lower.normalize("NFKD").replace(/[-\u2010-\u2015\u2212]/g, " ")
      .replace(/[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f\u2060\ufeff]/g, "")
      .replace(/[ßæœøłđıς]/g, (letter) => others.get(letter))
      .replace(/[\u2018-\u201b\u2032`\u00b4]/g, "'").replace(/[\u201c-\u201f\u00ab\u00bb\u2033]/g, '"')
      .normalize("NFC");
  };

  // Long texts come deflated, in base64.
  const unpack = async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return JSON.parse(await new Response(stream).text());
  };
  globalThis.weaveUnpack = unpack;
  const unpacking = new Map();

  window.weaveSearch = {
    index(rows) {
      for (const [name, title, bits] of rows) {
        pages.push({ name, title, bits: Uint8Array.from(atob(bits), (c) => c.charCodeAt(0)) });
      }
    },
    packed(name, text) {
      unpacking.set(name, unpack(text).then((rows) => this.text(name, rows)));
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

  // A page's own title counts more than a section's, that more than a chunk's, and the text least. A
  // section that holds only some of the words is found where its page holds them all.
  const match = (page, entry, words) => {
    const isCode = entry.anchor.startsWith("chunk:");
    const weight = isCode ? 3 : page.title.endsWith(entry.title) ? 24 : 10;
    let worth = 0;
    let first = -1;
    for (const word of words) {
      const title = places(entry.foldedTitle, word);
      const text = places(entry.foldedText, word);
      if (title.count + text.count === 0) return null;
      worth += weight * title.best + (isCode ? 1 : 2) * text.best + Math.log2(1 + text.count);
      if (first < 0 && text.first >= 0) first = text.first;
    }
    const query = words.join(" ");
    const bare = (title) => title.replace(/^[\p{L}\p{N}]+(\.\p{N}+)* /u, "");
    if (!isCode && (entry.foldedTitle === query || bare(entry.foldedTitle) === query)) worth += 100;
    if (isCode && words.length > 1 && entry.foldedTitle === `⟨${query}⟩`) worth += 100;
    return { page, entry, worth, first };
  };

  const loadTexts = (some) =>
    Promise.all(some.map(async ({ name }) => {
      await load(`search/${encodeURIComponent(name)}.js`);
      await unpacking.get(name);
    }));

  const find = async (words) => {
    const some = pages.filter(({ bits }) => words.every((word) => mayHold(bits, word)));
    await loadTexts(some);
    const found = some.flatMap((page) => texts.get(page.name)
      .map((entry) => match(page, entry, words)).filter((result) => result));
    return found.sort((a, b) => b.worth - a.worth);
  };

  // Whether two words differ by one letter more, less, or other, or by two that changed places.
  const isNear = (a, b) => {
    if (Math.abs(a.length - b.length) > 1 || a === b) return false;
    let start = 0;
    while (start < a.length && a[start] === b[start]) start += 1;
    let end = 0;
    while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
    const [x, y] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
    return x.length <= 1 && y.length <= 1 || x.length === 2 && x[0] === y[1] && x[1] === y[0];
  };

  // The words of the book that a reader may have meant, the most frequent first.
  const meant = async (word) => {
    await loadTexts(pages);
    const counts = new Map();
    for (const rows of texts.values()) {
      for (const { foldedTitle, foldedText } of rows) {
        for (const other of `${foldedTitle} ${foldedText}`.match(/[\p{L}\p{N}_]+/gu) ?? []) {
          if (isNear(word, other)) counts.set(other, (counts.get(other) ?? 0) + 1);
        }
      }
    }
    return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  };

  const search = async (query) => {
    let words = fold(query).split(/\s+/u).filter((word) => word);
    if (words.length === 0) return { found: [] };
    await load("search.js");
    let found = await find(words);
    // Quotes around words hold them together for a person; here they are searched one by one.
    if (found.length === 0) {
      const bare = words.map((word) => word.replace(/^["']+|["']+$/g, "")).filter((word) => word);
      if (bare.join(" ") !== words.join(" ") && bare.length > 0) {
        words = bare;
        found = await find(words);
      }
    }
    // `Type.member` is found where the member is declared.
    const member = /^[\p{L}_][\p{L}\p{N}_]*\.([\p{L}_][\p{L}\p{N}_]*)$/u.exec(words.join(" "));
    if (member) {
      const declares = new RegExp(`\\b(func|var|let|case|init) ${member[1]}\\b`, "u");
      const parts = await find(words[0].split("."));
      const homes = parts.filter(({ entry }) => declares.test(entry.foldedText));
      found = [...homes, ...found, ...parts.filter((part) => !homes.includes(part))];
    }
    let instead = null;
    if (found.length === 0 && words.some((word) => word.length > 3)) {
      const others = await Promise.all(words.map(async (word) =>
        word.length > 3 && (await find([word])).length === 0 ? await meant(word) ?? word : word));
      if (others.some((word, index) => word !== words[index])) {
        words = others;
        found = await find(words);
        if (found.length > 0) instead = words.join(" ");
      }
    }
    return { found: merged(found).slice(0, 40).map((result) => ({ ...result, words })), instead };
  };

  // A chunk that goes on is found once.
  const merged = (found) => {
    const seen = new Set();
    return found.filter(({ page, entry }) => {
      const key = `${page.name} ${entry.title}`;
      return entry.title === "" || !seen.has(key) && seen.add(key);
    });
  };

  // Where each letter of the folded text stands in the text.
  const placesOf = (text) => {
    const at = [];
    let folded = "";
    let index = 0;
    for (const letter of text) {
      const part = fold(letter);
      for (let i = 0; i < part.length; i += 1) at.push(index);
      folded += part;
      index += letter.length;
    }
    return { folded, at: [...at, text.length] };
  };

  // The words around the match, the match marked.
  const context = ({ entry, first, words }) => {
    const line = make("span", { className: "context" });
    if (first < 0) {
      line.append(entry.text.slice(0, 140));
      return line;
    }
    const { folded, at } = placesOf(entry.text);
    const place = at[folded.indexOf(words.find((word) => folded.includes(word)) ?? "")] ?? 0;
    const before = entry.text.lastIndexOf(" ", Math.max(0, place - 40)) + 1;
    const start = place - before > 80 ? place - 40 : Math.min(before, place);
    const part = entry.text.slice(start, place + 120);
    const { folded: foldedPart, at: partAt } = placesOf(part);
    if (start > 0) line.append("… ");
    let shown = 0;
    for (let from = 0; from < foldedPart.length;) {
      let next = foldedPart.length;
      let length = 0;
      for (const word of words) {
        const found = foldedPart.indexOf(word, from);
        if (found >= 0 && found < next) [next, length] = [found, word.length];
      }
      if (length === 0) break;
      line.append(part.slice(shown, partAt[next]), make("mark", {}, part.slice(partAt[next], partAt[next + length])));
      shown = partAt[next + length];
      from = next + length;
    }
    line.append(part.slice(shown), " …");
    return line;
  };

  const openSearch = () => {
    let dialog = document.querySelector("dialog.search");
    if (!dialog) {
      const field = make("input", { type: "search", autocomplete: "off", spellcheck: false });
      field.setAttribute("aria-label", say("Search the book"));
      const state = make("p", { className: "state" });
      state.setAttribute("role", "status");
      const list = make("ol");
      let asked = 0;
      const show = async () => {
        const number = asked += 1;
        let found;
        let instead;
        try {
          ({ found, instead } = await search(field.value));
        } catch {
          state.textContent = say("The search index cannot be loaded.");
          return;
        }
        if (number !== asked) return;
        state.textContent = field.value.trim() === "" ? ""
          : found.length === 0 ? say("Nothing found.")
          : instead ? say("Nothing found as it is written; shown is “{}”.").replace("{}", () => instead)
          : found.length === 1 ? say("One place.")
          : found.length === 40 ? say("The first 40 places.") : say("{} places.").replace("{}", found.length);
        list.replaceChildren(...found.map((result) => {
          const { page, entry } = result;
          const address = `${folder}${encodeURIComponent(page.name)}.html`;
          const anchor = entry.anchor ? `#${encodeURIComponent(entry.anchor)}` : "";
          const title = entry.title && !page.title.endsWith(entry.title) ? ` · ${entry.title}` : "";
          return make("li", {}, make("a", { href: address + anchor, onclick: () => dialog.close() },
            make("b", {}, page.title + title), context(result)));
        }));
      };
      field.addEventListener("input", show);
      dialog = make("dialog", { className: "search" }, field, state, list);
      dialog.setAttribute("aria-label", say("Search"));
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
      const rows = [["← →", "the chapter before, the next one"], ["/ or Ctrl K", "search"], ["?", "this list"],
        ["Enter", "in code: to its names, with arrows from one to the next"]];
      const table = make("table", {}, make("tbody", {}, ...rows.map(([key, what]) =>
        make("tr", {}, make("th", { scope: "row" }, make("kbd", {}, key)), make("td", {}, say(what))))));
      const box = make("input", { type: "checkbox", checked: !keysAreOff() });
      box.addEventListener("change", () => memory.write("weave:keys", box.checked ? null : "off"));
      const close = make("button", { type: "button", onclick: () => dialog.close() }, say("Close"));
      dialog = make("dialog", { className: "help" }, make("h2", {}, say("Keys")), table,
        make("p", {}, make("label", {}, box, ` ${say("These keys work")}`)), close);
      dialog.setAttribute("aria-label", say("Keys"));
      addClosing(dialog);
      document.body.append(dialog);
    }
    dialog.showModal();
  };

  // Whether the key is meant for what has the focus.
  const isTaken = (target, isArrow) => {
    if (!(target instanceof Element)) return false;
    if (target.isContentEditable || target.closest("textarea, select, dialog")) return true;
    const field = target.closest("input");
    // A button or a slider takes arrows and blanks, and leaves letters to the page.
    if (field) return isArrow || !["radio", "checkbox", "range", "button"].includes(field.type);
    const box = target.closest("[tabindex]");
    return isArrow && box !== null && box.scrollWidth > box.clientWidth;
  };

  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key === "k" && !keysAreOff()) {
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) openSearch();
      return;
    }
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
    // Of a change, the new lines.
    const added = copy.querySelectorAll("ins");
    if (copy.querySelector("ins, del, .same")) copy.replaceChildren(...[...added].flatMap((line) => [line, "\n"]));
    for (const other of copy.querySelectorAll(".gap")) {
      other.nextSibling?.remove();
      other.remove();
    }
    for (const number of copy.querySelectorAll(":scope > i > a:first-child")) number.remove();
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
    // Nobody copies from the page that is for paper.
    if (document.querySelector(".whole-book")) return;
    for (const code of document.querySelectorAll("main pre > code")) {
      const box = make("div", { className: "code" });
      const button = make("button", { type: "button", className: "copy" }, say("Copy"));
      button.addEventListener("click", async () => {
        await copy(plain(code));
        button.textContent = say("Copied");
        setTimeout(() => { button.textContent = say("Copy"); }, 1500);
      });
      code.parentElement.replaceWith(box);
      box.append(code.parentElement, button);
    }
  };

  // One choice of view for all code, kept from page to page.

  const showViews = (title, from) => {
    const top = from?.getBoundingClientRect().top;
    for (const label of document.querySelectorAll(".switch label")) {
      const other = title === say("Whole") ? say("Expanded") : title === say("Expanded") ? say("Whole") : title;
      if ([title, other].includes(label.textContent)) label.previousElementSibling.checked = true;
    }
    if (from) scrollBy({ top: from.getBoundingClientRect().top - top, behavior: "instant" });
  };
  const addViews = () => {
    const kept = memory.read("weave:view");
    if (kept) showViews(kept);
    addEventListener("change", (event) => {
      if (!event.target.matches?.(".switch input")) return;
      const title = event.target.nextElementSibling.textContent;
      memory.write("weave:view", title);
      showViews(title, event.target.closest(".chunk"));
    });
  };

  // What stands behind the page opens for a link that leads into it, and for print.

  const openTarget = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* as it is written */ }
    const target = id && document.getElementById(id);
    let row = target && target.closest("details");
    if (!row || row.open) return;
    for (; row; row = row.parentElement.closest("details")) row.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", openTarget);
  addEventListener("beforeprint", () => {
    for (const row of document.querySelectorAll("details.behind:not([open])")) {
      row.open = true;
      row.dataset.printed = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const row of document.querySelectorAll("details.behind[data-printed]")) {
      row.open = false;
      delete row.dataset.printed;
    }
  });

  // A file of the program as a chapter leaves it, and how its lines are shown.

  window.weaveProgram = (files, chapters) => {
    const tree = document.querySelector(".tree[data-files]");
    const select = document.querySelector(".as-of select");
    let list = null;
    let folder = null;
    for (const [path, address] of files) {
      const cut = path.lastIndexOf("/") + 1;
      if (folder !== path.slice(0, cut)) {
        folder = path.slice(0, cut);
        list = make("ul");
        tree.append(make("h3", { className: "file" }, folder), list);
      }
      const link = make("a", { className: "file", href: address }, path.slice(cut));
      if (link.pathname === location.pathname) link.setAttribute("aria-current", "page");
      list.append(make("li", {}, link));
    }
    select.append(...chapters.map((title, value) => make("option", { value }, title)));
  };

  const addProgram = async () => {
    const page = document.querySelector(".whole-program[data-first]");
    if (!page) return;
    const list = load(document.querySelector(".tree[data-files]").dataset.files);
    // Only the first line of a block has its number, and in it the way to its paragraph.
    let place = null;
    let count = 0;
    for (const row of page.querySelectorAll(".listing code > i")) {
      const isGone = row.classList.contains("gone");
      if (!isGone) count += 1;
      const number = row.firstElementChild?.matches("a") && row.firstChild === row.firstElementChild
        ? row.firstElementChild : null;
      if (number) place = number.getAttribute("href");
      else row.prepend(make("a", { href: place, tabIndex: -1 }, isGone ? "−" : String(count)));
    }
    const kept = new Set((memory.read("weave:program") ?? "").split(" "));
    const options = [...page.querySelectorAll(".options :is([type=radio], [type=checkbox])")];
    if (kept.size > 1) for (const option of options) option.checked = kept.has(option.id);
    page.querySelector(".options").addEventListener("change", () => {
      memory.write("weave:program", ["", ...options.filter((o) => o.checked).map((o) => o.id)].join(" "));
    });
    try {
      await list;
    } catch {
      return;
    }
    const box = page.querySelector(".as-of");
    const [select, slider] = box.querySelectorAll("select, input");
    const first = Number(page.dataset.first);
    const last = Number(slider.max);
    const rows = [...page.querySelectorAll(".listing code > i")];
    for (const option of [...select.options].slice(0, first)) option.disabled = true;
    select.value = slider.value;
    const show = (chapter) => {
      select.value = slider.value = chapter;
      let number = 0;
      for (const row of rows) {
        const from = Number(row.dataset.from ?? first);
        const isThere = from <= chapter && chapter < Number(row.dataset.until ?? Infinity);
        row.classList.toggle("gone", !isThere);
        row.classList.toggle("new", from === chapter && (chapter < last || from > first));
        if (isThere) row.firstElementChild.textContent = number += 1;
      }
      const hash = chapter === last ? "" : `#as-of:${chapter}`;
      history.replaceState(null, "", location.pathname + location.search + hash);
      for (const link of document.querySelectorAll(".tree li a")) link.hash = hash;
    };
    const read = () => {
      const asked = /^#as-of:(\d+)$/.exec(location.hash);
      if (asked) show(Math.min(last, Math.max(first, Number(asked[1]))));
    };
    if (first === last) return;
    box.hidden = false;
    slider.addEventListener("input", () => show(Number(slider.value)));
    select.addEventListener("change", () => show(Number(select.value)));
    addEventListener("hashchange", read);
    read();
  };

  // A long index shows what holds the letters that are typed.

  const addFilter = () => {
    const index = document.querySelector(".index");
    const room = index?.querySelector(".filter");
    if (!room) return;
    const terms = [...index.querySelectorAll("dt")];
    const rows = terms.map((term) => ({ term, text: fold(term.textContent), about: term.nextElementSibling }));
    const field = make("input", { type: "search", autocomplete: "off", spellcheck: false });
    const state = make("span", { className: "state" }, `${rows.length} entries`);
    state.setAttribute("role", "status");
    field.addEventListener("input", () => {
      const asked = fold(field.value.trim());
      let count = 0;
      for (const { term, text, about } of rows) {
        const isThere = text.includes(asked);
        term.hidden = about.hidden = !isThere;
        if (isThere) count += 1;
      }
      state.textContent = count === 1 ? "one entry" : `${count} entries`;
    });
    room.append(make("label", {}, "Only entries with ", field), " ", state);
  };

  // Which chapters were read to their end.

  const addProgress = () => {
    const key = `weave:read:${folder}`;
    const read = new Set((memory.read(key) ?? "").split(" ").filter((name) => name));
    const name = (address) => new URL(address).pathname.split("/").pop();
    for (const link of document.querySelectorAll(".chapters > li > a")) {
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

  // Where the reader is: in the bar, and in the contents beside the text.

  const addOrientation = () => {
    const title = document.querySelector("main h1");
    const here = document.querySelector(".top .here");
    const contents = document.querySelector("nav.contents");
    // Brings a part of the contents into view, without moving the page.
    const reach = (part) => {
      const box = part.getBoundingClientRect();
      const frame = contents.getBoundingClientRect();
      if (box.top < frame.top + 24 || box.bottom > frame.bottom - 24) {
        contents.scrollTop += box.top - frame.top - frame.height / 4;
      }
    };
    const chapter = contents?.querySelector(".chapters [aria-current=page]");
    if (chapter) reach(chapter.parentElement);
    if (!title || !here) return;
    const words = (heading) => {
      const copy = heading.cloneNode(true);
      for (const part of copy.querySelectorAll(".anchor, .kicker")) part.remove();
      return copy.textContent.trim().replace(/\s+/g, " ");
    };
    // What is in an article that is not drawn is not measured: of the whole book that would take long.
    const top = (element) => element.getBoundingClientRect().top;
    const articles = Array.from(document.querySelectorAll("article"), (article) => ({
      article, title: article.querySelector("h1"),
      sections: [...article.querySelectorAll(":scope > h2[id]")],
    }));
    const reached = () => {
      const last = articles.findLast(({ article }) => top(article) < 120);
      return last?.sections.findLast((section) => top(section) < 120) ?? last?.title;
    };
    const links = new Map([...document.querySelectorAll(".sections a")]
      .map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
    // On the cover the bar has the title already.
    const isBook = words(title) === document.querySelector(".top .book")?.textContent;
    let shown = null;
    let isWaiting = false;
    const show = () => {
      isWaiting = false;
      const isBelow = title.getBoundingClientRect().bottom < 48;
      const now = isBelow ? reached() ?? (isBook ? null : title) : null;
      if (now === shown) return;
      shown = now;
      here.textContent = now ? words(now) : "";
      for (const [id, link] of links) {
        if (now && id === now.id) {
          link.setAttribute("aria-current", "location");
          reach(link);
        } else link.removeAttribute("aria-current");
      }
    };
    addEventListener("scroll", () => {
      if (!isWaiting) requestAnimationFrame(show);
      isWaiting = true;
    }, { passive: true });
    show();
  };

  // On paper nothing can be opened.
  addEventListener("beforeprint", () => {
    for (const box of document.querySelectorAll("details:not([open])")) {
      box.open = true;
      box.dataset.opened = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const box of document.querySelectorAll("details[data-opened]")) {
      box.open = false;
      delete box.dataset.opened;
    }
  });

  addEventListener("DOMContentLoaded", () => {
    document.querySelector("[data-tool=search]")?.addEventListener("click", openSearch);
    document.querySelector("[data-tool=theme]")?.addEventListener("click", nextScheme);
    document.querySelector("[data-tool=keys]")?.addEventListener("click", openHelp);
    addDrawer();
    addOrientation();
    addCopying();
    addViews();
    openTarget();
    addProgram();
    addFilter();
    addProgress();
  });
})();
