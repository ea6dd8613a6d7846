# shellcheck shell=bash
# A Docker engine and a PostgreSQL image for the tests that want containers.

official_image=postgres:17-alpine

docker_works() {
  command -v docker >/dev/null && timeout 10 docker info >/dev/null 2>&1
}

# Uses the engine that runs; as root starts one, which then ends with this run.
start_engine() {
  docker_works && return
  ((EUID == 0)) && command -v dockerd >/dev/null || return 1
  setsid dockerd --host unix:///var/run/docker.sock >"$work/dockerd" 2>&1 &
  engine=$!
  local tries
  for ((tries = 0; tries < 60; tries++)); do
    if docker_works; then
      echo "Started a Docker engine."
      return
    fi
    kill -0 "$engine" 2>/dev/null || break
    sleep 0.5
  done
  tail -n 5 "$work/dockerd" >&2
  return 1
}

stop_engine() {
  [[ -n ${engine:-} ]] || return 0
  kill -TERM "$engine" 2>/dev/null || return 0
  wait "$engine" || true
  echo "Stopped the Docker engine."
}

# Sets LOTTERY_TEST_IMAGE: the official image, or where no registry can be reached one made of Debian packages.
choose_image() {
  if [[ -n ${LOTTERY_TEST_IMAGE:-} ]]; then
    echo "Image: $LOTTERY_TEST_IMAGE."
  elif docker image inspect "$official_image" >/dev/null 2>&1 ||
    timeout 120 docker pull --quiet "$official_image" 2>"$work/pull"; then
    export LOTTERY_TEST_IMAGE=$official_image
    echo "Image: $official_image."
  else
    LOTTERY_TEST_IMAGE=lottery-postgres:$(cat .ci/debian-root .ci/postgres-image .ci/postgres-entrypoint | sha256sum | cut -c 1-12)
    export LOTTERY_TEST_IMAGE
    echo "$official_image cannot be pulled; the stand-in $LOTTERY_TEST_IMAGE is made of Debian packages."
    docker image inspect "$LOTTERY_TEST_IMAGE" >/dev/null 2>&1 || .ci/postgres-image "$LOTTERY_TEST_IMAGE"
  fi
}
