#!/bin/sh
# private_postfix.sh: print the folder of a private, unpacked Postfix, made at
# the first call from Debian's packages. Nothing is installed, no root needed.
#
# PREFIX/bin/{postmap,postconf,...} run its programs with the settings of
# PREFIX/etc/postfix; MAIL_CONFIG, where set, names other settings.
# The folder is kept in $XDG_CACHE_HOME/culprit (~/.cache/culprit), so that
# later calls are quick and need no network. Status 77 when it cannot be had.
set -eu

cache=${XDG_CACHE_HOME:-${HOME:-${TMPDIR:-/tmp}}/.cache}/culprit
prefix=$cache/postfix

works() { "$1/bin/postconf" -d mail_version >/dev/null 2>&1; }

if works "$prefix"; then
	printf '%s\n' "$prefix"
	exit 0
fi

for tool in apt-get apt-cache dpkg-query dpkg-deb; do
	command -v "$tool" >/dev/null || {
		echo "private_postfix: no $tool here" >&2
		exit 77
	}
done
mkdir -p "$cache"
work=$(mktemp -d "$cache/new.XXXXXX")
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
new=$work/postfix
mkdir -p "$work/debs" "$work/lists/partial" "$work/archives/partial" "$new/bin"

aptly() {
	program=$1
	shift
	# $lists is two options or none.
	# shellcheck disable=SC2086
	"$program" -q -o APT::Sandbox::User=root $lists "$@"
}

# fetch: Postfix, and the libraries it needs that this machine has not
fetch() {
	direct=$(aptly apt-cache depends postfix |
		sed -n 's/^ *Depends: \(lib.*\)/\1/p')
	[ -n "$direct" ] || return 1
	# Package names, split on purpose.
	# shellcheck disable=SC2086
	wanted=$(aptly apt-cache depends --recurse --no-recommends \
		--no-suggests --no-conflicts --no-breaks --no-replaces \
		--no-enhances $direct | grep '^lib' | sort -u)
	absent=''
	for p in $wanted; do
		dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null |
			grep -qx installed || absent="$absent $p"
	done
	# shellcheck disable=SC2086
	(cd "$work/debs" && aptly apt-get download postfix $absent) >&2
}

# The machine's own package lists; where there are none, private ones.
lists=''
if ! fetch; then
	lists="-o Dir::State::lists=$work/lists -o Dir::Cache=$work/archives"
	if ! { aptly apt-get update >&2 && fetch; }; then
		echo 'private_postfix: apt could not download it' >&2
		exit 77
	fi
fi
for deb in "$work"/debs/*.deb; do
	dpkg-deb -x "$deb" "$new"
done

# Accounts every Debian has stand in for Postfix's own: no daemon runs here.
mkdir -p "$new/var/lib/postfix" "$new/var/spool/postfix"
cp "$new/usr/share/postfix/dynamicmaps.cf" "$new/etc/postfix/"
cp "$new/usr/share/postfix/master.cf.dist" "$new/etc/postfix/master.cf"
cat >"$new/etc/postfix/main.cf" <<END
compatibility_level = 3.6
command_directory = $prefix/usr/sbin
daemon_directory = $prefix/usr/lib/postfix/sbin
shlib_directory = $prefix/usr/lib/postfix
meta_directory = $prefix/etc/postfix
queue_directory = $prefix/var/spool/postfix
data_directory = $prefix/var/lib/postfix
mail_owner = daemon
setgid_group = mail
default_privs = nobody
myhostname = mx.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
END
path=$(cd "$new" && find usr lib -name '*.so*' -printf "$prefix/%h\n" \
	2>/dev/null | sort -u | paste -s -d : -)
for program in "$new"/usr/sbin/post*; do
	name=$(basename "$program")
	cat >"$new/bin/$name" <<END
#!/bin/sh
export LD_LIBRARY_PATH='$path'
export MAIL_CONFIG="\${MAIL_CONFIG:-$prefix/etc/postfix}"
exec '$prefix/usr/sbin/$name' "\$@"
END
	chmod 755 "$new/bin/$name"
done

# Somebody may have made it at the same time: theirs then stays.
works "$prefix" || { rm -rf "$prefix" && mv "$new" "$prefix"; }
works "$prefix" || {
	echo 'private_postfix: what was unpacked does not run' >&2
	exit 77
}
printf '%s\n' "$prefix"
