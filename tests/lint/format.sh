#!/bin/sh
# format.sh ROOT [-i]: every C file is as clang-format would write it; with -i
# they are made so.
set -eu
cd "$1"
command -v clang-format >/dev/null || {
	echo 'format: no clang-format here'
	exit 77
}
list=$(find . -path ./build -prune -o -path ./out -prune -o \
	-type f -name '*.[ch]' -print)
[ -n "$list" ] || {
	echo 'format: no C file here' >&2
	exit 1
}
# No name in this tree has white space: this check would fail on it.
if [ "${2:-}" = -i ]; then
	# shellcheck disable=SC2086
	clang-format -i --style=file $list
else
	# shellcheck disable=SC2086
	clang-format --dry-run -Werror --style=file $list
fi
echo 'format: ok'
