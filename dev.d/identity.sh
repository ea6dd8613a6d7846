# shellcheck shell=bash
# Which process is ours. A record is "pid start-time boot-id": a stranger that was given the same pid later has another
# start time, so a stale record can never point a signal at it.

declare -A titles=([dev]='./dev' [worker]='Worker' [api]='API' [database]='database')

record() {
  printf '%s %s %s\n' "$2" "$(started_at "$2")" "$(</proc/sys/kernel/random/boot_id)" >"$run/$1.pid"
}

forget() {
  rm -f "$run/$1.pid"
}

# Prints the pid recorded under a name if that very process still lives; a zombie does not.
read_pid() {
  local pid start boot
  [[ -r $run/$1.pid ]] || return 1
  read -r pid start boot <"$run/$1.pid" || return 1
  [[ $boot == "$(</proc/sys/kernel/random/boot_id)" && $(started_at "$pid") == "$start" ]] || return 1
  echo "$pid"
}

# Field 22 of /proc/PID/stat; the command before it may contain spaces and parentheses.
started_at() {
  local stat
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 0
  local -a fields
  read -ra fields <<<"${stat##*) }"
  [[ ${fields[0]} == Z ]] || echo "${fields[19]}"
}

is_alive() {
  [[ -n $(started_at "$1") ]]
}

# wait_until SECONDS COMMAND...
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

is_gone() {
  ! is_alive "$1"
}
