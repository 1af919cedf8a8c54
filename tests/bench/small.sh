#!/bin/sh
# small.sh GENLOG CULPRIT: the generator keeps its word (same bytes for the
# same seed, at least the size asked for, whole lines, time never goes back),
# and culprit counts mail as pflogsumm does on what it makes.
set -eu
genlog=$1 culprit=$2
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
command -v perl >/dev/null && command -v pflogsumm >/dev/null || {
	echo 'parity: no pflogsumm here'
	exit 77
}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
size=6291456
status=0
for format in rfc3164 rfc3339; do
	log=$scratch/mail.log
	"$genlog" --seed 7 --bytes $size --format $format >"$log"
	"$genlog" --seed 7 --bytes $size --format $format | cmp - "$log"
	[ "$(wc -c <"$log")" -ge $size ]
	[ -z "$(tail -c 1 "$log")" ]
	column=3
	[ $format = rfc3164 ] || column=1
	LC_ALL=C awk -v c=$column '$c < last { print "time goes back:", $0
		exit 1 } { last = $c }' "$log"
	for workers in 1 2; do
		echo "$format, --workers $workers"
		"$here/parity.py" --workers $workers "$culprit" "$log" ||
			status=1
	done
done
exit $status
