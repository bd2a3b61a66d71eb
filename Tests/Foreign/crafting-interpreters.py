#!/usr/bin/env python3
"""Tangles the C half of Crafting Interpreters as a book of ours and compares every chapter's tree.

    crafting-interpreters.py CHECKOUT TANGLE [WORK] [--verify VERIFY]

CHECKOUT is a checkout of github.com/munificent/craftinginterpreters, TANGLE the command `tangle`,
WORK a folder for what is made (a temporary one else). Each of that book's changes becomes one block:
`file`, `append`, `insert` or `change`, with no hook planted ahead. A change that none of these can
say is written as a `replace` of the whole file and counted. Status 1 if a file differs.

With VERIFY, the command `verify`, the book is verified too: `make` compiles the interpreter of each
chapter with the warnings as errors that its authors ask for, and it runs their tests, those that
their test runner gives it. A chapter whose program prints what it traces may print more lines than
a test expects; else the output is that of the test to the letter.
"""

import collections
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

CHAPTERS = [
    "Chunks of Bytecode", "A Virtual Machine", "Scanning on Demand", "Compiling Expressions",
    "Types of Values", "Strings", "Hash Tables", "Global Variables", "Local Variables",
    "Jumping Back and Forth", "Calls and Functions", "Closures", "Garbage Collection",
    "Classes and Instances", "Methods and Initializers", "Superclasses", "Optimization",
]
FIRST = 14  # the number of the half's first chapter
NEVER = 9000  # the places `omit` and `not-yet` come behind all others of a chapter


def slug(title):
    return title.lower().replace(" ", "-")


def read_places(checkout):
    """The place of each named change: (chapter, index in the chapter)."""
    places = {}
    for chapter, title in enumerate(CHAPTERS):
        text = (checkout / "book" / f"{slug(title)}.md").read_text()
        names = re.findall(r"^\^code ([-a-z0-9]+)(?: \([^)]+\))?$", text, re.M)
        for index, name in enumerate(names):
            places[title, name] = chapter, index
        places[title, "omit"] = chapter, NEVER
        places[title, "not-yet"] = chapter, NEVER + 1
    return places


def read_source(path, places):
    """The lines of a source file: (text, place where it comes, place where it goes or None)."""
    title, name = r"([A-Z][A-Za-z\s]+)", r"([-a-z0-9]+)"
    open_marks, lines = [], []
    for line in path.read_text().splitlines():
        line = line.rstrip()
        if m := re.fullmatch(rf"/\* {title} {name} < {title} {name}", line):
            open_marks.append(m.groups())
        elif m := re.fullmatch(rf"/\* < {name}", line):
            came = open_marks[-1][:2]
            open_marks.append((*came, came[0], m[1]))
        elif line.strip() == "*/" and open_marks and open_marks[-1][2]:
            open_marks.pop()
        elif m := re.fullmatch(rf"//> {name}", line):
            open_marks.append((open_marks[-1][0], m[1], None, None))
        elif m := re.fullmatch(rf"//> {title} {name}", line):
            open_marks.append((m[1], m[2], None, None))
        elif re.fullmatch(rf"//< (?:{title} )?{name}", line):
            open_marks.pop()
        elif open_marks:
            chapter, came, end, goes = open_marks[-1]
            lines.append((line, places[chapter, came], places[end, goes] if end else None))
        elif line:
            sys.exit(f"{path}: no mark is open at: {line}")
    return lines


def is_there(line, place):
    return line[1] <= place and (line[2] is None or place < line[2])


def alone(lines, index):
    """The text that names a line by itself: the whole of it, or a beginning that no other has."""
    text = lines[index].strip()
    trimmed = [line.strip() for line in lines]
    if not text:
        return None
    has_both = '"' in text and "'" in text
    if trimmed.count(text) == 1 and not has_both:
        return text
    start = text.split('"')[0].rstrip() if has_both else text
    if start and start not in trimmed and sum(line.startswith(start) for line in trimmed) == 1:
        return start
    return None


def several(lines, index, is_last):
    """Up to four lines one behind the other, of which the line is the last or the first."""
    trimmed = [line.strip() for line in lines]
    for count in (2, 3, 4):
        start = index - count + 1 if is_last else index
        wanted = trimmed[start:start + count] if start >= 0 else []
        text = "\\n".join(wanted)
        if len(wanted) < count or not "".join(wanted) or any("\\n" in line for line in wanted):
            continue
        if '"' in text and "'" in text:
            continue
        places = [i for i in range(len(lines) - count + 1) if trimmed[i:i + count] == wanted]
        if len(places) == 1:
            return text
    return None


