#!/bin/sh
# Second half of run, inside the namespaces: a private / with the packages
# unpacked into it, a loopback that is the whole documentation Internet, then
# the recorder. Arguments: RECORDER CACHE OUTDIR SEED SERVER PACKAGE...
# A recorder in another folder finds the modules of this one, too.
set -eu
rec=$1 cache=$2 out=$3 seed=$4 server=$5
shift 5

mount --make-rprivate /
hostname mx1.aurora.example

# Every documentation address is local, so a client may bind any of them.
ip link set lo up
for net in 192.0.2.0/24 198.51.100.0/24 203.0.113.0/24; do
	ip route add local "$net" dev lo
done
ip -6 route add local 2001:db8::/32 dev lo
echo 1 > /proc/sys/net/ipv6/ip_nonlocal_bind
# The servers' own are given outright: some ask for their interfaces.
for a in 192.0.2.2 192.0.2.3; do ip addr add "$a/32" dev lo; done
ip -6 addr add 2001:db8:100::2/128 dev lo nodad

# / as it is, with the packages under it and a memory disk over it. The
# packages get a disk of their own: two layers may not contain one another.
top=$(mktemp -d)
mount -t tmpfs -o size=1g,mode=755 tmpfs "$top"
mkdir "$top/deb" "$top/up" "$top/work" "$top/root"
for p; do
	for d in "$cache/${p}_"*.deb; do dpkg -x "$d" "$top/deb"; done
done
# Some of them still ship /lib, which is a link here.
if [ -d "$top/deb/lib" ]; then
	cp -a "$top/deb/lib/." "$top/deb/usr/lib/"
	rm -r "$top/deb/lib"
fi
r=$top/root
mount -t overlay overlay \
	-o "lowerdir=$top/deb:/,upperdir=$top/up,workdir=$top/work" "$r"
mount -t proc proc "$r/proc"
mount -t tmpfs -o mode=1777 tmpfs "$r/tmp"
mount -t tmpfs -o mode=755 tmpfs "$r/dev"
for x in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9; do
	n=${x%%:*} mm=${x#*:}
	mknod -m 666 "$r/dev/$n" c "${mm%:*}" "${mm#*:}"
done
ln -s /proc/self/fd "$r/dev/fd"
mkdir "$r/dev/shm" "$r/tmp/record" "$r/tmp/shared" "$r/tmp/out"
mount --bind "$rec" "$r/tmp/record"
mount --bind "$(dirname "$0")" "$r/tmp/shared"
mount --bind "$out" "$r/tmp/out"

# A booted machine has used some thousands of process ids.
echo 21000 > "$r/proc/sys/kernel/ns_last_pid" || true
# No exec: this shell is process 1, and reaps what daemons leave behind.
chroot "$r" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin \
	LANG=C TZ=UTC PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=/tmp/shared \
	python3 /tmp/record/record.py /tmp/out "$seed" "$server"
