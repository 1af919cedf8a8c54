#!/bin/sh
# private_root.sh PREFIX COMMAND...: run it as root where the packages that
# private_packages.sh unpacked are installed, in namespaces of its own: all of
# the documentation Internet is on its loopback, what is written to /usr, /etc
# and /var is gone at the end, and no process outlives the command.
# Status 77 when this machine does not allow it.
set -eu

if [ "$1" != --inside ]; then
	[ "$(id -u)" = 0 ] || {
		echo 'private_root: needs root' >&2
		exit 77
	}
	unshare --net --mount --pid --ipc --uts --fork true 2>/dev/null || {
		echo 'private_root: no namespaces here' >&2
		exit 77
	}
	exec unshare --net --mount --pid --ipc --uts --fork --kill-child \
		--mount-proc "$0" --inside "$@"
fi
prefix=$2
shift 2

mount --make-rprivate /
hostname web1.provider.example
ip link set lo up
for net in 192.0.2.0/24 198.51.100.0/24 203.0.113.0/24; do
	ip route add local "$net" dev lo
done
ip -6 route add local 2001:db8::/32 dev lo 2>/dev/null || :
echo 1 >/proc/sys/net/ipv6/ip_nonlocal_bind 2>/dev/null || :

# The packages' files get a memory disk: two layers may not contain one
# another.
top=$(mktemp -d)
mount -t tmpfs -o size=1g,mode=755 tmpfs "$top"
for d in usr etc var; do
	mkdir -p "$top/deb/$d" "$top/up/$d" "$top/aside/$d"
	[ ! -d "$prefix/$d" ] || cp -a "$prefix/$d/." "$top/deb/$d/"
	mount -t overlay overlay "/$d" \
		-o "lowerdir=$top/deb/$d:/$d,upperdir=$top/up/$d,workdir=$top/aside/$d"
done
mount -t tmpfs -o mode=755 tmpfs /run
umount -l "$top"
rmdir "$top"
status=0
env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C TZ=UTC \
	PYTHONDONTWRITEBYTECODE=1 "$@" || status=$?
exit $status
