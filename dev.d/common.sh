# shellcheck shell=bash
# Where things lie, how the script speaks, and the checks that come before any change.

state=$root/.dev
run=$state/run
logs=$state/logs
journal=$run/journal

api_port=${LOTTERY_API_PORT:-5080}
api_management_port=${LOTTERY_API_MANAGEMENT_PORT:-5081}
worker_management_port=${LOTTERY_WORKER_MANAGEMENT_PORT:-5082}

# Set once this run owns the lock: from then on sentences also go to the journal, where ./dev down reads them.
owns_lock=

say() {
  [[ -n ${quiet:-} ]] || printf '%s\n' "$*" 2>/dev/null || true
  [[ -z $owns_lock ]] || printf '%s\n' "$*" >>"$journal"
}

complain() {
  complained=yes
  printf '%s\n' "$*" >&2 || true
  [[ -z $owns_lock ]] || printf '! %s\n' "$*" >>"$journal"
}

fail() {
  complain "$*"
  exit 1
}

# Prints what the journal (open on descriptor 4) gained since the last call; complaints go to stderr again.
follow_journal() {
  local line
  while IFS= read -r line <&4; do
    if [[ $line == '! '* ]]; then
      printf '%s\n' "${line#! }" >&2 || true
    else
      printf '%s\n' "$line" 2>/dev/null || true
    fi
  done
}

# Also goes to the checkout, whose global.json chooses among the installed ones.
require_sdk() {
  local wanted found
  cd "$root"
  wanted=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$root/global.json")
  local where="https://dotnet.microsoft.com/download/dotnet/${wanted%.*}"
  command -v dotnet >/dev/null || fail "The .NET SDK is missing: install $wanted or newer from $where."
  if ! dotnet --version >/dev/null 2>&1; then
    found=$(dotnet --list-sdks 2>/dev/null | sed 's/ .*//' | paste -sd ' ') || true
    fail "The .NET SDK $wanted or newer is needed and ${found:-none} is installed: get it from $where."
  fi
}

# Descriptor 9 holds the lock for as long as this process lives; nothing it starts may inherit it.
take_lock() {
  mkdir -p "$state" 2>/dev/null && [[ -w $state ]] ||
    fail "$state cannot be written by $(id -un): run ./dev as $(stat -c %U "$state" 2>/dev/null || echo its owner)."
  exec 9>>"$state/lock"
  if ! flock --nonblock 9; then
    fail "Another ./dev is at work here$(read_pid dev | sed 's/.*/ (pid &)/'); ./dev down stops it."
  fi
  mkdir -p "$logs"
  install -d -m 700 "$run"
  rm -f "$run/ready" "$run/result"
  : >"$journal"
  owns_lock=yes
  record dev $$
}

is_locked() {
  [[ -e $state/lock ]] && ! flock --nonblock "$state/lock" true
}

is_listening() {
  local hex address connection
  printf -v hex '%04X' "$1"
  while read -r _ address _ connection _; do
    # 0A is LISTEN.
    [[ $connection != 0A || ${address##*:} != "$hex" ]] || return 0
  done < <(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null)
  return 1
}

require_free_ports() {
  require_free_port "$api_port" LOTTERY_API_PORT
  require_free_port "$api_management_port" LOTTERY_API_MANAGEMENT_PORT
  require_free_port "$worker_management_port" LOTTERY_WORKER_MANAGEMENT_PORT
}

require_free_port() {
  [[ $1 =~ ^[1-9][0-9]{0,4}$ ]] || fail "$2 is '$1', which is no port number."
  ! is_listening "$1" || fail "Port $1 is taken by another program: free it, or choose another with $2."
}

# Below the range that the kernel hands out to outgoing connections.
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); is_listening "$port"; do :; done
  echo "$port"
}

random_hex() {
  od -An -v -N"$1" -tx1 /dev/urandom | tr -d ' \n'
}
