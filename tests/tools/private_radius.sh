#!/bin/sh
# private_radius.sh: print the folder of a private, unpacked FreeRADIUS, made at
# the first call from Debian's packages. Nothing is installed, no root needed.
#
# PREFIX/bin/{freeradius,radclient} run its programs with its dictionaries.
# The folder is kept in $XDG_CACHE_HOME/culprit (~/.cache/culprit), so that
# later calls need no network. Status 77 when it cannot be had.
set -eu

cache=${XDG_CACHE_HOME:-${HOME:-${TMPDIR:-/tmp}}/.cache}/culprit
prefix=$cache/radius

works() { "$1/bin/freeradius" -v >/dev/null 2>&1; }

if works "$prefix"; then
	printf '%s\n' "$prefix"
	exit 0
fi
for tool in apt-get apt-cache dpkg-query dpkg-deb; do
	command -v "$tool" >/dev/null || {
		echo "private_radius: no $tool here" >&2
		exit 77
	}
done
mkdir -p "$cache"
work=$(mktemp -d "$cache/new.XXXXXX")
trap 'rm -rf "$work"' EXIT
new=$work/radius
mkdir -p "$work/debs" "$new/bin"

# The libraries it needs that this machine has not, beside its own packages.
wanted=$(apt-cache depends --recurse --no-recommends --no-suggests \
	--no-conflicts --no-breaks --no-replaces --no-enhances \
	freeradius freeradius-utils | grep -E '^lib' | sort -u) || wanted=''
absent=''
for p in $wanted; do
	dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null |
		grep -qx installed || absent="$absent $p"
done
# Package names, split on purpose.
# shellcheck disable=SC2086
(cd "$work/debs" && apt-get -q -o APT::Sandbox::User=root download freeradius \
	freeradius-common freeradius-config freeradius-utils $absent) >&2 || {
	echo 'private_radius: apt could not download it' >&2
	exit 77
}
for deb in "$work"/debs/*.deb; do
	dpkg-deb -x "$deb" "$new"
done
path=$(cd "$new" && find usr lib -name '*.so*' -printf "$prefix/%h\n" \
	2>/dev/null | sort -u | paste -s -d : -)
for program in usr/sbin/freeradius usr/bin/radclient; do
	name=$(basename "$program")
	cat >"$new/bin/$name" <<END
#!/bin/sh
export LD_LIBRARY_PATH='$path'
exec '$prefix/$program' -D '$prefix/usr/share/freeradius' "\$@"
END
	chmod 755 "$new/bin/$name"
done

# Somebody may have made it at the same time: theirs then stays.
works "$prefix" || { rm -rf "$prefix" && mv "$new" "$prefix"; }
works "$prefix" || {
	echo 'private_radius: what was unpacked does not run' >&2
	exit 77
}
printf '%s\n' "$prefix"
