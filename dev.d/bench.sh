# shellcheck shell=bash
# ./dev bench: builds for release and measures on a private cluster that is as careful with its disk as in production.

bench_settings=(max_connections=200 shared_buffers=256MB)

run_bench() {
  [[ ${1:-} =~ ^(logging|telemetry|sale|evaluate|accounts)$ ]] || fail "./dev bench takes logging, telemetry, sale, evaluate or accounts."
  require_sdk
  trap 'exit 130' INT TERM HUP
  trap 'leave_tests $?' EXIT
  build -c Release
  make_work_folder
  if [[ $1 != logging ]]; then
    publish_api
    start_bench_cluster
  fi
  step dotnet "$root/Lottery.Bench/bin/Release/net10.0/Lottery.Bench.dll" "$@"
}

# As it is installed: compiled before it starts.
publish_api() {
  step dotnet publish "$root/Lottery.Api" --nologo -v quiet -c Release -r "linux-$(machine)" --self-contained false \
    -p:PublishReadyToRun=true -o "$work/api" || fail "The API could not be published."
  export LOTTERY_BENCH_API=$work/api/Lottery.Api.dll
}

machine() {
  case $(uname -m) in
    x86_64) echo x64 ;;
    aarch64) echo arm64 ;;
    *) fail "There is no published API for $(uname -m)." ;;
  esac
}

start_bench_cluster() {
  find_postgres || { can_install_packages && install_postgres "$work/install.log"; } || no_postgres
  start_own_cluster "${bench_settings[@]}"
  LOTTERY_BENCH_DATABASE=$(cluster_connection "$work/postgres")
  export LOTTERY_BENCH_DATABASE
}
