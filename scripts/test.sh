#!/bin/sh
# Runs all tests and closes with `N passed, N failed`. Programs that some tests need are installed where that is possible;
# where it is not, those tests skip themselves and this says so.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh

TAP_OUTPUT=.tap/output.tap
TOTALS=.tap/totals
# Programs that are only used here, and not installed.
PROGRAMS=node_modules/.programs
PATH="$PATH:$PWD/$PROGRAMS/usr/bin"

mkdir -p .tap
rm -f "$TAP_OUTPUT" "$TOTALS"

missing=
left_out=
# need PROGRAM PACKAGE…
need() {
  program=$1
  shift
  has "$program" || missing="$missing $*"
}
# lacks PROGRAM WHAT
lacks() { has "$1" || left_out="$left_out$2 ($1 is not installed)
"; }

need mariadbd mariadb-server-core mariadb-client-core
need tmux tmux
need ip iproute2
has chromium-browser || need chromium chromium
if [ -n "$missing" ] && may_install; then
  # shellcheck disable=SC2086
  apt_install $missing || say "could not install$missing"
fi
if ! has promtool && has apt-get && has dpkg-deb; then
  apt_unpack prometheus "$PROGRAMS" || say 'could not fetch prometheus'
fi
lacks mariadbd 'the store and the crash test on MariaDB'
lacks tmux 'the client and the console on a real terminal'
has chromium-browser || lacks chromium 'the web client in a real browser'
lacks ip 'servers that announce themselves, on a network of their own'
lacks promtool 'alert rules and dashboard on a real Prometheus'

code=0
if [ -t 1 ]; then
  # Only a terminal can take back what it shows. That a run came to nothing shows in the totals.
  node dist/test/run-all.js "$@" | tee "$TAP_OUTPUT" | node_modules/.bin/tap run --reporter=base - || code=$?
else
  node dist/test/run-all.js "$@" >"$TAP_OUTPUT" || code=$?
fi

[ -z "$left_out" ] || printf '%s' "$left_out" | while read -r line; do say "left out: $line"; done

# Counts for itself: a file that was killed, or never ran, is no failure in the runner's own sums.
totals=$(node dist/test/support/tap-totals.js "$TAP_OUTPUT" "$code")
case $totals in *' 0 failed'*) ;; *) [ "$code" != 0 ] || code=1 ;; esac
printf '%s\n' "$totals" | tee "$TOTALS"
exit "$code"
