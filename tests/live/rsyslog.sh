#!/bin/sh
# A real rsyslogd writes a file and forwards to our sockets; each must bring
# the same lines. Needs apt and the network at the first run, and root.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
culprit=$(readlink -f "${1:-$here/../../build/culprit}")
prefix=$("$here/../tools/private_packages.sh" rsyslog rsyslog) || {
	echo 'rsyslog: skipped, no rsyslogd to be had'
	exit 77
}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
tail_lines=$("$here/../tools/tail_lines.sh" "$dir")
"$here/../tools/private_root.sh" "$prefix" \
	python3 "$here/rsyslog.py" "$culprit" "$tail_lines"
