#!/usr/bin/env python3
"""Tangles lmt's own source as a book of ours and compares it with the program that lmt committed.

    lmt.py CHECKOUT TANGLE [WORK] [--verify VERIFY]

CHECKOUT is a checkout of github.com/driusan/lmt, TANGLE the command `tangle`, WORK a folder for what
is made (a temporary one else). Only the headers of its fences and the angle brackets of its
references are rewritten, so that every line keeps its number: our line map must then say of each
line what lmt's `//line` directives say. Status 1 if a line or its origin differs.

With VERIFY, the command `verify`, the book is verified too: Go (`go`, found on the PATH) builds the
program of each chapter, each tangles lmt's README, and the last one tangles lmt's own source, which
must give `main.go` as it is committed, byte for byte.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def read_order(checkout):
    """The chapters in the order in which lmt tangles them."""
    workflow = (checkout / ".github/workflows/tangle.yml").read_text()
    return re.search(r"FILES:\s*(.+)", workflow)[1].strip("\"' ").split()


def convert(title, text, defined):
    lines, used, fence = [], [], None
    for line in text.split("\n"):
        header = re.fullmatch(r"(```+)\s*(\w*)\s*(?:\"([^\"]+)\"|([-\w./]+))?\s*(\+=)?\s*", line)
        if fence is None and header:
            fence, language, name, path, more = header.groups()
            if key := name or path:
                name = " ".join(key.split())
                verb = "append" if more and name in defined else "replace"
                if name not in defined:
                    verb = "define" if path is None else "file"
                defined.add(name)
                line = f'{fence}{language} {verb}="{name}"'
        elif fence is not None and line.strip() == fence:
            fence = None
        elif fence is not None and (m := re.fullmatch(r"(\s*)<<<(.+)>>>\s*", line)):
            used.append((m[2], language))
            line = f"{m[1]}<<{m[2]}>>"
        lines.append(line)
    # What lmt lets be undefined is defined at the end, where no line moves; so is a title.
    for name, language in used:
        if name not in defined:
            defined.add(name)
            lines += ["", f'```{language} define="{name}"', "```"]
    if not re.search(r"^# ", text, re.M):
        lines += ["", f"# {title}"]
    return "\n".join(lines) + "\n"


def read_expected(text):
    """The program's lines, each with the file and the number that the directives give it."""
    place, lines = None, []
    for line in text.split("\n"):
        if m := re.fullmatch(r"//line (\S+):(\d+)", line):
            place = m[1], int(m[2])
        elif place:
            lines.append((line, place))
            place = place[0], place[1] + 1
    while lines and not lines[-1][0]:
        lines.pop()
    return lines


def verify(command, checkout, book, chapters):
    """Adds a program and transcripts to the book, and verifies it."""
    order = list(chapters.values())
    settings = [
        "title: lmt", "foreign: [gF]", "programs:", "  - name: lmt", "    build: [go, build, -o, lmt, main.go]",
        "    run: [./lmt]", f"files: [{', '.join(['README.md'] + order)}]",
    ]
    (book / "book.yml").write_text("\n".join(settings) + "\n")
    # What a transcript writes must equal the file of its name in `figures`.
    (book / "figures").mkdir()
    shutil.copy(checkout / "main.go", book / "figures")
    for name in ["README.md"] + order:
        shutil.copy(checkout / name, book)
    for chapter in chapters:
        commands = ["$ lmt README.md"]
        if chapters[chapter] == order[-1]:
            commands.append(f"$ lmt {' '.join(order)}")
        with (book / chapter).open("a") as file:
            file.write("\n```console\n" + "\n".join(commands) + "\n```\n")
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
    book, output, line_map = work / "book", work / "out", work / "map.json"
    book.mkdir(parents=True)
    names, defined = {}, set()
    for number, name in enumerate(read_order(checkout), 1):
        chapter = f"{number:02}-{pathlib.Path(name).stem.lower()}.md"
        names[chapter] = name
        (book / chapter).write_text(convert(name, (checkout / name).read_text(), defined))
    arguments = [tangle, book, "--output", output]
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(arguments + ["--line-map", line_map], check=True, stdout=subprocess.DEVNULL)
    origins = json.loads(line_map.read_text())["main.go"]
    found = [
        (line, (names[origin[0]], origin[1]))
        for line, origin in zip((output / "main.go").read_text().split("\n"), origins) if origin
    ]
    expected = read_expected((checkout / "main.go").read_text())
    different = 0
    for number in range(max(len(found), len(expected))):
        pair = [lines[number] if number < len(lines) else None for lines in (found, expected)]
        if pair[0] != pair[1]:
            print(f"line {number + 1}: {pair[0]} is not {pair[1]}")
            different += 1
    print(f"main.go: {len(expected)} lines, {different} differ in text or origin")
    status = verify(command, checkout, book, names) if command else 0
    sys.exit(1 if different else status)


main()
