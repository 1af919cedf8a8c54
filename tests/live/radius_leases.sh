#!/bin/sh
# A private FreeRADIUS on loopback writes a detail file; who is said to have
# held which address when. Needs apt and the network at the first run.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
prefix=$("$here/../tools/private_radius.sh") || {
	echo 'radius_leases: skipped, no FreeRADIUS to be had'
	exit 77
}
exec python3 "$here/radius_leases.py" "${1:-$here/../../build/culprit}" "$prefix"
