#!/bin/bash
# Kills tangle at random moments, hundreds of times, and looks each time whether the next run goes on
# by itself: all files whole, nothing called an edit, nothing left behind.
#
#   Tests/kill-runs.sh [RUNS]      with .build/debug/tangle, or the one that TANGLE names
set -u
runs=${1:-300}
tangle=$(realpath "${TANGLE:-.build/debug/tangle}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
mkdir book

# A book of 200 files in four states: every file comes, changes, goes, and comes back elsewhere.
write() {
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

faults=0
killed=0
fault() { faults=$((faults + 1)); echo "run $run: $*"; }
# A state's files as a clean run writes them.
for state in 0 1 2 3; do
  write $state
  "$tangle" book --output "clean$state" > /dev/null || exit 1
done
write 0
"$tangle" book --output out > /dev/null || exit 1
for run in $(seq 1 "$runs"); do
  state=$((RANDOM % 4))
  write $state
  "$tangle" book --output out > /dev/null 2>&1 &
  process=$!
  sleep "0.$(printf '%03d' $((RANDOM % 120)))"
  kill -9 $process 2> /dev/null && killed=$((killed + 1))
  wait $process 2> /dev/null
  for file in $(find out -name '*.txt'); do
    [ "$(tail -c 1 "$file" | wc -l)" = 1 ] || fault "$file is torn"
  done
  next=$((RANDOM % 4))
  write $next
  "$tangle" book --output out > messages 2>&1 || fault "the next run failed: $(head -3 messages)"
  diff -r --exclude=.tangle-record out "clean$next" > messages || fault "$(head -5 messages)"
  "$tangle" book --output out --check > messages 2>&1 || fault "$(head -3 messages)"
  left=$(find out -name '.literate-*'; find out -mindepth 1 -type d -empty)
  [ -z "$left" ] || fault "left behind: $left"
done
echo "$runs runs, $killed killed, $faults faults"
[ "$faults" = 0 ]
