#!/bin/sh
# man.sh FOLDER...: mandoc has nothing to say against the manual pages.
set -eu
command -v mandoc >/dev/null || {
	echo 'man: no mandoc here'
	exit 77
}
seen=0 rc=0
for place; do
	for page in "$place"/*.[1-8]; do
		[ -f "$page" ] || continue
		mandoc -T lint -W warning "$page" || rc=1
		seen=$((seen + 1))
	done
done
[ "$seen" -gt 0 ] || {
	echo 'man: no manual page there' >&2
	exit 1
}
[ "$rc" != 0 ] || echo "man: ok, $seen looked at"
exit "$rc"
