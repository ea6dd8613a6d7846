#!/usr/bin/env bash
# install.sh: makes the release that this script lies in the one that systemd runs. Safe to run again, and to upgrade with.
# install.sh --uninstall takes units and programs away and leaves settings, secrets and state; --uninstall --purge takes
# those as well. The database is never touched.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
prefix=/opt/lottery
settings=/etc/lottery
units=(lottery.target lottery-migrate.service lottery-api.socket lottery-api.service lottery-worker.service)

main() {
  ((EUID == 0)) || fail "install.sh needs root: it makes a user, units and folders."
  command -v systemctl >/dev/null || fail "There is no systemd here."
  case "${1:-}" in
    "") install_release ;;
    --uninstall) uninstall "${2:-}" ;;
    *) fail "install.sh takes no argument, --uninstall, or --uninstall --purge." ;;
  esac
}

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

install_release() {
  local version
  [[ -x $here/bin/Lottery.Api && -x $here/bin/Lottery.Worker && -e $here/VERSION ]] ||
    fail "$here is no unpacked release: it lacks bin/ or VERSION."
  version=$(<"$here/VERSION")
  copy_release "$version"
  place_units
  make_settings
  systemctl daemon-reload
  systemctl --quiet enable "${units[@]}"
  point_to "$version"
  echo "Lottery $version is installed in $prefix/releases/$version."
  tell_what_is_next
}

copy_release() {
  local target=$prefix/releases/$1
  [[ $here != "$target" ]] || return 0
  install -d -m 755 "$prefix" "$prefix/releases"
  # Beside it first: half a copy is never what runs.
  rm -rf "$target.new"
  cp -a "$here" "$target.new"
  chown -R root:root "$target.new"
  chmod -R go-w "$target.new"
  rm -rf "$target"
  mv "$target.new" "$target"
}

place_units() {
  local source=$here/deploy/systemd unit
  for unit in "${units[@]}"; do install -m 644 "$source/$unit" /etc/systemd/system/; done
  install -D -m 644 "$source/sysusers.d/lottery.conf" /etc/sysusers.d/lottery.conf
  install -D -m 644 "$source/tmpfiles.d/lottery.conf" /etc/tmpfiles.d/lottery.conf
  systemd-sysusers /etc/sysusers.d/lottery.conf
  systemd-tmpfiles --create /etc/tmpfiles.d/lottery.conf
}

# What is there already is the administrator's.
make_settings() {
  local name
  [[ -e $settings/lottery.env ]] ||
    install -m 640 -g lottery "$here/deploy/systemd/lottery.env.example" "$settings/lottery.env"
  [[ -e $settings/lottery.json ]] || { echo '{}' >"$settings/lottery.json"; chgrp lottery "$settings/lottery.json"; chmod 640 "$settings/lottery.json"; }
  for name in JWT_ACCESS_SECRET JWT_REFRESH_SECRET; do
    [[ -e $settings/credentials/$name ]] ||
      (umask 077 && od -An -v -N48 -tx1 /dev/urandom | tr -d ' \n' >"$settings/credentials/$name")
  done
}

point_to() {
  ln -sfn "releases/$1" "$prefix/current.new"
  mv -T "$prefix/current.new" "$prefix/current"
  ln -sfn current/docs "$prefix/docs"
}

tell_what_is_next() {
  local missing=()
  [[ -e $settings/credentials/ConnectionStrings__Lottery ]] ||
    missing+=("$settings/credentials/ConnectionStrings__Lottery: the processes' connection string")
  [[ -e $settings/credentials-migrate/ConnectionStrings__Lottery ]] ||
    missing+=("$settings/credentials-migrate/ConnectionStrings__Lottery: that of the tables' owner")
  if ((${#missing[@]} > 0)); then
    printf 'Still to be written, readable by root alone:\n'
    printf '  %s\n' "${missing[@]}"
    echo "Then: systemctl start lottery.target"
  elif systemctl --quiet is-active lottery-api.service lottery-worker.service; then
    echo "What runs is the former release. Now: systemctl restart lottery-migrate.service &&"
    echo "  systemctl restart lottery-api.service lottery-worker.service"
  else
    echo "Now: systemctl start lottery.target"
  fi
}

uninstall() {
  [[ -z $1 || $1 == --purge ]] || fail "--uninstall is followed by --purge or by nothing."
  systemctl --quiet disable --now "${units[@]}" 2>/dev/null || true
  local unit
  for unit in "${units[@]}"; do rm -f "/etc/systemd/system/$unit"; done
  rm -f /etc/sysusers.d/lottery.conf /etc/tmpfiles.d/lottery.conf
  rm -rf "$prefix"
  systemctl daemon-reload
  systemctl reset-failed 'lottery*' 2>/dev/null || true
  if [[ $1 == --purge ]]; then
    rm -rf "$settings" /var/lib/lottery /var/log/lottery
    ! getent passwd lottery >/dev/null || userdel lottery
    echo "Lottery is gone, with its settings, secrets and state."
  else
    echo "Lottery is gone. Its settings and secrets are still in $settings, its state in /var/lib/lottery."
  fi
}

main "$@"
