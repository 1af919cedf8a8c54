#!/bin/sh
# tidy.sh ROOT BUILDDIR: clang-tidy finds nothing in the program's sources.
set -eu
root=$1 build=$2
for tool in clang-tidy run-clang-tidy; do
	command -v "$tool" >/dev/null || {
		echo "tidy: no $tool here"
		exit 77
	}
done
said=$(mktemp)
trap 'rm -f "$said"' EXIT
rc=0
# The compiler is gcc: some of its warning options clang does not know.
run-clang-tidy -quiet -p "$build" -extra-arg=-Wno-unknown-warning-option \
	"$root/(parsers|analyzer)/.*\\.c\$" >"$said" 2>&1 || rc=$?
escape=$(printf '\033')
sed -i "s/$escape\\[[0-9;]*m//g" "$said"
if ! grep -q '^clang-tidy' "$said"; then
	echo 'tidy: no file was looked at' >&2
	exit 1
fi
grep -vE '^clang-tidy|^[0-9]+ warnings? (generated|treated)|^Suppressed' \
	"$said" || :
[ "$rc" != 0 ] || echo 'tidy: ok'
exit "$rc"
