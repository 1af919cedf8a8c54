#!/bin/sh
# Debian's logrotate, in all its modes, rotates a log that is written as fast
# as can be and followed meanwhile: each line once and in order, also by a
# follower that is killed again and again. Needs apt and the network at the
# first run. The first argument, the program, is not used.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
prefix=$("$here/../tools/private_packages.sh" logrotate logrotate) || {
	echo 'logrotate: skipped, none to be had'
	exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root/analyzer/input"
${CC:-cc} -std=c11 -O2 -D_GNU_SOURCE -I"$root/include" -I"$root/analyzer" \
	-o "$work/follow_lines" "$root/tests/tools/follow_lines.c" \
	cut.c layer.c paths.c unpack.c gunzip.c unxz.c unzstd.c unbzip2.c \
	follow/*.c -lz -lzstd -llzma -lbz2
cd "$root"
shift $(($# > 0))
python3 "$here/logrotate.py" "$work/follow_lines" "$prefix" "$work" "$@"
