// The reader's own data.
"use strict";

(() => {
  const { live } = book;
  const { files, make } = live;

  // The reader's own data: it takes the place of `input.txt`, which a program reads instead of the
  // book's. It stays in this tab.

  const mostBytes = 8 << 20;
  // What is longer than this is there for one page: to keep it for the next takes the page's time.
  const mostKept = 2 << 20;
  const own = "input.txt";
  const inForce = { data: false, kept: true };
  const keep = (bytes) => {
    inForce.kept = false;
    try {
      sessionStorage.removeItem("weave:own");
      if (bytes === null || bytes.length > mostKept) return;
      const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
      sessionStorage.setItem("weave:own", text);
      inForce.kept = true;
    } catch { /* it is there for this page at least */ }
  };
  // - given: Text or bytes; null brings back the book's.
  const setData = (given) => {
    const bytes = typeof given === "string" ? new TextEncoder().encode(given) : given;
    inForce.data = bytes !== null;
    if (bytes === null) files.delete(own);
    else files.set(own, bytes);
    keep(bytes);
    dispatchEvent(new CustomEvent("book:data"));
  };
  try {
    const kept = sessionStorage.getItem("weave:own");
    if (kept !== null) {
      inForce.data = true;
      files.set(own, new TextEncoder().encode(kept));
    }
  } catch { /* nothing is kept */ }
  Object.assign(live, { hasOwnData: () => inForce.data, setData });

  // A closed row that takes a list by paste, by drop or as a file.
  live.dataControl = () => {
    const area = make("textarea", { rows: 6, spellcheck: false, placeholder: "anna\nbert\n…" });
    area.setAttribute("aria-label", "Your own text, one document a line");
    const file = make("input", { type: "file", accept: "text/*,.txt,.csv" });
    file.setAttribute("aria-label", "A file of your own");
    const state = make("span", { className: "badge" });
    state.setAttribute("role", "status");
    const use = make("button", { type: "button" }, "Use it");
    const back = make("button", { type: "button" }, "Back to the book's");
    const show = () => {
      back.disabled = !inForce.data;
      const size = files.get(own)?.length ?? 0;
      state.textContent = !inForce.data ? ""
        : `in use${inForce.kept ? "" : ", on this page"}: your ${size.toLocaleString("en")} bytes`;
    };
    const take = async (blob) => {
      if (blob.size > mostBytes) {
        state.textContent = "This is too long: 8 million bytes at most.";
        return;
      }
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let blank = 0;
      while (bytes[blank] <= 32) blank += 1;
      if (blank === bytes.length) state.textContent = "There is nothing in it.";
      else setData(bytes);
    };
    use.addEventListener("click", () => take(new Blob([area.value])));
    back.addEventListener("click", () => setData(null));
    file.addEventListener("change", () => file.files[0] && take(file.files[0]));
    area.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text") ?? "";
      if (text.length <= 200_000) return;
      event.preventDefault();
      take(new Blob([text]));
    });
    const box = make("details", { className: "own-data" },
      make("summary", {}, "Run it on your own list"),
      make("p", {}, "One name a line, or any text. It stays in this tab and goes nowhere."),
      area, make("div", { className: "run-bar" }, use, back, file, state));
    box.addEventListener("dragover", (event) => event.preventDefault());
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      const dropped = event.dataTransfer.files[0];
      if (dropped) take(dropped);
    });
    addEventListener("book:data", show);
    show();
    return box;
  };
})();
