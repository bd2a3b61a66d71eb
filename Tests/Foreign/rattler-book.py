#!/usr/bin/env python3
"""Tangles the Rattler Book, written for Entangled, and compares it with its committed sources.

    rattler-book.py CHECKOUT TANGLE [WORK] [--verify VERIFY]

CHECKOUT is a checkout of github.com/prefix-dev/rattler-book, TANGLE the command `tangle`, WORK a
folder for what is made (a temporary one else). Only the headers of its tangled fences are
rewritten. Its chapters become one, since they use chunks that later ones define. Entangled's marks
(`~/~ begin`, `~/~ end`) are taken out of the committed sources first. Status 1 if a file differs.

With VERIFY, the command `verify`, the book is verified too, with the Rust on the PATH: the program of
its page "Using this book" is compiled and run. The package manager that the other pages make needs
568 crates; here rustfmt reads it, which tells that all its modules are well formed and laid out as
Rust's tool lays them out, and not that their types fit.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

HEADER = re.compile(r"(\s*)(```+)\s*\{\.(\w+)\s+(#[-\w]+)?\s*(?:file=(\S+?))?\s*\}\s*")


def convert(text, defined):
    lines = []
    for line in text.split("\n"):
        if m := HEADER.fullmatch(line):
            indent, fence, language, name, path = m.groups()
            name = path or name[1:]
            verb = "append" if name in defined else "file" if path else "define"
            defined.add(name)
            line = f"{indent}{fence}{language} {verb}={name}"
        # What stands outside of the tangled fences is another tool's Markdown.
        lines.append(line)
    return "\n".join(lines)


def blocks(text):
    """The tangled fences alone, as they stand."""
    fence, kept = None, []
    for line in text.split("\n"):
        if fence is None:
            m = re.match(r"\s*(```+)\s*(\S.*)?$", line)
            if m:
                fence, keep = m[1], HEADER.fullmatch(line) is not None
                kept += [line] if keep else []
        else:
            kept += [line] if keep else []
            if line.strip() == fence:
                kept += [""] if keep else []
                fence = None
    return "\n".join(kept)


def without_marks(text):
    return "".join(
        line + "\n" for line in text.rstrip("\n").split("\n")
        if not re.match(r"\s*(//|--|#) ~/~ (begin|end)", line))


SETTINGS = """title: Rattler
programs:
  - name: hello
    build: [rustc, --edition, "2021", -o, hello, examples/intro/hello.rs]
    run: [./hello]
  - name: moonshot
    build: [rustfmt, --edition, "2021", --check, src/main.rs]
    run: [rustfmt, --version]
"""
TRANSCRIPT = """
```console stdin="Ada\\n"
$ hello
what is your name? hello, Ada!
```

```console
$ moonshot
rustfmt …
```
"""


def verify(command, book):
    """Adds programs and transcripts to the book, and verifies it."""
    (book / "book.yml").write_text(SETTINGS)
    with (book / "01-rattler.md").open("a") as file:
        file.write(TRANSCRIPT)
    return subprocess.run([command, book]).returncode


def main():
    arguments, command = sys.argv[1:], None
    if arguments[-2:-1] == ["--verify"]:
        command = arguments.pop()
        arguments.pop()
    if len(arguments) not in (2, 3):
        sys.exit(__doc__)
    checkout, tangle = pathlib.Path(arguments[0]), arguments[1]
    work = pathlib.Path(arguments[2] if len(arguments) == 3 else tempfile.mkdtemp())
    book, output = work / "book", work / "out"
    book.mkdir(parents=True)
    sources = sorted((checkout / "book/src").glob("*.md"), key=order)
    defined = set()
    text = "".join(convert(blocks(path.read_text()), defined) for path in sources)
    (book / "01-rattler.md").write_text("# Rattler\n\n" + text)
    subprocess.run([tangle, book, "--output", output], check=True, stdout=subprocess.DEVNULL)
    different, count = 0, 0
    for path in sorted(output.rglob("*")):
        name = path.relative_to(output)
        if path.is_dir() or name.name.startswith("."):
            continue
        count += 1
        # The first line of a tangled file says that it is tangled.
        found = path.read_text().split("\n", 1)[1]
        if not (checkout / name).exists():
            print(f"{name} is not committed there")
            different += 1
        elif found != without_marks((checkout / name).read_text()):
            print(f"{name} differs")
            different += 1
    print(f"{count} files, {different} differ")
    status = verify(command, book) if command else 0
    sys.exit(1 if different else status)


def order(path):
    """Pages before the chapters first, those behind them last, as the book's contents have it."""
    m = re.match(r"ch(\d+)", path.name)
    return (1, int(m[1])) if m else (2 if path.name.startswith("deep") else 0, 0)


main()
