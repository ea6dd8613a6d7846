# shellcheck shell=bash
# A private PostgreSQL cluster of installed binaries: DIR/data, its password, its port and its server log.
# It listens on loopback only, has no unix socket, and lets in two roles by password: lottery, which owns the database,
# and lottery_app, which the processes log in with.

oldest_postgres=15

# Sets pg_bin to the newest usable binaries; with an argument only of that major version.
find_postgres() {
  local wanted=${1:-} dir version
  while read -r dir; do
    [[ -x $dir/initdb && -x $dir/postgres ]] || continue
    read -r _ _ version _ < <("$dir/postgres" --version)
    version=${version%%[!0-9]*}
    if ((version >= oldest_postgres)) && [[ $version == "${wanted:-$version}" ]]; then
      pg_bin=$dir
      return
    fi
  done < <(pg_config --bindir 2>/dev/null || true; printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV)
  return 1
}

can_install_packages() {
  ((EUID == 0)) && command -v apt-get >/dev/null && grep -qE '^ID(_LIKE)?=.*debian' /etc/os-release
}

# The package starts a cluster of its own unless it is told not to.
install_postgres() {
  say "PostgreSQL is not installed: installing the package postgresql."
  local setting=/etc/postgresql-common/createcluster.d/lottery.conf code=0
  mkdir -p "${setting%/*}"
  echo 'create_main_cluster = false' >"$setting"
  local install='apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends postgresql'
  step_to "$1" "$1" env DEBIAN_FRONTEND=noninteractive bash -c "apt-get update -qq && $install" || code=$?
  rm -f "$setting"
  ((code == 0)) && find_postgres || fail "The package postgresql could not be installed: $(tail -n 1 "$1")"
}

# The server refuses to run as root. Sets owner, and as_owner to the words that make a command its own: setpriv and not
# runuser, because it becomes the command, so that the pid we know is the server's.
choose_cluster_owner() {
  owner=$(id -un)
  as_owner=(env)
  ((EUID == 0)) || return 0
  owner=postgres
  if ! id "$owner" >/dev/null 2>&1; then
    owner=lottery-dev
    id "$owner" >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin "$owner"
  fi
  as_owner=(setpriv --reuid "$owner" --regid "$(id -g "$owner")" --init-groups)
}

# create_cluster DIR [OPTION]...: DIR/data unless it is there; a creation that was interrupted leaves no half of it
# behind. The options are those of the owner's role.
create_cluster() {
  local dir=$1 password
  shift
  if [[ ! -d $dir/data ]]; then create_data "$dir" "$@"; fi
  [[ ! -f $dir/app-password ]] || return 0
  password=$(random_hex 24)
  (umask 077 && echo "$password" >"$dir/app-password.new")
  # The role may be there from a creation that was interrupted before its password had its name.
  tell_cluster "$dir" data \
    "DO \$\$BEGIN CREATE ROLE lottery_app; EXCEPTION WHEN duplicate_object THEN NULL; END\$\$" \
    "ALTER ROLE lottery_app LOGIN PASSWORD '$password'"
  mv "$dir/app-password.new" "$dir/app-password"
}

create_data() {
  local dir=$1 password
  shift
  local log=$dir/server.log
  install -d -m 700 -o "$owner" "$dir"
  rm -rf "$dir/data.new"
  run_in "$dir" "$pg_bin/initdb" --pgdata "$dir/data.new" --no-sync --encoding=UTF8 --locale=C.UTF-8 --auth=trust ||
    fail "initdb failed: $(tail -n 1 "$log")"
  password=$(random_hex 24)
  (umask 077 && echo "$password" >"$dir/password")
  echo 'host all all 127.0.0.1/32 scram-sha-256' >"$dir/data.new/pg_hba.conf"
  tell_cluster "$dir" data.new "CREATE ROLE lottery LOGIN CREATEDB $* PASSWORD '$password'" \
    'CREATE DATABASE lottery OWNER lottery'
  mv "$dir/data.new" "$dir/data"
}

# tell_cluster DIR DATA STATEMENT...: while no server runs on it. An error only shows in what it says.
tell_cluster() {
  local dir=$1 data=$2 said=$1/set-up.log
  shift 2
  printf '%s\n' "$@" |
    (cd "$dir" && exec "${as_owner[@]}" "$pg_bin/postgres" --single -D "$dir/$data" postgres) >"$said" 2>&1 9>&- &&
    ! grep -q 'ERROR:' "$said" || fail "The cluster could not be set up: $(grep -m 1 'ERROR:' "$said" || tail -n 1 "$said")"
}

run_in() {
  local dir=$1
  shift
  (cd "$dir" && exec "${as_owner[@]}" "$@") >>"$dir/server.log" 2>&1 9>&-
}

# start_cluster DIR SETTING=VALUE...: sets cluster_pid.
start_cluster() {
  local dir=$1 port setting
  shift
  port=$(cat "$dir/port" 2>/dev/null) && ! is_listening "$port" || port=$(free_port)
  echo "$port" >"$dir/port"
  local -a settings=()
  for setting in listen_addresses=127.0.0.1 port="$port" unix_socket_directories= timezone=UTC log_timezone=UTC "$@"; do
    settings+=(-c "$setting")
  done
  (cd "$dir" && exec setsid "${as_owner[@]}" "$pg_bin/postgres" -D "$dir/data" "${settings[@]}") \
    >"$dir/server.log" 2>&1 </dev/null 9>&- &
  cluster_pid=$!
}

# True when the server is ready, and also when it is gone: the caller looks which.
cluster_settled() {
  local -a lines=()
  is_alive "$cluster_pid" || return 0
  mapfile -t lines 2>/dev/null <"$1/data/postmaster.pid" || return 1
  [[ ${lines[0]:-} == "$cluster_pid" && ${lines[7]:-} == ready* ]]
}

require_cluster_ready() {
  wait_until 60 cluster_settled "$1" && is_alive "$cluster_pid" ||
    fail "PostgreSQL did not start: $(tail -n 1 "$1/server.log")"
}

# cluster_connection DIR [ROLE PASSWORD_FILE]
cluster_connection() {
  echo "Host=127.0.0.1;Port=$(<"$1/port");Username=${2:-lottery};Password=$(<"$1/${3:-password}");Database=lottery"
}
