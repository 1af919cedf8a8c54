#!/bin/sh
# Debian's logrotate rotates a day's log while it is written and a watch reads
# it: the watch suggests what a scan of the whole day suggests. Needs apt and
# the network at the first run. What follows the program selects cases:
# Rotated.test_renamed_and_created.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
culprit=$(readlink -f "${1:-$here/../../build/culprit}")
shift $(($# > 0))
prefix=$("$here/../tools/private_packages.sh" logrotate logrotate) || {
	echo 'watch_logrotate: skipped, none to be had'
	exit 77
}
PYTHONPATH=$here/../watch PYTHONDONTWRITEBYTECODE=1
LOGROTATE=$prefix/usr/sbin/logrotate
LD_LIBRARY_PATH=$(cd "$prefix" && find usr -name '*.so*' \
	-printf "$prefix/%h\n" | sort -u | paste -s -d : -)
export PYTHONPATH PYTHONDONTWRITEBYTECODE LOGROTATE LD_LIBRARY_PATH
exec python3 "$here/watch_logrotate.py" "$culprit" \
	"$here/../../samples/day" "$@"
