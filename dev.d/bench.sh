# shellcheck shell=bash
# ./dev bench: builds for release and measures on a private cluster that is as careful with its disk as in production.

bench_settings=(max_connections=200 shared_buffers=256MB)

run_bench() {
  [[ ${1:-} =~ ^(logging|telemetry|sale)$ ]] || fail "./dev bench takes logging, telemetry or sale."
  require_sdk
  trap 'exit 130' INT TERM HUP
  trap 'leave_tests $?' EXIT
  build -c Release
  make_work_folder
  [[ $1 == logging ]] || start_bench_cluster
  step dotnet "$root/Lottery.Bench/bin/Release/net10.0/Lottery.Bench.dll" "$@"
}

start_bench_cluster() {
  find_postgres || { can_install_packages && install_postgres "$work/install.log"; } || no_postgres
  start_own_cluster "${bench_settings[@]}"
  LOTTERY_BENCH_DATABASE=$(cluster_connection "$work/postgres")
  export LOTTERY_BENCH_DATABASE
}
