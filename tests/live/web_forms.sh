#!/bin/sh
# Real nginx, Apache httpd and Postfix write their logs; who is said to have
# posted forms, used the proxy and sent the mail. Needs root, and apt and the
# network at the first run. KEEP=DIR keeps the logs there.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
prefix=$("$here/../tools/private_packages.sh" web nginx apache2-bin postfix) || {
	echo 'web_forms: skipped, no web servers to be had'
	exit 77
}
culprit=$(readlink -f -- "${1:-$here/../../build/culprit}")
exec "$here/../tools/private_root.sh" "$prefix" \
	python3 "$here/web_forms.py" "$culprit" ${KEEP:+"$(readlink -f -- "$KEEP")"}
