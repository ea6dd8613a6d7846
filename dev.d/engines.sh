# shellcheck shell=bash
# ./dev test --engines [NAME]: the release and the images on the engines that will run them. Root and Debian are needed where
# an engine has to be started or installed.

run_engine_tests() {
  local name
  local -a tests=(units release systemd containers)
  (($# == 0)) || tests=("$@")
  require_sdk
  # shellcheck source=.ci/engine.sh
  source "$root/.ci/engine.sh"
  trap 'leave_engines $?' EXIT
  work=$(mktemp -d "${TMPDIR:-/tmp}/lottery-engines.XXXXXX")
  [[ ! " ${tests[*]} " =~ \ (systemd|containers)\  ]] || start_engine || fail "A Docker engine is needed: install docker.io, or start one."
  for name in "${tests[@]}"; do
    [[ -x $root/deploy/tests/$name ]] || fail "There is no test $name in deploy/tests."
    [[ $name != systemd ]] || bash "$root/dev" publish
    say "== $name =="
    "$root/deploy/tests/$name"
  done
}

leave_engines() {
  trap - EXIT
  stop_engine
  rm -rf "$work"
  exit "$1"
}
