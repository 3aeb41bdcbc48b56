#!/bin/sh
# Compiles into dist/ when a source changed, came or went, and removes from dist/ what has no source any more: a deleted test
# must not go on running.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh

STAMP=dist/.built
SITE=dist/web/site
PAGE_STAMP=dist/.built-page

sources() {
  # Folders that tsconfig.json includes; those that are not there yet are left out.
  for folder in protocol server client client-cli loadtest dashboards discovery terminal web/build web/desk web/model web/texts bin test; do
    [ ! -d "$folder" ] || find "$folder" -name '*.ts'
  done | sort
}

page_sources() {
  find web client protocol -type f ! -name '*.test.ts' | sort
}

# Whether a stamp is of these sources, and younger than all of them.
is_built() {
  [ -f "$1" ] && [ "$(cat "$1")" = "$2" ] || return 1
  # shellcheck disable=SC2086
  newer=$(find tsconfig.json package-lock.json $2 -newer "$1" | head -n 1)
  [ -z "$newer" ]
}

compile() {
  wanted=$(sources)
  ! is_built "$STAMP" "$wanted" || return 0
  # Made before compiling: a source that is saved meanwhile is newer.
  printf '%s\n' "$wanted" >"$STAMP.new"
  node_modules/.bin/tsc
  find dist -path "$SITE" -prune -o -name '*.js' -print | while read -r built; do
    source=${built#dist/}
    [ -f "${source%.js}.ts" ] || rm -f "$built" "$built.map"
  done
  find dist -type d -empty -delete
  mv "$STAMP.new" "$STAMP"
}

# The page for browsers, as the server hands it out; vite empties its folder first.
build_page() {
  wanted=$(page_sources)
  ! { is_built "$PAGE_STAMP" "$wanted" && [ -f "$SITE/index.html" ]; } || return 0
  printf '%s\n' "$wanted" >"$PAGE_STAMP.new"
  node_modules/.bin/vite build web --logLevel warn
  mv "$PAGE_STAMP.new" "$PAGE_STAMP"
}

exec 9<tsconfig.json
if has flock; then flock 9; fi

mkdir -p dist
compile
build_page
