#!/bin/sh
# Real DHCP servers, ISC's dhcpd and Kea, grant leases to clients played by a
# relay; who is said to have held which address when. Needs root, and apt and
# the network at the first run. KEEP=DIR keeps the lease files there.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
prefix=$("$here/../tools/private_packages.sh" dhcp isc-dhcp-server \
	kea-dhcp4-server kea-common) || {
	echo 'dhcp_leases: skipped, no DHCP servers to be had'
	exit 77
}
culprit=$(readlink -f -- "${1:-$here/../../build/culprit}")
exec "$here/../tools/private_root.sh" "$prefix" \
	python3 "$here/dhcp_leases.py" "$culprit" ${KEEP:+"$(readlink -f -- "$KEEP")"}
