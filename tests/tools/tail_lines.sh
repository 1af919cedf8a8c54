#!/bin/sh
# tail_lines.sh DIR: compile tail_lines.c into DIR, from the sources alone, so
# that tests need no build of the tree for it. Prints its path.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
cd "$root"
${CC:-cc} -std=c11 -O1 -g -D_GNU_SOURCE -Iinclude -Iparsers -Ianalyzer \
	-o "$1/tail_lines" tests/tools/tail_lines.c analyzer/input/live/*.c \
	analyzer/input/export.c analyzer/input/unwrap_made.c parsers/text/*.c
printf '%s\n' "$1/tail_lines"
