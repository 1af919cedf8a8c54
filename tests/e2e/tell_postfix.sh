#!/bin/sh
# tell_postfix.sh TELL_MAIN: what a real Postfix delivers of a mail that was
# given to its sendmail. Needs root, and apt and the network at the first run.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
tools=$here/../tools
main=$(readlink -f "$1")
[ "$(id -u)" = 0 ] || { echo 'tell_postfix: skipped, needs root'; exit 77; }
prefix=$("$tools/private_packages.sh" tell-postfix postfix) || {
	echo 'tell_postfix: skipped, no Postfix to be had'
	exit 77
}
exec "$tools/private_root.sh" "$prefix" python3 "$here/tell_postfix.py" "$main"
