#!/bin/sh
# postfix_blocks.sh CULPRIT SAMPLES_DAY: the lists of the sample day in a real
# Postfix. Needs root, and apt and the network at the first run.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
tools=$here/../tools
culprit=$(readlink -f "$1")
day=$(readlink -f "$2")
[ "$(id -u)" = 0 ] || { echo 'postfix_blocks: skipped, needs root'; exit 77; }
prefix=$("$tools/private_packages.sh" tell-postfix postfix) || {
	echo 'postfix_blocks: skipped, no Postfix to be had'
	exit 77
}
exec "$tools/private_root.sh" "$prefix" python3 "$here/postfix_blocks.py" \
	"$culprit" "$day"
