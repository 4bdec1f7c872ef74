#!/usr/bin/env bash
# Cold starts and memory of Flask with and without version zygotes, alternating. See README.md.

usage() {
  cat <<'TEXT'
bench/flask.sh [--apps 8] [--rounds 10] [--python PATH] [--merge-memory]

Serves that many Flask apps by two silos of this checkout at once, one with version zygotes and one without. Each app is asked once in each; then its instance
is killed and it is asked for the first response again, --rounds times, the silos taking turns. At last: memory of the idle instances. Results go to bench/results/.
--python: the interpreter of the apps, which every user can read. One without Flask gets Debian's in each app's lib/.
--merge-memory: both silos let the kernel merge equal memory, which has to be switched on (echo 1 >/sys/kernel/mm/ksm/run); the memory is looked at after half a minute.
TEXT
}

. "$(dirname "${BASH_SOURCE[0]}")/lib/processes.sh"
. "$LIB/options.sh"
. "$LIB/peers.sh"
. "$LIB/apps.sh"
. "$LIB/candidates.sh"

COUNT=8 ROUNDS=10 APPS_PYTHON=$PYTHON REST=5 MERGED=
while [ $# -gt 0 ]; do
  case $1 in
    --apps) whole "$@"; COUNT=$2 ;;
    --rounds) whole "$@"; ROUNDS=$2 ;;
    --python) [ -x "${2:-}" ] || fail "--python needs an interpreter${2:+, not '$2'}"; APPS_PYTHON=$2 ;;
    --merge-memory) MERGED=1 REST=30; shift; continue ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown option $1" ;;
  esac
  shift 2
done

have_flask || fail 'python3-flask is not installed: apt-get install python3-flask'
many_apps flask "$COUNT"
have_flask "$APPS_PYTHON" || vendor_flask "${APPS[@]}"
export Runtimes__Interpreters__python3=$APPS_PYTHON
SETTINGS="$("$APPS_PYTHON" --version)"
if [ -n "$MERGED" ]; then
  [ "$(cat /sys/kernel/mm/ksm/run 2>/dev/null)" = 1 ] || fail 'the kernel merges nothing: echo 1 >/sys/kernel/mm/ksm/run'
  export Runtimes__MergeMemory=true
  SETTINGS+=", memory merged, $(cat /sys/kernel/mm/ksm/pages_to_scan) pages looked at each $(cat /sys/kernel/mm/ksm/sleep_millisecs) ms"
fi
free_ports 4
SILOS=()
for enabled in true false; do
  export Runtimes__VersionZygotes__Enabled=$enabled
  start_actors_in "$ROOT" "${PORTS[0]}" "${PORTS[1]}" "${APPS[@]}" || fail 'this project did not start'
  SILOS+=("$enabled:${PORTS[0]}:${PORTS[1]}:$STARTED")
  PORTS=("${PORTS[@]:2}")
done
bounded 900 "$PYTHON" "$LIB/restarts.py" "$BENCH/results" flask "$COUNT" "$ROUNDS" "$REST" "$SETTINGS" "${SILOS[@]}" || fail 'it ended early'
