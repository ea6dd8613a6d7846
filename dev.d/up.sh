# shellcheck shell=bash
# ./dev up. One supervisor process starts the parts, watches them, and stops them however it ends; --detach only gives
# it a session of its own and comes back when it is ready.

up() {
  local detach=
  case ${1:-} in
    '') ;;
    --detach | -d) detach=yes ;;
    *) fail "./dev up knows no option '$1', only --detach." ;;
  esac
  require_sdk
  take_lock
  stop_on_exit
  stop_leftovers
  require_free_ports
  say "Building…"
  build
  if [[ -n $detach ]]; then supervise_apart; else supervise; fi
}

# However this shell ends, what it started is stopped in order first. Another signal meanwhile changes nothing.
stop_on_exit() {
  trap 'exit 0' INT TERM HUP
  trap : PIPE
  trap 'leave $?' EXIT
}

leave() {
  local code=$1
  trap '' INT TERM HUP
  trap - EXIT
  cancel_step
  if [[ -n ${supervisor:-} ]]; then
    stop_supervisor || code=$?
  else
    ((code == 0)) || [[ -n ${complained:-} ]] || complain "./dev stops after an error at ${failed_at:-some place}."
    stop_everything
    [[ -z $stop_failed ]] || code=1
    rm -f "$run/ready" "$run/database"
    forget dev
    echo "$code" >"$run/result"
  fi
  exit "$code"
}

supervise() {
  local began=$SECONDS
  load_secrets
  export DOTNET_ENVIRONMENT=${DOTNET_ENVIRONMENT:-Development}
  start_database
  migrate_database
  create_demo_data
  start_process api "$api_dll" ConnectionStrings__Lottery="$app_connection" Shutdown__StateFolder="$state/state" \
    Http__Port="$api_port" Management__Port="$api_management_port"
  start_process worker "$worker_dll" ConnectionStrings__Lottery="$app_connection" Shutdown__StateFolder="$state/state" \
    Management__Port="$worker_management_port"
  wait_ready api "$api_management_port"
  wait_ready worker "$worker_management_port"
  echo "$api_port $api_management_port $worker_management_port" >"$run/ports"
  announce $((SECONDS - began))
  touch "$run/ready"
  watch_children
}

announce() {
  local end=Ctrl-C
  [[ -z ${detached:-} ]] || end='./dev down'
  say "
Lottery is ready after $1 s.

  API         http://localhost:$api_port/scalar
  OpenAPI     http://localhost:$api_port/openapi/v1.json
  Management  http://localhost:$api_management_port (API)  http://localhost:$worker_management_port (Worker)
  Logs        $logs

$(<"$run/demo.log")

$end stops the Worker, the API and the database."
}

# The secrets that sign tokens: made once per machine, and never stronger than what the environment says.
load_secrets() {
  local file=$state/secrets.env name value
  [[ -s $file ]] || (umask 077 && printf 'JWT_ACCESS_SECRET=%s\nJWT_REFRESH_SECRET=%s\n' \
    "$(random_hex 32)" "$(random_hex 32)" >"$file")
  while IFS='=' read -r name value; do
    [[ -n ${!name:-} ]] || export "$name=$value"
  done <"$file"
}

# The lock goes along on descriptor 9, so it is never free between the two.
supervise_apart() {
  exec 4<"$journal"
  follow_journal >/dev/null 2>&1
  setsid "$root/dev" supervise >/dev/null 2>&1 </dev/null 4<&- &
  supervisor=$!
  until [[ -e $run/ready ]] || is_gone "$supervisor"; do
    follow_journal
    sleep 0.1
  done
  follow_journal
  [[ -e $run/ready ]] || exit 1
  trap - EXIT
  exec 9>&-
}

supervise_detached() {
  flock --nonblock 9 2>/dev/null || fail "./dev supervise is a part of ./dev up --detach."
  detached=yes owns_lock=yes
  record dev $$
  stop_on_exit
  supervise
}

stop_supervisor() {
  kill -s TERM "$supervisor" 2>/dev/null || true
  while is_alive "$supervisor"; do
    follow_journal
    sleep 0.1
  done
  follow_journal
  return "$(cat "$run/result" 2>/dev/null || echo 1)"
}

# A run that was killed could not stop its parts. Only what the records prove to be ours is stopped.
stop_leftovers() {
  recall_database
  local left
  left=$(for name in worker api database; do ! read_pid "$name" >/dev/null || printf ' %s' "${titles[$name]}"; done)
  if [[ -n $left ]]; then
    say "An earlier run was cut off and left these running:$left."
    stop_everything
  fi
  database_kind='' connection=''
  rm -f "$run"/{worker,api,database}.pid "$run/database"
}
