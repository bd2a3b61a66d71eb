#!/bin/bash
# Kills a command at random moments, hundreds of times, and looks each time whether the next run goes
# on by itself: all files whole, nothing called an edit, no edit lost, nothing left behind.
#
#   Tests/kill-runs.sh [RUNS] [tangle|weave|stitch|update|save …]
#
# with the commands in .build/debug, or in the folder that PRODUCTS names; without words, all five.
set -u
runs=${1:-300}
shift
products=$(realpath "${PRODUCTS:-.build/debug}")
tangle=$products/tangle weave=$products/weave verify=$products/verify microgpt=$products/microgpt
names=$(realpath "$(dirname "$0")/../chapters/data/names.txt")
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT

faults=0
killed=0
fault() { faults=$((faults + 1)); echo "$mode, run $run: $*"; }
# Runs a command and kills it at a moment of the time that a whole run took last, in milliseconds.
span=400
kill_within() {
  "$@" > /dev/null 2>&1 &
  local process=$! after=$((RANDOM % span))
  sleep "$(printf '%d.%03d' $((after / 1000)) $((after % 1000)))"
  kill -9 $process 2> /dev/null && killed=$((killed + 1))
  wait $process 2> /dev/null
}
# Runs a command to its end and notes how long it took.
whole() {
  local start
  start=$(date +%s%3N)
  "$@" > messages 2>&1 || fault "$(head -3 messages)"
  span=$(($(date +%s%3N) - start + 1))
}
nothing_left() {
  local left
  left=$(find "$@" -name '.literate-*'; find "$@" -mindepth 1 -type d -empty)
  [ -z "$left" ] || fault "left behind: $left"
}

# A book of 200 files in four states: every file comes, changes, goes, and comes back elsewhere.
write_files() {
  { echo "# A"
    for i in $(seq 1 200); do
      case $(( (i + $1) % 4 )) in
        0) continue ;;
        1) path="a/$i.txt" ;;
        2) path="a/$i.txt" ;;
        3) path="b/$i/c.txt" ;;
      esac
      printf '\n```text file=%s\nline %s of state %s\n```\n' "$path" "$i" "$1"
    done
  } > book/01-a.md.new
  mv book/01-a.md.new book/01-a.md
}

# A book of twelve chapters, of which some are not there in each state.
write_chapters() {
  for i in $(seq 10 21); do
    if [ $(( (i + $1) % 3 )) = 0 ]; then rm -f "book/$i-a.md"; continue; fi
    printf '# Chapter %s\n\nState %s, `x`.\n\n```text file=%s.txt\nline %s\n```\n' \
      "$i" "$1" "$i" "$1" > "book/$i-a.md.new"
    mv "book/$i-a.md.new" "book/$i-a.md"
  done
}

# The output folder goes from state to state as the book does.
follow() {
  local write=$1 record=$2
  shift 2
  for state in 0 1 2 3; do
    $write $state
    "$@" --output "clean$state" > /dev/null 2>&1 || exit 1
  done
  $write 0
  "$@" --output out > /dev/null 2>&1 || exit 1
  for run in $(seq 1 "$runs"); do
    $write $((RANDOM % 4))
    kill_within "$@" --output out
    next=$((RANDOM % 4))
    $write $next
    whole "$@" --output out
    diff -r --exclude="$record" out "clean$next" > messages || fault "$(head -5 messages)"
    "$@" --output out --check > messages 2>&1 || fault "$(head -3 messages)"
    nothing_left out
  done
}

# Edits of the output are carried into chapters; none may be lost, and no chapter be torn.
follow_edits() {
  for i in $(seq 10 40); do
    printf '# Chapter %s\n\n```text file=%s.txt\none\ntwo\nthree\n```\n' "$i" "$i" > "book/$i-a.md"
  done
  "$tangle" book --output out > /dev/null || exit 1
  for run in $(seq 1 "$runs"); do
    for i in $(seq 10 40); do
      printf 'one\nedit %s\nthree\n' "$run" > "out/$i.txt"
    done
    kill_within "$tangle" book --output out --stitch
    for i in $(seq 10 40); do
      grep -q "edit $run" "out/$i.txt" || fault "the edit of $i.txt is lost"
      [ "$(wc -l < "book/$i-a.md")" = 7 ] || fault "chapter $i is torn"
    done
    whole "$tangle" book --output out --stitch
    grep -L "edit $run" book/*.md > messages
    [ ! -s messages ] || fault "without the edit: $(head -3 messages)"
    "$tangle" book --output out --check > messages 2>&1 || fault "$(head -3 messages)"
    nothing_left out book
  done
}

# What transcripts print changes, and chapters, their figures and their facts are rewritten.
follow_transcripts() {
  for i in $(seq 10 30); do
    printf '# Chapter %s\n\n```console name=run\n$ say %s\nnothing\n```\n\n' "$i" "$i" \
      > "book/$i-a.md"
    printf 'It says 0<!-- = run: says -->. ![It](figures/%s.svg)\n' "$i" >> "book/$i-a.md"
  done
  printf 'programs:\n  - name: say\n    run: [sh, say.sh]\n' > book/book.yml
  for run in $(seq 1 "$runs"); do
    printf '# Say\n\n```sh file=say.sh\necho "$1 says %s"\necho "<svg>%s</svg>" > "$1.svg"\n```\n' \
      "$run" "$run" > book/01-say.md
    kill_within "$verify" book --update
    for i in $(seq 10 30); do
      [ "$(wc -l < "book/$i-a.md")" = 8 ] || fault "chapter $i is torn"
      [ ! -e "book/figures/$i.svg" ] || grep -q '^<svg>[0-9]*</svg>$' "book/figures/$i.svg" \
        || fault "the figure of chapter $i is torn"
    done
    whole "$verify" book --update
    grep -L "says $run\$" book/[1-3][0-9]*.md > messages
    grep -L "It says $run<" book/[1-3][0-9]*.md >> messages
    grep -L "<svg>$run</svg>" book/figures/*.svg >> messages
    [ ! -s messages ] || fault "not updated: $(head -3 messages)"
    nothing_left book
  done
}

# A run is saved again and again; what stands there is whole at any moment.
follow_saves() {
  for run in $(seq 1 "$runs"); do
    kill_within "$microgpt" train --input "$names" --steps 300 --quiet --samples 0 \
      --save run.safetensors
    if [ -e run.safetensors ]; then
      "$microgpt" train --input "$names" --load run.safetensors --until 0 --samples 0 \
        > messages 2>&1 || fault "$(head -3 messages)"
    fi
    whole "$microgpt" train --input "$names" --steps 300 --samples 0 --save run.safetensors
    [ -z "$(ls | grep '\.new$')" ] || fault "left behind: $(ls)"
  done
}

for mode in "${@:-all}"; do
  [ "$mode" = all ] && set -- tangle weave stitch update save
done
for mode in "$@"; do
  killed=0
  span=400
  before=$faults
  mkdir -p "$top/$mode/book"
  cd "$top/$mode" || exit 1
  case $mode in
    tangle) follow write_files .tangle-record "$tangle" book ;;
    weave) follow write_chapters .weave-record "$weave" book --no-types ;;
    stitch) follow_edits ;;
    update) follow_transcripts ;;
    save) follow_saves ;;
    *) echo "there is no \`$mode\`"; exit 64 ;;
  esac
  echo "$mode: $runs runs, $killed killed, $((faults - before)) faults"
done
[ "$faults" = 0 ]
