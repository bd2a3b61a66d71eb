// What is printed against what a page says, and what commands and pictures are made of.
"use strict";

(() => {
  const { live } = book;
  const { program } = live;

  // What a transcript says against what is printed, by the rules by which the book is verified.

  const lines = (text) => {
    const found = text.split(/[\r\n]/).map((line) => {
      let end = line.length;
      while (/[ \t-\r]/.test(line[end - 1])) end -= 1;
      return line.slice(0, end);
    });
    while (found.at(-1) === "") found.pop();
    return found;
  };

  const numbers = /(?<![0-9A-Za-z_\u0080-\uffff])[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?|…|[^]/gu;
  const isNumber = (part) => /\d/.test(part);
  const isNear = (expected, found, tolerance) => {
    if (expected === found) return true;
    if (!isNumber(expected) || !isNumber(found)) return false;
    const [x, y] = [Number(expected), Number(found)];
    return Math.abs(x - y) <= Math.max(tolerance, tolerance * Math.abs(x));
  };

  // Where each of the expected things stands among the found ones; null if they are not the same.
  // `isAny` is one that stands for any number of things.
  const align = (expected, found, isAny, isSame) => {
    const reached = [new Set([0])];
    for (const part of expected) {
      const before = reached.at(-1);
      const next = new Set();
      if (isAny(part)) {
        for (let i = Math.min(...before); i <= found.length; i += 1) next.add(i);
      } else {
        for (const i of before) if (i < found.length && isSame(part, found[i])) next.add(i + 1);
      }
      if (next.size === 0) return null;
      reached.push(next);
    }
    if (!reached.at(-1).has(found.length)) return null;
    const places = [];
    let at = found.length;
    for (let i = expected.length - 1; i >= 0; i -= 1) {
      if (isAny(expected[i])) {
        at = Math.max(...[...reached[i]].filter((place) => place <= at));
        places[i] = null;
      } else {
        places[i] = at -= 1;
      }
    }
    return places;
  };

  const isLine = (tolerance) => (expected, line) => {
    if (expected === line) return true;
    if (tolerance > 0) {
      return align(expected.match(numbers) ?? [], line.match(numbers) ?? [],
        (part) => part === "…", (a, b) => isNear(a, b, tolerance)) !== null;
    }
    if (!expected.includes("…")) return false;
    const parts = expected.split("…");
    const [first, final] = [parts[0], parts.at(-1)];
    if (line.length < first.length + final.length) return false;
    if (!line.startsWith(first) || !line.endsWith(final)) return false;
    let at = first.length;
    const last = line.length - final.length;
    for (const part of parts.slice(1, -1)) {
      const next = line.indexOf(part, at);
      if (next < 0 || next + part.length > last) return false;
      at = next + part.length;
    }
    return true;
  };

  // A line of a megabyte would take the page's time for a minute.
  const cut = (line) => (line.length <= 4000 ? line
    : `${line.slice(0, 2000)} … ${line.length - 3000} letters … ${line.slice(-1000)}`);

  // The lines as the transcript shows them, with what was really printed; null if they differ.
  const asPrinted = (expected, text, tolerance) => {
    const wanted = lines(expected);
    const found = lines(text);
    const places = align(wanted, found, (line) => line === "...", isLine(tolerance));
    return places && places.map((place, i) => (place === null ? wanted[i] : cut(found[place])));
  };
  live.asPrinted = asPrinted;

  // What a terminal shows of bytes: a carriage return goes back to the line's beginning.
  const terminal = (bytes) => {
    const shown = new TextDecoder().decode(bytes).split("\n").map((line) => {
      let end = line.length;
      while (line[end - 1] === "\r") end -= 1;
      return line.slice(line.lastIndexOf("\r", end - 1) + 1, end);
    });
    while (shown.at(-1) === "") shown.pop();
    const text = (some) => some.map(cut).join("\n");
    if (shown.length <= 300) return text(shown);
    return `${text(shown.slice(0, 100))}\n… ${shown.length - 300} lines …\n`
      + text(shown.slice(-200));
  };

  // The words of a command; double quotes group.
  const words = (text) => {
    const found = [];
    let word = null;
    let isQuoted = false;
    for (const letter of text) {
      if (letter === "\"") {
        isQuoted = !isQuoted;
        word ??= "";
      } else if (!isQuoted && /\s/.test(letter)) {
        if (word !== null) found.push(word);
        word = null;
      } else {
        word = (word ?? "") + letter;
      }
    }
    if (isQuoted) throw new Error("a quote is never closed");
    return word === null ? found : [...found, word];
  };

  // The words behind the program's name.
  const argumentsOf = (text) => {
    let rest = words(text);
    if (rest[0] === "swift" && rest[1] === "run") rest = rest.slice(2);
    if (rest[0] === "-c" && rest[1] === "release") rest = rest.slice(2);
    if (rest[0] !== program) throw new Error(`only \`${program}\` runs here`);
    return rest.slice(1);
  };

  // A picture that the program drew, without anything that could do something.
  const drawing = (bytes) => {
    const parsed = new DOMParser().parseFromString(new TextDecoder().decode(bytes), "image/svg+xml");
    const picture = parsed.documentElement;
    if (picture.localName !== "svg") return null;
    for (const element of [picture, ...picture.querySelectorAll("*")]) {
      if (/^(script|foreignObject|iframe|image|a|animate|set|style)$/i.test(element.localName)) {
        element.remove();
      }
      for (const { name, value } of [...element.attributes]) {
        if (/^on/i.test(name) || /href$/i.test(name) && !value.startsWith("#")) {
          element.removeAttribute(name);
        }
      }
    }
    return document.importNode(picture, true);
  };

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  Object.assign(live, { terminal, argumentsOf, drawing, make });
})();
