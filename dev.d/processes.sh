# shellcheck shell=bash
# The processes of one run, all children of this script, each in a session of its own so that the terminal's Ctrl-C
# reaches only the script, which then stops them in order.

api_dll=$root/Lottery.Api/bin/Debug/net10.0/Lottery.Api.dll
worker_dll=$root/Lottery.Worker/bin/Debug/net10.0/Lottery.Worker.dll

# The longest a process may take for its clean shutdown.
stop_seconds=60
start_seconds=60

declare -A children=() followers=() ready=()
stopped_any= stop_failed=

adopt() {
  children[$1]=$2
  record "$1" "$2"
}

# start_process NAME DLL SETTING=VALUE...
start_process() {
  local name=$1 dll=$2 log=$logs/$1.log
  shift 2
  [[ ! -e $log ]] || mv -f "$log" "$log.1"
  say "Starting the ${titles[$name]}…"
  (cd "${dll%/*}" && exec setsid env "$@" dotnet "$dll") >"$log" 2>&1 </dev/null 9>&- &
  adopt "$name" $!
  if [[ -z ${detached:-} ]]; then
    setsid tail -n +1 -f -s 0.1 --pid="${children[$name]}" "$log" 9>&- &
    followers[$name]=$!
  fi
}

# wait_ready NAME PORT: until /health/ready answers 200.
wait_ready() {
  wait_until "$start_seconds" answers_ready "$2" || fail "The ${titles[$1]} was not ready after $start_seconds s."
  ready[$1]=yes
}

answers_ready() {
  require_children
  [[ $(http_status "$1" /health/ready) == 200 ]]
}

http_status() (
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 0
  printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&3
  read -r -t 5 _ status _ <&3 || exit 0
  echo "$status"
) 2>/dev/null

# Ends this run when a child has ended; a signal ends the wait through its trap.
watch_children() {
  while require_children; do
    # Bash would report a killed child in its own words.
    wait -n "${children[@]}" 2>/dev/null || true
  done
}

require_children() {
  local name
  # The cause before its consequences.
  for name in database api worker; do
    [[ -z ${children[$name]:-} ]] || is_alive "${children[$name]}" || report_death "$name"
  done
}

report_death() {
  local name=$1 log=$logs/$1.log code=0 line
  wait "${children[$name]}" 2>/dev/null || code=$?
  unset "children[$name]"
  forget "$name"
  [[ $name != database ]] || log=${cluster_dir:-$run}/server.log
  [[ ${database_kind:-} != docker ]] || docker logs --tail 10 "$container" >"$run/server.log" 2>&1 || true
  complain "The ${titles[$name]} ended on its own with exit code $code; the end of its log:"
  [[ ! -s $log ]] || while IFS= read -r line; do complain "  $line"; done < <(tail -n 30 "$log")
  exit 1
}

tell_stopping() {
  stopped_any=yes
  say "Stopping the ${titles[$1]}…"
}

stopped_badly() {
  complain "$*"
  stop_failed=yes
}

# stop_process NAME [SIGNAL]: one of ours, whether this script or a cut-off run started it.
stop_process() {
  local name=$1 pid=${children[$1]:-} code=0
  [[ -n $pid ]] || pid=$(read_pid "$name") || return 0
  tell_stopping "$name"
  kill -s "${2:-TERM}" "$pid" 2>/dev/null || true
  if ! wait_until "$stop_seconds" is_gone "$pid"; then
    kill -s KILL "$pid" 2>/dev/null || true
    wait_until 5 is_gone "$pid" || true
    stopped_badly "The ${titles[$name]} did not stop within $stop_seconds s and was killed."
  elif [[ -n ${children[$name]:-} ]]; then
    wait "$pid" || code=$?
    # Until a process is ready it may not have its signal handler yet: 143 is a plain end by SIGTERM.
    [[ $code == 0 || ($code == 143 && -z ${ready[$name]:-}) ]] ||
      stopped_badly "The ${titles[$name]} stopped with exit code $code."
  fi
  unset "children[$name]"
  forget "$name"
  [[ -z ${followers[$name]:-} ]] || wait_until 5 is_gone "${followers[$name]}" || true
}

stop_everything() {
  stop_process worker
  stop_process api
  stop_database
  [[ -z $stopped_any || -n $stop_failed ]] || say "Everything is stopped."
}
