# shellcheck shell=bash
# ./dev test: builds, finds a PostgreSQL for the tests, runs them, and ends with one line of counts.

# fsync and friends off: a cluster that lives for one run has nothing to lose.
test_settings=(fsync=off full_page_writes=off synchronous_commit=off max_connections=300 shared_buffers=256MB)

run_tests() {
  local choice=
  if [[ ${1:-} == --pooler ]]; then
    export LOTTERY_TEST_POOLER=1
    shift
  fi
  if [[ ${1:-} == --engines ]]; then
    shift
    run_engine_tests "$@"
    return
  fi
  if [[ ${1:-} == --postgres ]]; then
    choice=${2:-}
    [[ $choice =~ ^(cluster|docker)$ ]] || fail "--postgres is followed by cluster or docker."
    shift 2
  fi
  require_sdk
  trap 'exit 130' INT TERM HUP
  trap 'leave_tests $?' EXIT
  build
  make_work_folder
  choose_test_database "$choice"
  install_scenario_tools
  run_suite "$@"
}

# Also clears away the folders of runs that were killed.
make_work_folder() {
  local folder
  for folder in "${TMPDIR:-/tmp}"/lottery-test.*; do
    if [[ -O $folder && -e $folder/tests.pid ]] && ! run=$folder read_pid tests >/dev/null; then rm -rf "$folder"; fi
  done
  work=$(mktemp -d "${TMPDIR:-/tmp}/lottery-test.XXXXXX")
  run=$work record tests $$
}

# LOTTERY_TEST_DATABASE, then what was asked for, then what there is.
choose_test_database() {
  if [[ -n ${LOTTERY_TEST_DATABASE:-} ]]; then
    say "Tests run on the server that LOTTERY_TEST_DATABASE names."
  elif [[ $1 == docker ]]; then
    docker_works || fail "No Docker engine answers: start one, or leave --postgres docker away."
    use_docker_for_tests
  elif find_postgres; then
    use_cluster_for_tests
  elif [[ -z $1 ]] && docker_works; then
    use_docker_for_tests
  elif can_install_packages; then
    install_postgres "$work/install.log"
    use_cluster_for_tests
  else
    no_postgres
  fi
}

# The day at the counter is told with curl and jq, a pooler is put before the database, alerts are sent, a browser opens the
# reference, logs are read with lnav and from a journal; without them those tests cannot run and say so. The packages of servers would start them unless
# they are told not to.
install_scenario_tools() {
  local tool code=0
  local -a missing=()
  # Some tools of servers lie where only root looks.
  for tool in curl jq lnav pgbouncer prometheus prometheus-alertmanager chromium; do PATH=$PATH:/usr/sbin command -v "$tool" >/dev/null || missing+=("$tool"); done
  # Makes a journal where no journald runs.
  [[ -x /lib/systemd/systemd-journal-remote ]] || missing+=(systemd-journal-remote)
  ((${#missing[@]} > 0)) && can_install_packages || return 0
  say "Installing ${missing[*]} for the tests."
  if [[ ! -e /usr/sbin/policy-rc.d ]]; then
    policy=/usr/sbin/policy-rc.d
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  local install="apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends ${missing[*]}"
  step_to "$work/install.log" "$work/install.log" \
    env DEBIAN_FRONTEND=noninteractive bash -c "apt-get update -qq && $install" || code=$?
  lift_policy
  ((code == 0)) || fail "${missing[*]} could not be installed: $(tail -n 1 "$work/install.log")"
}

lift_policy() {
  [[ -z ${policy:-} ]] || rm -f "$policy"
}

use_cluster_for_tests() {
  start_own_cluster "${test_settings[@]}"
  LOTTERY_TEST_DATABASE=$(cluster_connection "$work/postgres")
  export LOTTERY_TEST_DATABASE
  unset LOTTERY_TEST_POSTGRES
  say "Tests run on a private PostgreSQL cluster of $pg_bin."
}

# A cluster under the work folder that ends with this run.
start_own_cluster() {
  local dir=$work/postgres
  choose_cluster_owner
  # Should this script be killed, the kernel stops the server: nobody else would.
  [[ ${as_owner[0]} == setpriv ]] || as_owner=(setpriv)
  as_owner+=(--pdeathsig INT)
  chmod a+x "$work"
  create_cluster "$dir" CREATEROLE
  start_cluster "$dir" "$@"
  test_cluster=$cluster_pid
  require_cluster_ready "$dir"
}

# An engine older than the client library has to be asked in its own version.
use_docker_for_tests() {
  export LOTTERY_TEST_POSTGRES=docker
  DOCKER_API_VERSION=${DOCKER_API_VERSION:-$(docker version --format '{{.Server.APIVersion}}')}
  export DOCKER_API_VERSION
  say "Tests run on PostgreSQL in Docker${LOTTERY_TEST_IMAGE:+, image $LOTTERY_TEST_IMAGE}."
}

run_suite() {
  local code=0 log=$work/output follower
  # What a test that passes has to say all the same: the runner would keep it to itself.
  export LOTTERY_TEST_NOTES=$work/notes
  start_step_to "$log" "$log" dotnet test --project Lottery.Tests --no-build -c Debug --no-progress "$@"
  setsid tail -n +1 -f -s 0.1 --pid="$step_pid" "$log" &
  follower=$!
  finish_step || code=$?
  wait "$follower" || true
  [[ ! -s $LOTTERY_TEST_NOTES ]] || cat "$LOTTERY_TEST_NOTES"
  count_tests "$log" || code=1
  return "$code"
}

# The counts are the last lines that dotnet test prints; a run without them, or without a test, is no success. What
# failed is named again: its own lines may be far above.
count_tests() {
  local passed failed skipped
  passed=$(count_of succeeded "$1") failed=$(count_of failed "$1") skipped=$(count_of skipped "$1")
  sed 's/\x1b\[[0-9;]*m//g' "$1" | grep -A 6 '^failed ' || true
  echo "$passed passed, $failed failed, $skipped skipped"
  ((passed > 0 && failed == 0))
}

count_of() {
  sed 's/\x1b\[[0-9;]*m//g' "$2" | awk -v name="$1:" '$1 == name { count = $2 } END { print count + 0 }'
}

leave_tests() {
  trap '' INT TERM HUP
  trap - EXIT
  cancel_step
  lift_policy
  if [[ -n ${test_cluster:-} ]]; then
    kill -s INT "$test_cluster" 2>/dev/null || true
    wait_until 30 is_gone "$test_cluster" || kill -s KILL "$test_cluster" 2>/dev/null || true
  fi
  [[ -z ${work:-} ]] || rm -rf "$work"
  exit "$1"
}
