#!/bin/sh
# A private Dovecot on loopback is logged in to and attacked; what its log then
# says of whom. Needs root, and apt and the network at the first run.
# LOGS=DIRECTORY keeps the logs.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
tools=$here/../tools
skip() {
	echo "dovecot_logins: skipped, $*"
	exit 77
}
culprit=$(readlink -f -- "${1:-$here/../../build/culprit}")
prefix=$("$tools/private_packages.sh" dovecot dovecot-core dovecot-imapd \
	dovecot-pop3d dovecot-submissiond dovecot-lmtpd) ||
	skip 'no Dovecot to be had'
logs=${LOGS:-}
[ -n "$logs" ] || {
	logs=$(mktemp -d)
	trap 'rm -rf "$logs"' EXIT
}
rc=0
"$tools/private_root.sh" "$prefix" python3 "$here/dovecot_logins.py" \
	"$culprit" "$logs" || rc=$?
[ $rc != 77 ] || skip 'not allowed here'
exit $rc
