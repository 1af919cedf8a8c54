#!/bin/sh
# private_packages.sh NAME PACKAGE...: print the folder of Debian packages,
# unpacked with the libraries that this machine has not; what they need beside
# libraries is to be named, too. Nothing is installed, no root needed.
# private_root.sh runs programs over it.
#
# The folder is kept in $XDG_CACHE_HOME/culprit (~/.cache/culprit) as NAME, so
# that later calls need no network. Status 77 when it cannot be had.
set -eu

name=$1
shift
cache=${XDG_CACHE_HOME:-${HOME:-${TMPDIR:-/tmp}}/.cache}/culprit
prefix=$cache/$name

whole() { [ "$(cat "$1/packages" 2>/dev/null)" = "$asked" ]; }

asked=$*
if whole "$prefix"; then
	printf '%s\n' "$prefix"
	exit 0
fi
for tool in apt-get apt-cache dpkg-query dpkg-deb; do
	command -v "$tool" >/dev/null || {
		echo "private_packages: no $tool here" >&2
		exit 77
	}
done
mkdir -p "$cache"
work=$(mktemp -d "$cache/new.XXXXXX")
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
new=$work/$name
mkdir -p "$work/debs" "$new"

wanted=$(apt-cache depends --recurse --no-recommends --no-suggests \
	--no-conflicts --no-breaks --no-replaces --no-enhances "$@" |
	grep '^lib' | sort -u) || wanted=''
absent=''
for p in $wanted; do
	dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null |
		grep -qx installed || absent="$absent $p"
done
# Package names, split on purpose.
# shellcheck disable=SC2086
(cd "$work/debs" && apt-get -q -o APT::Sandbox::User=root download "$@" \
	$absent) >&2 || {
	echo 'private_packages: apt could not download it' >&2
	exit 77
}
for deb in "$work"/debs/*.deb; do
	dpkg-deb -x "$deb" "$new"
done
# Some packages still ship /lib, which is a link in a running system.
if [ -d "$new/lib" ]; then
	cp -a "$new/lib/." "$new/usr/lib/"
	rm -r "${new:?}/lib"
fi
printf '%s\n' "$asked" >"$new/packages"

# Somebody may have made it at the same time: theirs then stays.
whole "$prefix" || { rm -rf "$prefix" && mv "$new" "$prefix"; }
printf '%s\n' "$prefix"
