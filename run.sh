#!/usr/bin/env bash
# Serves App Engine apps: ./run.sh [APP...] [--port 8080] [--admin-port 8000] [--data DIR] [--log-format text|json|apache]
# Installs what is missing when it may, builds what is out of date. `./run.sh --help` tells more.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

missing=()
compgen -G '/usr/bin/python3*' >/dev/null || command -v python3 >/dev/null || missing+=(python3)
[ -n "$(compgen -G '/usr/lib/*/libseccomp.so.2*')$(compgen -G '/lib/*/libseccomp.so.2*')" ] || missing+=(libseccomp2)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing ${missing[*]}" >&2
    { apt-get install -y -qq "${missing[@]}" || { apt-get update -qq && apt-get install -y -qq "${missing[@]}"; }; } >/dev/null 2>&1 ||
      { echo "run.sh: installing ${missing[*]} failed; run: apt-get update && apt-get install ${missing[*]}" >&2; exit 3; }
  else
    echo "run.sh: ${missing[*]} missing; run: sudo apt-get install ${missing[*]}" >&2
    exit 3
  fi
fi
exec "$root/actors" serve "$@"
