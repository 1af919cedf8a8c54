#!/bin/sh
# ledger_postfix.sh CULPRIT DAY: what a real Postfix delivers of the mail of a
# nightly scan. Needs root, and apt and the network at the first run.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
tools=$here/../tools
culprit=$(readlink -f "$1")
day=$(readlink -f "$2")
[ "$(id -u)" = 0 ] || { echo 'ledger_postfix: skipped, needs root'; exit 77; }
prefix=$("$tools/private_packages.sh" tell-postfix postfix) || {
	echo 'ledger_postfix: skipped, no Postfix to be had'
	exit 77
}
exec "$tools/private_root.sh" "$prefix" python3 "$here/ledger_postfix.py" \
	"$culprit" "$day"
