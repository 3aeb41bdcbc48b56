#!/bin/sh
# Installs the npm packages as package-lock.json names them, once: again only when the lock file, the test runner's plugins or
# Node's binary interface changed. The stamp holds what was asked for, because a checkout changes every time of day.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh

STAMP=node_modules/.installed

main() {
  require_node
  wanted=$(fingerprint)
  up_to_date && exit 0

  # `make run` and `make chat` in two terminals: the second waits for the first.
  exec 9<package-lock.json
  if has flock; then flock 9; fi
  up_to_date && exit 0

  say 'installing packages: a minute or two, once'
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  npm_ci || { prepare_compiler && npm_ci; } || give_up 'npm could not install the packages'
  # The runner's plugins, which .taprc names, are compiled into node_modules.
  node_modules/.bin/tap build >"$log" 2>&1 || give_up 'the test runner could not be set up'
  printf '%s\n' "$wanted" >"$STAMP"
}

fingerprint() {
  cat package-lock.json .taprc | cksum
  node -p 'process.platform + process.arch + process.versions.modules'
}

up_to_date() { [ -f "$STAMP" ] && [ "$(cat "$STAMP")" = "$wanted" ]; }

# JOBS is for the make that compiles better-sqlite3 where no ready-made binary fits or can be fetched.
npm_ci() { JOBS=max npm ci --no-audit --no-fund --no-update-notifier --loglevel=error >"$log" 2>&1; }

# After a failed try to compile: gets what it takes. Fails where nothing can be changed.
prepare_compiler() {
  grep -q 'gyp ERR' "$log" || return 1
  changed=1

  # Node's own headers, where they lie beside it, spare a download.
  prefix=$(node -p 'require("node:path").resolve(process.execPath, "../..")')
  if [ -f "$prefix/include/node/node.h" ]; then
    npm_config_nodedir=$prefix
    export npm_config_nodedir
    changed=0
  fi

  missing=
  has python3 || missing="$missing python3"
  { has g++ && has make; } || missing="$missing build-essential"
  if [ -n "$missing" ]; then
    may_install || give_up "a package must be compiled; install$missing first"
    # shellcheck disable=SC2086
    apt_install $missing || give_up "a package must be compiled, and$missing could not be installed"
    changed=0
  fi
  return "$changed"
}

give_up() {
  head -n 40 "$log" >&2
  say "$1"
  exit 69
}

main
