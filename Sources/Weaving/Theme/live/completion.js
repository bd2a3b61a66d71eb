// A transcript's command is completed from what the program itself says that it takes.
"use strict";

(() => {
  const { live } = book;
  const { make } = live;
  let known = null;
  let count = 0;

  // Options with the line of the help that tells of them, and commands.
  const ask = () => {
    known ??= (async () => {
      const found = { options: new Map(), commands: new Map() };
      for (const word of ["help", "--help"]) {
        const { output, ending } = await live.run([word]);
        if (ending.status !== 0) continue;
        const lines = new TextDecoder().decode(output).split("\n");
        for (const [i, line] of lines.entries()) {
          const command = /^ {1,4}([a-z][a-z-]*)(?: |$)/.exec(line)?.[1];
          if (command) found.commands.set(command, lines[i + 1]?.trim() ?? "");
          for (const [option] of line.matchAll(/--[a-z][a-z0-9-]*/g)) {
            const says = line.trim();
            if (!found.options.has(option) || says.startsWith(option)) found.options.set(option, says);
          }
        }
        if (found.options.size > 0) break;
      }
      return found;
    })().catch(() => {
      known = null;
      return { options: new Map(), commands: new Map() };
    });
    return known;
  };

  // What stands in the command before the place where one writes.
  const before = (command) => {
    const selection = getSelection();
    if (selection.rangeCount === 0 || !command.contains(selection.focusNode)) return null;
    const range = document.createRange();
    range.selectNodeContents(command);
    range.setEnd(selection.focusNode, selection.focusOffset);
    return range.toString();
  };

  live.complete = (command) => {
    const list = make("ul", { className: "completions", id: `page:completions-${count += 1}`, hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "What can stand here");
    let chosen = -1;
    let asked = 0;
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"],
      ["aria-expanded", "false"], ["aria-controls", list.id]]) command.setAttribute(name, value);

    const close = () => {
      asked += 1;
      list.hidden = true;
      list.remove();
      command.setAttribute("aria-expanded", "false");
      command.removeAttribute("aria-activedescendant");
    };
    const choose = (index) => {
      list.children[chosen]?.setAttribute("aria-selected", "false");
      chosen = (index + list.children.length) % list.children.length;
      const item = list.children[chosen];
      item.setAttribute("aria-selected", "true");
      command.setAttribute("aria-activedescendant", item.id);
    };
    const take = (word) => {
      const text = before(command) ?? command.textContent;
      const rest = command.textContent.slice(text.length);
      const start = text.replace(/\S*$/, word + (rest.startsWith(" ") ? "" : " "));
      command.textContent = start + rest;
      getSelection().collapse(command.firstChild, start.length);
      close();
    };

    const offer = async () => {
      const number = asked += 1;
      const text = before(command);
      const word = /\S*$/.exec(text ?? "")[0];
      const isCommand = new RegExp(`^(swift run (-c release )?)?${live.program} \\S+$`).test(text ?? "");
      if (text === null || !word.startsWith("-") && !isCommand) return close();
      const found = await ask();
      if (number !== asked) return;
      const entries = [...(word.startsWith("-") ? found.options : found.commands)]
        .filter(([name]) => name.startsWith(word) && name !== word).slice(0, 8);
      if (entries.length === 0) return close();
      chosen = -1;
      list.replaceChildren(...entries.map(([name, says], i) => {
        const item = make("li", { id: `${list.id}-${i}` }, make("b", {}, name), " ",
          make("span", {}, says.startsWith(name) ? says.slice(name.length).trim() : says));
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          take(name);
        });
        return item;
      }));
      const box = command.closest(".transcript");
      const place = command.getBoundingClientRect();
      list.style.top = `${place.bottom - box.getBoundingClientRect().top + 2}px`;
      box.append(list);
      list.hidden = false;
      command.setAttribute("aria-expanded", "true");
    };

    command.addEventListener("input", offer);
    command.addEventListener("blur", close);
    command.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) choose(chosen < 0 && step < 0 ? -1 : chosen + step);
      else if (event.key === "Tab" && !event.shiftKey || event.key === "Enter" && chosen >= 0) {
        take(list.children[Math.max(0, chosen)].querySelector("b").textContent);
      } else if (event.key === "Escape") close();
      else if (event.key === "Enter") return close();
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    });
  };
})();
