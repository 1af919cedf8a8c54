#!/bin/sh
# Records the day from each mail server into a temporary directory and checks
# that it is sane. Needs root and the packages' cache or the network; skips
# without root. Environment: SERVERS (default: all), SEED (default: the
# recorder's own), KEEP=1 keeps the result.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
[ "$(id -u)" = 0 ] || { echo "record_day: skipped, needs root"; exit 77; }

out=$(mktemp -d)
[ -n "${KEEP:-}" ] || trap 'rm -rf "$out"' EXIT
status=0
for server in ${SERVERS:-postfix exim sendmail opensmtpd courier}; do
	"$root/samples/record/run" "$out/$server" "${SEED:-20261120}" "$server" &&
		python3 "$root/tests/live/check_day.py" "$out/$server" "$server" ||
		status=1
done
[ -z "${KEEP:-}" ] || echo "kept in $out"
exit $status
