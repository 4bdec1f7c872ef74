#!/usr/bin/env bash
# What ten background threads cost the requests of their instance, and what load costs the threads. See README.md.

usage() {
  cat <<'TEXT'
bench/threads.sh [--rounds 10] [--seconds 3] [--connections 32]

Two silos serve the same app with manual scaling and one instance; in one of them it has ten background threads, each of which works a little every second. wrk takes turns at them,
for at least a minute in all by default. Then: how many of the threads have gone on, the longest time one was without a turn, what an eleventh is told, and how long the stop takes.
Results go to bench/results/.
TEXT
}

. "$(dirname "${BASH_SOURCE[0]}")/lib/processes.sh"
. "$LIB/options.sh"
. "$LIB/peers.sh"
. "$LIB/apps.sh"
. "$LIB/candidates.sh"
. "$LIB/load.sh"

ROUNDS=10 SECONDS_EACH=3 WARMUP_SECONDS=5 CONNECTIONS=32
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) whole "$@"; ROUNDS=$2 ;;
    --seconds) whole "$@"; SECONDS_EACH=$2 ;;
    --connections) whole "$@"; CONNECTIONS=$2 ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown option $1" ;;
  esac
  shift 2
done

install_peers
have wrk || fail 'wrk is needed: apt-get install wrk'
SAMPLES=$WORK/samples.jsonl
: >"$SAMPLES"
copy_app threads
CANDIDATES=(ten_threads no_threads)
declare -A URLS=()
free_ports 4
for name in "${CANDIDATES[@]}"; do
  start_actors_in "$ROOT" "${PORTS[0]}" "${PORTS[1]}" "$APP" || fail 'this project does not start'
  URLS[$name]=http://127.0.0.1:${PORTS[0]}/
  [ "$name" != ten_threads ] || TEN=$STARTED
  await_ok "${URLS[$name]}" "$STARTED" "$START_TIMEOUT" || fail 'the app does not answer'
  PORTS=("${PORTS[@]:2}")
done
curl -sfS "${URLS[ten_threads]}begin" >/dev/null || fail 'the threads did not begin'
alternate threads
THREADS=$(curl -sfS "${URLS[ten_threads]}threads") || fail 'the threads cannot be asked for'
BEGAN=$(date +%s%N)
stop "$TEN"
STOPPED=$((($(date +%s%N) - BEGAN) / 1000000))

"$PYTHON" "$LIB/compare.py" report "$SAMPLES" "$BENCH/results" threads 'Background threads' \
  "$ROUNDS rounds of $SECONDS_EACH s each, one instance, $CONNECTIONS connections, wrk on the same machine" "of the threads, asked at the end: $THREADS" "the silo with the threads stopped in $STOPPED ms"
