# shellcheck shell=bash
# The commands this script runs and waits for. Bash answers a signal at once only while it waits, so they run beside it
# and a signal may interrupt each. Should the script be killed, the kernel ends them.

step() {
  setsid setpriv --pdeathsig TERM "$@" 8>&- 9>&- &
  step_pid=$!
  finish_step
}

# start_step_to OUTPUT ERRORS COMMAND...: redirected here and not by the caller, or else a signal's trap, which runs
# inside the caller's redirection, would speak into that file.
start_step_to() {
  local output=$1 errors=$2
  shift 2
  : >"$output"
  : >"$errors"
  setsid setpriv --pdeathsig TERM "$@" >>"$output" 2>>"$errors" 8>&- 9>&- &
  step_pid=$!
}

step_to() {
  start_step_to "$@"
  finish_step
}

finish_step() {
  local code=0
  wait "$step_pid" || code=$?
  step_pid=
  return "$code"
}

cancel_step() {
  [[ -n ${step_pid:-} ]] || return 0
  kill -s TERM "$step_pid" 2>/dev/null || true
  wait_until 10 is_gone "$step_pid" || true
  kill -s KILL -- "-$step_pid" 2>/dev/null || true
}

build() {
  mkdir -p "$state"
  # Two builds of one checkout would write the same files.
  exec 8>>"$state/build.lock"
  until flock --nonblock 8; do sleep 0.2; done
  step dotnet build "$root/Lottery.slnx" --nologo -v quiet "$@" ||
    fail "The build failed."
  exec 8>&-
}
