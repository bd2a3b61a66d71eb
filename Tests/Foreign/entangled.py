#!/usr/bin/env python3
"""Tangles Entangled's own Haskell source as a book of ours and compares it with the files that
Entangled wrote, the marks that it leaves in them left out.

    entangled.py CHECKOUT TANGLE [WORK]

CHECKOUT is a checkout of github.com/entangled/entangled, TANGLE the command `tangle`, WORK a folder
for what is made (a temporary one else). Status 1 if a line differs.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

HEADER = re.compile(r"``` *\{(.*)\}")


def convert(text, files, known):
    """The text with its fences' headers in our form; `files` gets their paths."""
    lines, is_code, is_example = [], False, False
    for line in text.split("\n"):
        header = HEADER.fullmatch(line)
        if line.startswith("~~~") and not is_code:
            # An example that shows fences of its own.
            is_example = not is_example
            line = "~~~text" if is_example and line == "~~~" else line
        elif is_example:
            pass
        elif header and not is_code:
            is_code = True
            line = our_header(header[1].split(), files, known)
        elif line.startswith("```"):
            is_code = not is_code
        lines.append(line)
    return "\n".join(lines)


def our_header(words, files, known):
    language = next((w[1:] for w in words if w.startswith(".")), "text")
    path = next((w[5:].strip('"') for w in words if w.startswith("file=")), None)
    chunk = next((w[1:] for w in words if re.match("#[^-]", w)), None)
    if path is None and chunk is None:
        return f"```{language}"
    verb = "append" if chunk in known else "define"
    if chunk:
        known.add(chunk)
    if path is None:
        return f'```{language} {verb}="{chunk}"'
    files.append(path)
    if chunk is None:
        return f'```{language} file="{path}"'
    # A chunk with a name and a file: the file holds it.
    return f'```{language} file="{path}"\n<<{chunk}>>\n```\n\n```{language} {verb}="{chunk}"'


def without_marks(text):
    mark = re.compile(r"\s*\S* ?~\\~ (begin|end|language)")
    return [line for line in text.rstrip("\n").split("\n") if not mark.match(line)]


def main(checkout, tangle, work):
    files, known, parts = [], set(), ["# Entangled"]
    for path in sorted((checkout / "lit").glob("*.md")):
        parts.append(convert(path.read_text(encoding="utf-8"), files, known))
    # Chunks are defined in any order there, and here by a chapter's end: all are one chapter.
    book = work / "book"
    book.mkdir(parents=True)
    (book / "01-entangled.md").write_text("\n\n".join(parts), encoding="utf-8")
    subprocess.run([tangle, str(book), "--output", str(work / "out")], check=True)
    count = faults = lines = 0
    for path in files:
        if not (checkout / path).exists():
            continue
        wanted = without_marks((checkout / path).read_text(encoding="utf-8"))
        found = (work / "out" / path).read_text(encoding="utf-8").rstrip("\n").split("\n")
        found = [l for i, l in enumerate(found) if i > 2 or "Tangled from 1 chapter" not in l]
        count += 1
        lines += len(wanted)
        if found != wanted:
            faults += 1
            print(f"{path} differs")
    print(f"{count} files, {lines} lines, {faults} differ")
    return 1 if faults or not count else 0


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    checkout, tangle = pathlib.Path(sys.argv[1]), sys.argv[2]
    if len(sys.argv) == 4:
        sys.exit(main(checkout, tangle, pathlib.Path(sys.argv[3])))
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(main(checkout, tangle, pathlib.Path(folder)))
