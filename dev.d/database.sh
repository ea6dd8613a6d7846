# shellcheck shell=bash
# The database of ./dev up: the one that ConnectionStrings__Lottery names, else a private cluster, else a container.

database_image=${LOTTERY_POSTGRES_IMAGE:-postgres:17-alpine}
container=lottery-dev-$(printf %s "$root" | sha256sum | cut -c 1-8)

docker_works() {
  command -v docker >/dev/null && timeout 10 docker info >/dev/null 2>&1
}

no_postgres() {
  fail "There is neither PostgreSQL ($oldest_postgres or newer) nor Docker here: run 'sudo apt-get install postgresql'."
}

# The role that the API and the Worker log in with; none when somebody else's database is used as it is.
app_role=

# Sets database_kind, connection (the owner's) and app_connection, and starts what has to be started.
start_database() {
  if [[ -n ${ConnectionStrings__Lottery:-} ]]; then
    database_kind=external connection=$ConnectionStrings__Lottery app_connection=$ConnectionStrings__Lottery
    database_where="the one that ConnectionStrings__Lottery names"
  elif find_postgres; then
    start_dev_cluster
  elif docker_works; then
    start_container
  elif can_install_packages; then
    install_postgres "$run/install.log"
    start_dev_cluster
  else
    no_postgres
  fi
  say "Database: $database_where."
  printf '%s\n' "$database_kind" "$connection" "$database_where" >"$run/database"
}

start_dev_cluster() {
  local dir data_version
  choose_cluster_owner
  place_cluster
  dir=$cluster_dir
  data_version=$(cat "$dir/data/PG_VERSION" 2>/dev/null) || true
  [[ -z $data_version ]] || find_postgres "$data_version" ||
    fail "The cluster in $dir needs PostgreSQL $data_version: install it, or remove $dir to begin anew."
  [[ -n $data_version ]] || say "Creating a PostgreSQL cluster in $dir…"
  create_cluster "$dir"
  database_kind=cluster
  start_cluster "$dir" max_connections=200
  adopt database "$cluster_pid"
  require_cluster_ready "$dir"
  connection=$(cluster_connection "$dir")
  app_role=lottery_app app_connection=$(cluster_connection "$dir" lottery_app app-password)
  database_where="PostgreSQL on port $(<"$dir/port"), its files in $dir"
}

# A checkout in a closed home directory is out of reach for the cluster's owner.
place_cluster() {
  cluster_dir=$state/postgres
  ((EUID == 0)) || return 0
  chmod a+x "$state"
  "${as_owner[@]}" test -x "$state" && return
  cluster_dir=/var/lib/lottery-dev/$container
  mkdir -p "${cluster_dir%/*}"
  say "The user $owner cannot reach $state, so the cluster lies in $cluster_dir."
}

start_container() {
  local port password_file=$state/docker-password password
  [[ -f $password_file ]] || (umask 077 && random_hex 24 >"$password_file")
  password=$(<"$password_file")
  port=$(free_port)
  remove_container || fail "The old container $container could not be removed."
  database_kind=docker
  step_to "$run/docker.log" "$run/docker.log" \
    docker run --detach --stop-signal SIGINT --name "$container" --volume "$container:/var/lib/postgresql/data" \
    --publish "127.0.0.1:$port:5432" --env POSTGRES_USER=lottery --env POSTGRES_DB=lottery \
    --env "POSTGRES_PASSWORD=$password" "$database_image" ||
    fail "Docker could not start $database_image: $(grep -i error "$run/docker.log" | tail -n 1)"
  setsid docker wait "$container" >/dev/null 2>&1 </dev/null 9>&- &
  adopt database $!
  # Over TCP: the server that initialises the data directory listens on its socket only.
  wait_until 60 container_is_ready ||
    fail "The database in the container $container did not become ready."
  connection="Host=127.0.0.1;Port=$port;Username=lottery;Password=$password;Database=lottery"
  app_role=lottery_app app_connection=${connection/Username=lottery/Username=$app_role}
  create_app_role_in_container "$password"
  database_where="$database_image on Docker, port $port, container $container"
}

stop_database() {
  if [[ ${database_kind:-} == docker ]]; then
    tell_stopping database
    remove_container || stopped_badly "The container $container could not be stopped."
    unset 'children[database]'
    forget database
  else
    # SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
    stop_process database INT
  fi
}

container_is_ready() {
  docker exec "$container" pg_isready -q -h 127.0.0.1 -U lottery >/dev/null 2>&1 9>&-
}

# The two roles have one password, which the container was told.
create_app_role_in_container() {
  docker exec "$container" psql -q -h 127.0.0.1 -U lottery -d lottery -v ON_ERROR_STOP=1 -c "
    do \$\$ begin create role $app_role; exception when duplicate_object then null; end \$\$;
    alter role $app_role login password '$1'" >"$run/docker.log" 2>&1 9>&- ||
    fail "The role $app_role could not be made: $(tail -n 1 "$run/docker.log")"
}

# The data stays, in a volume of the same name.
remove_container() {
  docker container inspect "$container" >/dev/null 2>&1 || return 0
  docker stop --time "$stop_seconds" "$container" >/dev/null 2>&1 9>&- && docker rm "$container" >/dev/null 2>&1 9>&-
}

# What the database of a run that is still going on, or was cut off, is.
recall_database() {
  database_kind='' connection='' database_where=''
  [[ ! -r $run/database ]] || { read -r database_kind; read -r connection; read -r database_where; } <"$run/database"
}

migrate_database() {
  say "Applying the migrations…"
  api_command migrate "$connection" migrate ${app_role:+--app-role "$app_role"} || fail "The migrations failed: $(last_words migrate)"
}

create_demo_data() {
  say "Creating the demo data unless it is there…"
  api_command demo "$app_connection" demo --users-file "$state/demo-users.json" || fail "The demo data failed: $(last_words demo)"
}

# api_command NAME CONNECTION ARGS...: what it says goes to NAME.log and NAME.errors.
api_command() {
  local name=$1 as=$2
  shift 2
  step_to "$run/$name.log" "$run/$name.errors" \
    env ConnectionStrings__Lottery="$as" dotnet "$api_dll" "$@"
}

last_words() {
  cat "$run/$1.log" "$run/$1.errors" | tail -n 1
}
