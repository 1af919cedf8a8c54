#!/bin/sh
# A private Courier on loopback takes, sends and refuses mail; what its log then
# says of whom. Needs root, and apt and the network at the first run. KEEP=DIR
# keeps the log there.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
prefix=$("$here/../tools/private_packages.sh" courier courier-mta courier-base \
	courier-authdaemon courier-authlib courier-authlib-userdb \
	courier-imap courier-pop maildrop) || {
	echo 'courier_acts: skipped, no Courier to be had'
	exit 77
}
culprit=$(readlink -f -- "${1:-$here/../../build/culprit}")
exec "$here/../tools/private_root.sh" "$prefix" \
	python3 "$here/courier_acts.py" "$culprit" ${KEEP:+"$(readlink -f -- "$KEEP")"}
