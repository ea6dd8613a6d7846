# shellcheck shell=bash
# What the tests on real engines share. Each test is a program of its own; a check that fails ends it.

set -Eeuo pipefail
trap 'echo "FAILED in ${BASH_SOURCE[0]##*/} line $LINENO: $BASH_COMMAND" >&2' ERR

root=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
checks=0

checked() {
  checks=$((checks + 1))
  printf '  ok %2d  %s\n' "$checks" "$*"
}

# equals WANTED FOUND WHAT
equals() {
  [[ $1 == "$2" ]] || { printf 'FAILED: %s: wanted "%s", found "%s".\n' "$3" "$1" "$2" >&2; return 1; }
  checked "$3"
}

# eventually SECONDS WHAT COMMAND...: until the command succeeds.
eventually() {
  local until=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < until)) || { echo "FAILED: not within its time: $what." >&2; return 1; }
    sleep 0.3
  done
  checked "$what"
}

# The newest release that ./dev publish made.
release_archive() {
  local archive
  # shellcheck disable=SC2012 # names are ours
  archive=$(ls -t "$root"/artifacts/lottery-*-linux-x64.tar.gz 2>/dev/null | head -n 1)
  [[ -n $archive ]] || { echo "There is no release in artifacts/: ./dev publish makes one." >&2; return 1; }
  echo "$archive"
}
