#!/bin/sh
# A private Courier on loopback takes, sends and refuses mail; what its log then
# says of whom. Needs root, and apt and the network at the first run.
# LOGS=DIRECTORY keeps the logs.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
tools=$here/../tools
skip() {
	echo "courier_acts: skipped, $*"
	exit 77
}
culprit=$(readlink -f -- "${1:-$here/../../build/culprit}")
prefix=$("$tools/private_packages.sh" courier courier-mta courier-base \
	courier-authdaemon courier-authlib courier-authlib-userdb \
	courier-imap courier-pop maildrop) ||
	skip 'no Courier to be had'
logs=${LOGS:-}
[ -n "$logs" ] || {
	logs=$(mktemp -d)
	trap 'rm -rf "$logs"' EXIT
}
rc=0
"$tools/private_root.sh" "$prefix" python3 "$here/courier_acts.py" \
	"$culprit" "$logs" || rc=$?
[ $rc != 77 ] || skip 'not allowed here'
exit $rc
