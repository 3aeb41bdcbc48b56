# shellcheck shell=sh
# Shared by the scripts beside it: `. scripts/lib.sh`. They run from the root of the repository, under `set -eu`.

say() { printf 'teahouse: %s\n' "$*" >&2; }

has() { command -v "$1" >/dev/null 2>&1; }

# Daemons lie where the PATH of an ordinary user does not look.
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
export PATH

require_node() {
  if ! has node || ! has npm; then
    say 'Node 20.19 or newer is needed, with its npm: install it first'
    exit 69
  fi
  if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number)
                process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
    say "Node 20.19 or newer is needed; this is $(node --version)"
    exit 69
  fi
}

# may_install: whether packages of the system can be installed from here.
may_install() { has apt-get && [ "$(id -u)" = 0 ]; }

# apt_install PACKAGE…: quiet when it works; the lists are fetched only where those that are there do not do.
apt_install() {
  say "installing $*"
  apt install -y --no-install-recommends "$@" >/dev/null 2>&1 && return 0
  apt update >/dev/null 2>&1 || :
  apt install -y --no-install-recommends "$@" >/dev/null
}

# apt_unpack PACKAGE FOLDER: only its files, below FOLDER. For a program whose package would also start a server on this machine, which nobody
# asked for. Needs no root.
apt_unpack() {
  say "fetching $1"
  mkdir -p "$2" && (
    cd "$2" || exit
    apt download "$1" >/dev/null 2>&1 ||
      { may_install && apt update >/dev/null 2>&1 && apt download "$1" >/dev/null 2>&1; } ||
      exit
    dpkg-deb -x "$1"_*.deb . && rm -f "$1"_*.deb
  )
}

# Without a network it gives up after seconds, not minutes.
apt() {
  DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 -o Acquire::Retries=1 \
    -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 "$@"
}
