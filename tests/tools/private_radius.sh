#!/bin/sh
# private_radius.sh: print the folder of a private, unpacked FreeRADIUS, made by
# private_packages.sh: what is said there holds here.
#
# PREFIX/bin/{freeradius,radclient} run its programs with its dictionaries.
set -eu

prefix=$("$(dirname "$0")/private_packages.sh" radius freeradius \
	freeradius-common freeradius-config freeradius-utils)
mkdir -p "$prefix/bin"
path=$(cd "$prefix" && find usr -name '*.so*' -printf "$prefix/%h\n" |
	sort -u | paste -s -d : -)
for program in usr/sbin/freeradius usr/bin/radclient; do
	name=$(basename "$program")
	# Somebody may be running it.
	cat >"$prefix/bin/$name.$$" <<END
#!/bin/sh
export LD_LIBRARY_PATH='$path'
exec '$prefix/$program' -D '$prefix/usr/share/freeradius' "\$@"
END
	chmod 755 "$prefix/bin/$name.$$"
	mv -f "$prefix/bin/$name.$$" "$prefix/bin/$name"
done
"$prefix/bin/freeradius" -v >/dev/null 2>&1 || {
	echo 'private_radius: what was unpacked does not run' >&2
	exit 77
}
printf '%s\n' "$prefix"
