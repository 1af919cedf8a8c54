#!/bin/sh
# inputs.sh TESTS: the files that fuzz targets are fed in the plain suite: the
# golden inputs and what fuzzing found.
set -eu
cd "$1"
for f in parsers/*/*/input.log leases/*/*/input.log fuzz/corpus/*; do
	[ -f "$f" ] && printf '%s\n' "$PWD/$f"
done
exit 0