def indentation(lines, index, step):
    while 0 <= index < len(lines) and not lines[index].strip():
        index += step
    return re.match(r"\s*", lines[index])[0] if 0 <= index < len(lines) else ""


def quoted(value):
    value = re.sub(r"([\\&*_`])", r"\\\1", value)
    return f"'{value}'" if '"' in value else f'"{value}"'


def without(indent, body):
    """The lines without an indentation that all have, or None."""
    if all(line.startswith(indent) or not line for line in body):
        return [line[len(indent):] for line in body]
    return None


def insertion(path, lines, at, body):
    for names in (alone, several):
        for key, index, step in (("after", at - 1, -1), ("before", at, 1)):
            if not 0 <= index < len(lines):
                continue
            name = alone(lines, index) if names is alone else several(lines, index, step < 0)
            text = name and without(indentation(lines, index, step), body)
            if text is not None and name:
                kind = "insert" if names is alone else "insert by several lines"
                return kind, f'insert="{path}" {key}={quoted(name)}', text
    return None


def replacement(path, lines, first, end, body):
    """A change of lines[first..<end], grown by at most eight lines that it repeats."""
    for extra in range(9):
        for up in range(extra + 1):
            low, high = first - up, end - 1 + extra - up
            if low < 0 or high >= len(lines) or low > high:
                continue
            start = alone(lines, low) or several(lines, low, False)
            rest = lines[low:]
            stop = alone(rest, high - low) or several(rest, high - low, True)
            new = lines[low:first] + body + lines[end:high + 1]
            text = without(indentation(lines, low, 1), new)
            if not start or not stop or text is None:
                continue
            to = f" to={quoted(stop)}" if low != high or "\\n" in start else ""
            kind = "change" if extra == 0 else "change that repeats lines"
            return kind, f'change="{path}" from={quoted(start)}{to}', text
    return None


def convert(checkout):
    """The blocks of each chapter, how many of each kind there are, and the trees to expect."""
    places = read_places(checkout)
    sources = {
        path.name: read_source(path, places)
        for path in sorted((checkout / "c").glob("*.[ch]"))
    }
    blocks, kinds, expected = collections.defaultdict(list), collections.Counter(), {}
    state = {path: [] for path in sources}
    known = set()
    for place in sorted(set(p for p in places.values() if p[1] < NEVER)):
        for path, source in sources.items():
            there = [i for i, line in enumerate(source) if is_there(line, place)]
            for gone, come in hunks(state[path], there):
                old = state[path]
                lines, body = [source[i][0] for i in old], [source[i][0] for i in come]
                at = sum(i < min(gone + come) for i in old)
                if not old and path not in known:
                    block = "file", f"file={path}", body
                    known.add(path)
                elif not gone and at == len(old):
                    block = "append", f"append={path}", body
                else:
                    block = None if gone else insertion(path, lines, at, body)
                    block = block or replacement(path, lines, at, at + len(gone), body)
                state[path] = sorted(set(old) - set(gone) | set(come))
                whole = [source[i][0] for i in state[path]]
                kind, info, text = block or ("none", f"replace={path}", whole)
                kinds[kind] += 1
                content = "".join(line + "\n" for line in text)
                blocks[place[0]].append(f"```c {info}\n{content}```\n")
        expected[place[0]] = {
            path: "".join(sources[path][i][0] + "\n" for i in there)
            for path, there in state.items() if there
        }
    return blocks, kinds, expected


def hunks(old, new):
    """What goes and what comes, by runs of lines that stand one behind the other."""
    old_set, new_set = set(old), set(new)
    runs, run = [], None
    for i in sorted(old_set | new_set):
        if i in old_set and i in new_set:
            run = None
            continue
        if run is None:
            run = ([], [])
            runs.append(run)
        run[0 if i in old_set else 1].append(i)
    return runs


MAKEFILE = """```make file=Makefile
CFLAGS = -std=c99 -Wall -Wextra -Werror -Wno-unused-parameter -O2

clox: $(wildcard *.c) $(wildcard *.h)
\t$(CC) $(CFLAGS) -o $@ $(filter %.c,$^)
```
"""


