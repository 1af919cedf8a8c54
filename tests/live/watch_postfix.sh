#!/bin/sh
# A real Postfix under load, its log rotated, and a watch beside it that is
# killed twice: what it counted and suggests is what a scan of all the log's
# files gives. Needs root, and apt and the network at the first run. A second
# argument: for how many seconds mail is sent (60).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
culprit=$(readlink -f "${1:-$here/../../build/culprit}")
[ "$(id -u)" = 0 ] || { echo 'watch_postfix: skipped, needs root'; exit 77; }
prefix=$("$here/../tools/private_packages.sh" tell-postfix postfix) || {
	echo 'watch_postfix: skipped, no Postfix to be had'
	exit 77
}
exec "$here/../tools/private_root.sh" "$prefix" \
	env PYTHONPATH="$here/../watch:$here/../../samples/record" \
	SECONDS_OF_LOAD="${2:-60}" python3 "$here/watch_postfix.py" \
	"$culprit" "$here/../../samples/day"
