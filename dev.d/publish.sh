# shellcheck shell=bash
# ./dev publish: a release for machines without .NET, as one archive with what an administrator needs beside the programs.

publish_runtime=linux-x64

run_publish() {
  require_sdk
  local version out=$root/artifacts
  version=$(release_version)
  trap 'leave_publish $?' EXIT
  work=$(mktemp -d "${TMPDIR:-/tmp}/lottery-publish.XXXXXX")
  mkdir -p "$out"
  local name=lottery-$version-$publish_runtime
  local release=$work/$name
  publish_program "$version" Lottery.Api "$release/bin"
  publish_program "$version" Lottery.Worker "$release/bin"
  cp -a "$root/docs" "$root/deploy" "$root/README.md" "$release/"
  # They need a checkout.
  rm -r "$release/deploy/tests"
  install -m 755 "$root/deploy/systemd/install.sh" "$release/install.sh"
  printf '%s\n' "$version" >"$release/VERSION"
  write_bill "$version" "$release"
  write_notices "$release"
  pack_release "$release" "$out/$name.tar.gz"
  cp "$release/sbom.cdx.json" "$out/$name.cdx.json"
  (cd "$out" && sha256sum "$name.tar.gz" "$name.cdx.json" >"$name.sha256")
  say "$out/$name.tar.gz ($(du -h "$out/$name.tar.gz" | cut -f 1)), its bill of materials and checksums."
}

# A tag v1.2.3 is that version; between tags it is the next one's, with how far the checkout is and whether it was
# changed.
release_version() {
  local described prefix
  if described=$(git -C "$root" describe --tags --match 'v[0-9]*' --exact-match 2>/dev/null) && is_untouched; then
    echo "${described#v}"
  else
    prefix=$(sed -n 's:.*<VersionPrefix>\(.*\)</VersionPrefix>.*:\1:p' "$root/Directory.Build.props")
    echo "$prefix-dev.$(git -C "$root" rev-list --count HEAD).g$(git -C "$root" rev-parse --short=8 HEAD)$(is_untouched || echo .changed)"
  fi
}

is_untouched() {
  [[ -z $(git -C "$root" status --porcelain) ]]
}

# From nothing and without the names of folders, so that it is the same wherever it is made.
publish_program() {
  step dotnet publish "$root/$2" --nologo -v quiet -c Release -r "$publish_runtime" --self-contained true \
    --artifacts-path "$work/build" "-p:PathMap=$root=/lottery%2C$work/build=/build" \
    -p:PublishReadyToRun=true -p:DebugType=none -p:GenerateDocumentationFile=false "-p:Version=$1" -o "$3" ||
    fail "$2 could not be published."
}

# What is in it: every package of both programs, and the runtime, in the form of CycloneDX.
write_bill() {
  local program
  step dotnet tool restore --tool-manifest "$root/.config/dotnet-tools.json" || fail "The tools could not be restored."
  for program in Lottery.Api Lottery.Worker; do
    step_to "$work/bill.log" "$work/bill.log" dotnet tool run dotnet-CycloneDX "$root/$program/$program.csproj" \
      --base-intermediate-output-path "$work/build" --recursive --output "$work" --filename "$program.json" --output-format Json --disable-package-restore \
      --set-name Lottery --set-version "$1" --set-type Application ||
      fail "The bill of materials could not be made: $(tail -n 1 "$work/bill.log")"
  done
  # What only builds the programs is named by the tool and is not in them.
  # Its time is that of the checkout and it has no number of its own, or no two releases of it were the same.
  jq -s --arg when "$(TZ=UTC git -C "$root" log -1 --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ)" --slurpfile runtime "$2/bin/Lottery.Api.runtimeconfig.json" \
    --argjson shipped "$(jq -cs 'map(.libraries | keys[]) | unique' "$2"/bin/Lottery.{Api,Worker}.deps.json)" '
    .[0] + {components: (map(.components[] | select("\(.name)/\(.version)" | IN($shipped[]))) + [$runtime[0].runtimeOptions.includedFrameworks[]
      | {type: "framework", name, version, purl: "pkg:nuget/\(.name).Runtime.linux-x64@\(.version)",
         licenses: [{license: {id: "MIT"}}], copyright: "(c) .NET Foundation and Contributors"}]
      | unique_by(.purl))}
    | del(.dependencies, .serialNumber) | .metadata.timestamp = $when' "$work/Lottery.Api.json" "$work/Lottery.Worker.json" >"$2/sbom.cdx.json"
}

write_notices() {
  {
    echo "Lottery contains the following packages. Each is under the licence that stands beside it."
    echo
    jq -r '.components | sort_by(.name | ascii_downcase) | .[]
      | "\(.name) \(.version)  \([.licenses[]?.license | .id // .name // .url // empty] | join(", "))  \(.copyright // "")"' \
      "$1/sbom.cdx.json"
  } >"$1/THIRD-PARTY-NOTICES.txt"
}

# The same checkout makes the same archive.
pack_release() {
  tar --directory "$(dirname "$1")" --sort=name --owner=0 --group=0 --numeric-owner \
    --mtime="@$(git -C "$root" log -1 --format=%ct)" --create "$(basename "$1")" | gzip -n >"$2.new"
  mv "$2.new" "$2"
}

leave_publish() {
  trap '' INT TERM HUP
  trap - EXIT
  cancel_step
  [[ -z ${work:-} ]] || rm -rf "$work"
  exit "$1"
}
