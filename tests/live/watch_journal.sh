#!/bin/sh
# A watch follows a real journal through the real journalctl while both are
# killed: it suggests what a scan of the journal's export suggests. Needs
# root, and apt and the network at the first run.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
culprit=$(readlink -f "${1:-$here/../../build/culprit}")
[ "$(id -u)" = 0 ] || { echo 'watch_journal: skipped, needs root'; exit 77; }
prefix=$("$here/../tools/private_packages.sh" journal systemd \
	systemd-journal-remote) || {
	echo 'watch_journal: skipped, no journalctl to be had'
	exit 77
}
exec "$here/../tools/private_root.sh" "$prefix" \
	env PYTHONPATH="$here/../watch" python3 "$here/watch_journal.py" \
	"$culprit" "$here/../../samples/day"