def read_suites(checkout):
    """What the authors' test runner does with each folder or file, by the chapter's number."""
    text = (checkout / "tool/bin/test.dart").read_text()
    shared = {
        name: re.findall(r'"(test[^"]*)": "(\w+)"', body)
        for name, body in re.findall(r"var (\w+) = \{\n(.*?)\n  \};", text, re.S)
    }
    suites = {}
    for number, body in re.findall(r'  c\("chap(\d+)_\w+", \{(.*?)\n  \}\);', text, re.S):
        states = suites[int(number)] = {}
        for name, path, state in re.findall(r'\.\.\.(\w+)|"(test[^"]*)": "(\w+)"', body):
            states.update(shared[name] if name else [(path, state)])
    return suites


def is_run(path, states):
    parts = path.split("/")
    prefixes = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
    state = [states[prefix] for prefix in prefixes if prefix in states][-1]
    return state == "pass" and parts[1] != "benchmark"


def read_test(text):
    """The status of a test and what it prints; None for a file that is none."""
    printed, errors, status = [], [], 0
    for number, line in enumerate(text.splitlines(), 1):
        if "// nontest" in line:
            return None
        if m := re.search(r"// expect: ?(.*)", line):
            printed.append(m[1])
        elif m := re.search(r"// (Error.*)", line):
            errors.append(f"[line {number}] {m[1]}")
            status = 65
        elif m := re.search(r"// \[((java|c) )?line (\d+)\] (Error.*)", line):
            if m[2] != "java":
                errors.append(f"[line {m[3]}] {m[4]}")
                status = 65
        elif m := re.search(r"// expect runtime error: (.+)", line):
            errors += [m[1], f"[line {number}] in …", "..."]
            status = 70
    return status, printed, errors


def transcripts(checkout, states, is_traced):
    """The tests that run, as transcripts, and how many there are."""
    found = []
    for path in sorted((checkout / "test").rglob("*.lox")):
        name = path.relative_to(checkout).as_posix()
        test = is_run(name, states) and read_test(path.read_text())
        # A trace of what is meant to fill the stack or the constants fills the disk.
        if not test or is_traced and "/limit/" in name:
            continue
        status, printed, errors = test
        lines = printed + errors
        if is_traced:
            lines = ["..."] + [more for line in lines for more in (line, "...")]
        mark = f" status={status}" if status else ""
        found.append("\n".join([f"```console{mark}", f"$ clox {name}"] + lines + ["```\n"]))
    return "\n".join(found), len(found)


def verify(command, checkout, book, expected):
    """Adds programs and transcripts to the book, and verifies it."""
    folders = sorted({p.parent.relative_to(checkout) for p in (checkout / "test").rglob("*.lox")})
    files = ", ".join(f'"{folder}/*.lox"' for folder in folders)
    (book / "book.yml").write_text(
        "title: clox\nprograms:\n  - name: clox\n    build: [make]\n    run: [./clox]\n"
        f"files: [{files}]\n")
    shutil.copytree(checkout / "test", book / "test")
    suites = read_suites(checkout)
    for chapter, title in enumerate(CHAPTERS):
        number = FIRST + chapter
        with (book / f"{number}-{slug(title)}.md").open("a") as file:
            if number == FIRST:
                file.write(f"\n{MAKEFILE}")
            if number in suites:
                is_traced = "#define DEBUG_TRACE_EXECUTION" in expected[chapter]["common.h"]
                text, count = transcripts(checkout, suites[number], is_traced)
                print(f"{title}: {count} tests" + (", traced" if is_traced else ""))
                file.write(f"\n{text}")
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
    blocks, kinds, expected = convert(checkout)
    book = work / "book"
    book.mkdir(parents=True)
    for chapter, title in enumerate(CHAPTERS):
        text = f"# {title}\n\n" + "\n".join(blocks[chapter])
        (book / f"{FIRST + chapter}-{slug(title)}.md").write_text(text)
    total = sum(kinds.values())
    print(f"{total} changes: " + ", ".join(f"{n} {kind}" for kind, n in kinds.most_common()))
    print(f"{100 * (total - kinds['none']) / total:.1f} % without a hook")
    different = 0
    for chapter, title in enumerate(CHAPTERS):
        output = work / str(FIRST + chapter)
        arguments = [tangle, book, "--output", output, "--through", str(FIRST + chapter)]
        subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
        # The first line of a tangled file says that it is tangled.
        found = {
            path.name: path.read_text().split("\n", 1)[1]
            for path in output.iterdir() if path.suffix in (".c", ".h")
        }
        for path in sorted(found.keys() | expected[chapter].keys()):
            if found.get(path) != expected[chapter].get(path):
                print(f"{title}: {path} differs")
                different += 1
        print(f"{title}: {len(found)} files")
    status = verify(command, checkout, book, expected) if command else 0
    sys.exit(1 if different else status)


main()
