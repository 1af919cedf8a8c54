#!/bin/sh
# A private Dovecot on loopback is logged in to and attacked; what its log then
# says of whom. Needs root, and apt and the network at the first run. KEEP=DIR
# keeps the logs there.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
prefix=$("$here/../tools/private_packages.sh" dovecot dovecot-core \
	dovecot-imapd dovecot-pop3d dovecot-submissiond dovecot-lmtpd) || {
	echo 'dovecot_logins: skipped, no Dovecot to be had'
	exit 77
}
culprit=$(readlink -f -- "${1:-$here/../../build/culprit}")
exec "$here/../tools/private_root.sh" "$prefix" \
	python3 "$here/dovecot_logins.py" "$culprit" ${KEEP:+"$(readlink -f -- "$KEEP")"}
