#!/bin/sh
# Compiles into dist/ when a source changed, came or went, and removes from dist/ what has no source any more: a deleted test
# must not go on running.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh

STAMP=dist/.built

sources() {
  # Folders that tsconfig.json includes; those that are not there yet are left out.
  for folder in protocol server client client-cli loadtest dashboards discovery terminal bin test; do
    [ ! -d "$folder" ] || find "$folder" -name '*.ts'
  done | sort
}

exec 9<tsconfig.json
if has flock; then flock 9; fi

wanted=$(sources)
if [ -f "$STAMP" ] && [ "$(cat "$STAMP")" = "$wanted" ]; then
  # shellcheck disable=SC2086
  newer=$(find tsconfig.json package-lock.json $wanted -newer "$STAMP" | head -n 1)
  [ -n "$newer" ] || exit 0
fi

# Made before compiling: a source that is saved meanwhile is newer.
mkdir -p dist
printf '%s\n' "$wanted" >"$STAMP.new"
node_modules/.bin/tsc
find dist -name '*.js' | while read -r built; do
  source=${built#dist/}
  [ -f "${source%.js}.ts" ] || rm -f "$built" "$built.map"
done
find dist -type d -empty -delete
mv "$STAMP.new" "$STAMP"
