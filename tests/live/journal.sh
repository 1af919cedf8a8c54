#!/bin/sh
# The real journalctl follows a real journal that grows while it and we are
# killed. Needs apt and the network at the first run, and root.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
culprit=$(readlink -f "${1:-$here/../../build/culprit}")
prefix=$("$here/../tools/private_packages.sh" journal systemd \
	systemd-journal-remote) || {
	echo 'journal: skipped, no journalctl to be had'
	exit 77
}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
tail_lines=$("$here/../tools/tail_lines.sh" "$dir")
"$here/../tools/private_root.sh" "$prefix" \
	python3 "$here/journal.py" "$culprit" "$tail_lines"
