#!/usr/bin/env bash
# Serves App Engine apps: ./run.sh [APP...] [--port 8080] [--tls-port N] [--h2c-port N] [--admin-port 8000] [--data DIR] [--log-format text|json|apache]
# Installs what is missing when it may, builds what is out of date. `./run.sh --help` tells more.
set -euo pipefail

usage() {
  cat <<'TEXT'
./run.sh [APP...] [--port 8080] [--tls-port N] [--h2c-port N] [--admin-port 8000] [--data DIR] [--log-format text|json|apache]

Serves App Engine apps until Ctrl-C. APP: a directory with an app.yaml, or a yaml file; without one, examples/guestbook.

  --port N         port of the web server; default 8080
  --tls-port N     port of HTTPS (HTTP/1.1 and HTTP/2) with the certificate of the setting Tls:Certificate; default none
  --h2c-port N     port of HTTP/2 without TLS, for proxies; default none
  --admin-port N   port of the admin API, on loopback only; default 8000
  --data DIR       what must last, and the apps' files as workers see them; default /var/lib/actors for root, ~/.local/share/actors otherwise
  --log-format F   how requests look on standard output: text for people, json or apache for machines; default text

  ./run.sh ~/src/myapp                  http://localhost:8080, and http://myapp.localhost:8080
  ./run.sh shop blog --port 80          http://shop.localhost and http://blog.localhost
  Tls__Certificate=cert.pem Tls__Key=key.pem ./run.sh shop --tls-port 8443      https://shop.localhost:8443
  Runtimes__SeparateUsers=false ./run.sh myapp      any setting of docs/configuration.md

Exit status: 0 stopped, 1 a mistake in an app, 2 in the command line, 3 in the settings or the machine, 130 ended by a second Ctrl-C.
TEXT
}

for argument in "$@"; do
  case $argument in -h | --help | '-?') usage; exit 0 ;; esac
done
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
exec "$root/actors" serve --default-app "$root/examples/guestbook" "$@"
