# shellcheck shell=bash
# The commands for a run that is, or may be, going on: down, status, logs, migrate, psql.

down() {
  if ! is_locked; then
    down_leftovers
    return
  fi
  local supervisor
  supervisor=$(read_pid dev) || fail "Another ./dev is just starting or ending here: try again in a moment."
  exec 4<"$journal"
  follow_journal >/dev/null 2>&1
  stop_supervisor
}

down_leftovers() {
  [[ -d $run ]] || { say "Nothing is running."; return; }
  take_lock
  recall_database
  if ! read_pid worker >/dev/null && ! read_pid api >/dev/null && ! read_pid database >/dev/null; then
    say "Nothing is running."
  fi
  stop_leftovers
  forget dev
  [[ -z $stop_failed ]]
}

reset() {
  down || true
  take_lock
  choose_cluster_owner
  place_cluster
  rm -rf "$cluster_dir" "$logs" "$state/state" "$state/demo-users.json"
  if docker_works && docker volume inspect "$container" >/dev/null 2>&1; then
    remove_container
    docker volume rm "$container" >/dev/null
  fi
  forget dev
  say "The private database, the demo users and the logs are gone."
}

status() {
  local all=0 api=$api_port management=$api_management_port worker=$worker_management_port
  [[ ! -r $run/ports ]] || read -r api management worker <"$run/ports"
  recall_database
  if [[ $database_kind == external ]]; then
    printf '%-9s %-9s %s\n' database external "$database_where"
  else
    status_line database "$database_where" || all=3
  fi
  status_line api "http://localhost:$api, management on $management" "$management" || all=3
  status_line worker "management on $worker" "$worker" || all=3
  if ((all != 0)) && ! is_locked && grep -q '^! ' "$journal" 2>/dev/null; then
    sed -n 's/^! /The last run: /p' "$journal" | sed 's/; the end of its log:$/./; q'
  fi
  return "$all"
}

# status_line NAME WHERE [MANAGEMENT_PORT]
status_line() {
  local pid word=running
  pid=$(read_pid "$1") || { printf '%-9s stopped\n' "$1"; return 1; }
  [[ -z ${3:-} ]] || { [[ $(http_status "$3" /health/ready) == 200 ]] && word=ready || word='not ready'; }
  printf '%-9s %-9s pid %s, %s\n' "$1" "$word" "$pid" "$2"
  [[ $word != 'not ready' ]]
}

# Follows until the run ends.
show_logs() {
  local -a files=("$logs/api.log" "$logs/worker.log") options=(-q -n 50)
  local pid
  while (($# > 0)); do
    case $1 in
      api | worker) files=("$logs/$1.log") ;;
      -f | --follow) ! pid=$(read_pid dev) || options+=(-F -s 0.1 --pid="$pid") ;;
      *) fail "./dev logs knows api, worker and --follow, not '$1'." ;;
    esac
    shift
  done
  [[ -e ${files[0]} ]] || fail "There is no log yet: ./dev up writes it."
  tail "${options[@]}" "${files[@]}"
}

migrate_only() {
  require_sdk
  with_database build_and_migrate
}

build_and_migrate() {
  build
  migrate_database
  cat "$run/migrate.log"
}

# Uses the database of the run that is going on; without one, starts it for the length of the command.
with_database() {
  if is_locked; then
    recall_database
    [[ -n $connection && -e $run/ready ]] || fail "Another ./dev is at work here: try again when it is ready."
  else
    take_lock
    stop_on_exit
    stop_leftovers
    start_database
  fi
  "$@"
}

open_psql() {
  quiet=yes
  with_database run_psql "$@"
}

# psql takes Ctrl-C for itself, to cancel a query.
run_psql() {
  trap : INT
  if [[ $database_kind == docker ]]; then
    local -a terminal=()
    [[ ! -t 0 ]] || terminal=(--tty)
    docker exec --interactive "${terminal[@]}" "$container" psql -U lottery -d lottery "$@" 9>&-
    return
  fi
  ! find_postgres || PATH=$pg_bin:$PATH
  command -v psql >/dev/null || fail "psql is not installed: 'sudo apt-get install postgresql-client' installs it."
  export_pg_variables
  psql "$@" 9>&-
}

export_pg_variables() {
  local pair name value
  while IFS= read -r -d ';' pair; do
    name=${pair%%=*} value=${pair#*=}
    case ${name,,} in
      host | server) export PGHOST=$value ;;
      port) export PGPORT=$value ;;
      username | 'user id' | user) export PGUSER=$value ;;
      password) export PGPASSWORD=$value ;;
      database) export PGDATABASE=$value ;;
    esac
  done <<<"$connection;"
}
