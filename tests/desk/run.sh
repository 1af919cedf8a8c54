#!/bin/sh
# usage: run.sh TEST.mjs, with the environment as lib.mjs says
#
# TAP. Skips where Node.js, Chromium or the modules are not there, unless
# CULPRIT_BROWSER=must.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

lacking() {
	if [ "${CULPRIT_BROWSER:-}" = must ]; then
		echo "Bail out! $*"
		exit 1
	fi
	echo "1..0 # SKIP $*"
	exit 0
}

CULPRIT_CHROMIUM=$(command -v chromium) || lacking 'no chromium here'
export CULPRIT_CHROMIUM
command -v node >/dev/null || lacking 'no Node.js here'
for module in playwright-core axe-core; do
	[ -d "$CULPRIT_MODULES/node_modules/$module" ] ||
		lacking "no $module in $CULPRIT_MODULES: ./dev test puts it there"
done
exec ${NODE:-node} --test-reporter="$here/reporter.mjs" "$here/$1"
