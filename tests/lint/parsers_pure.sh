#!/bin/sh
# parsers_pure.sh LIBRARY.a: a parser calls nothing but memory functions.
set -eu
lib=$1
own=$(mktemp)
trap 'rm -f "$own"' EXIT
nm -P --defined-only "$lib" 2>/dev/null | awk 'NF > 1 { print $1 }' >"$own"
[ -s "$own" ] || {
	echo "pure: $lib defines nothing" >&2
	exit 1
}
# bcmp is what clang makes of some memcmp. Beside these: what assert, the
# stack protector, the sanitizers and position independent code call.
allow='mem(chr|rchr|cmp|cpy|move|set|mem)|bcmp|strlen|__mem[a-z]+_chk'
allow="$allow|__stack_chk_fail|__assert_fail|_GLOBAL_OFFSET_TABLE_"
allow="$allow|__(a|ub|t|l)san_.*|__sanitizer_.*|__asan.*|__odr_asan.*"
bad=$(nm -P -u "$lib" | awk 'NF > 1 { print $1 }' | sort -u |
	grep -vxE "$allow" | grep -vxFf "$own" || :)
if [ -n "$bad" ]; then
	printf 'parsers call: %s\n' "$bad" >&2
	exit 1
fi
echo 'pure: ok'
