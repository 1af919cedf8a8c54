#!/bin/sh
# Real filters behind a real Postfix, from the packages of Debian 12: what is
# said of each message, and of the one who sent it. Needs root, and apt and
# the network at the first run. Environment: FILTERS (default: all), KEEP=1
# keeps the logs.
#
# As in samples/record/run the packages are unpacked over a private view of /
# that ends with the run, and so do the network and every process.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
culprit=$(readlink -f "${1:-$here/../../build/culprit}")
recorder=$(cd "$here/../../samples/record" && pwd)
cache=${CULPRIT_RECORD_CACHE:-/var/cache/culprit-record}
[ "$(id -u)" = 0 ] || { echo 'filters: skipped, needs root'; exit 77; }
command -v apt-get >/dev/null || { echo 'filters: skipped, no apt'; exit 77; }

out=$(mktemp -d)
[ -n "${KEEP:-}" ] || trap 'rm -rf "$out"' EXIT
mkdir -p "$cache"
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$recorder
export PYTHONDONTWRITEBYTECODE PYTHONPATH
status=0
for filter in ${FILTERS:-amavis spamd spamass rspamd rspamd_syslog}; do
	packages=$(python3 "$here/filters/setup.py" "$filter")
	for p in $packages; do
		ls "$cache/${p}_"*.deb >/dev/null 2>&1 || (cd "$cache" &&
			apt-get -qq -o APT::Sandbox::User=root download "$p") >&2 || {
			echo 'filters: skipped, no packages to be had'
			exit 77
		}
	done
	mkdir "$out/$filter"
	# The list is split into words here, on purpose.
	# shellcheck disable=SC2086
	unshare -mun --pid --fork --kill-child --mount-proc \
		sh "$recorder/inside.sh" "$here/filters" "$cache" "$out/$filter" 0 \
		"$filter" $packages &&
		python3 "$here/filters.py" "$culprit" "$out/$filter" "$filter" ||
		status=1
done
[ -z "${KEEP:-}" ] || echo "kept in $out"
exit $status
