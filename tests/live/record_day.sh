#!/bin/sh
# Records the sample day anew into a temporary directory and checks that it is
# sane. Needs root and the packages' cache or the network; skips without root.
# Environment: SEED (default: the recorder's own), KEEP=1 keeps the result.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
[ "$(id -u)" = 0 ] || { echo "record_day: skipped, needs root"; exit 77; }

out=$(mktemp -d)
[ -n "${KEEP:-}" ] || trap 'rm -rf "$out"' EXIT
if [ -n "${SEED:-}" ]; then
	"$root/samples/record/run" "$out" "$SEED"
else
	"$root/samples/record/run" "$out"
fi
python3 "$root/tests/live/check_day.py" "$out"
[ -z "${KEEP:-}" ] || echo "kept in $out"
