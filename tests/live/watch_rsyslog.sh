#!/bin/sh
# A real rsyslogd writes a day's log to a file and forwards it to the sockets
# of watches: each suggests what a scan of the file suggests. Needs root, and
# apt and the network at the first run.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
culprit=$(readlink -f "${1:-$here/../../build/culprit}")
[ "$(id -u)" = 0 ] || { echo 'watch_rsyslog: skipped, needs root'; exit 77; }
prefix=$("$here/../tools/private_packages.sh" rsyslog rsyslog) || {
	echo 'watch_rsyslog: skipped, no rsyslogd to be had'
	exit 77
}
exec "$here/../tools/private_root.sh" "$prefix" \
	env PYTHONPATH="$here/../watch" python3 "$here/watch_rsyslog.py" \
	"$culprit" "$here/../../samples/day"
