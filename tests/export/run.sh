#!/bin/sh
# run.sh CONSUMER REPORT_FIXTURE: its list in the real one, unpacked for this
# alone, in namespaces. Needs root, and apt and the network at the first run.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
tools=$here/../tools
consumer=$1
fixture=$(readlink -f "$2")
[ "$(id -u)" = 0 ] || { echo "$consumer: skipped, needs root"; exit 77; }
case $consumer in
sendmail) packages='sendmail-bin sendmail-base sendmail-cf m4' ;;
exim) packages='exim4-daemon-light exim4-base' ;;
nftables) packages=nftables ;;
ipset) packages='ipset iptables' ;;
rbldnsd) packages=rbldnsd ;;
rpz) packages='bind9 bind9-libs bind9-utils unbound' ;;
esac
# Package names, split on purpose.
# shellcheck disable=SC2086
prefix=$("$tools/private_packages.sh" "export-$consumer" $packages) || {
	echo "$consumer: skipped, as it cannot be had"
	exit 77
}
exec "$tools/private_root.sh" "$prefix" python3 "$here/$consumer.py" "$fixture"
