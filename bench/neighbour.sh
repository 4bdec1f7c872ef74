#!/usr/bin/env bash
# What a bad neighbour costs: hello beside an app that spins, leaks, crashes or logs without end. See README.md.

usage() {
  cat <<'TEXT'
bench/neighbour.sh [--rounds 5] [--seconds 4] [--connections 32] [--neighbours spin,leak,die,bomb]

Each round measures hello alone and beside each neighbour, which is kept busy with 64 connections of its own. Ratios are those of hello alone to hello beside it:
2 means that the neighbour costs half of the requests/s. Results go to bench/results/.
TEXT
}

. "$(dirname "${BASH_SOURCE[0]}")/lib/processes.sh"
. "$LIB/options.sh"
. "$LIB/peers.sh"
. "$LIB/apps.sh"
. "$LIB/candidates.sh"
. "$LIB/load.sh"

ROUNDS=5 SECONDS_EACH=4 WARMUP_SECONDS=3 CONNECTIONS=32 NEIGHBOURS=spin,leak,die,bomb
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) whole "$@"; ROUNDS=$2 ;;
    --seconds) whole "$@"; SECONDS_EACH=$2 ;;
    --connections) whole "$@"; CONNECTIONS=$2 ;;
    --neighbours) one_of spin leak die bomb -- "$@"; NEIGHBOURS=$2 ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown option $1" ;;
  esac
  shift 2
done

install_peers
have wrk || fail 'wrk is needed: apt-get install wrk'
SAMPLES=$WORK/samples.jsonl
: >"$SAMPLES"
copy_app hello && HELLO=$APP
# An app for each: one that crashes is started again only after a pause, and would not spin meanwhile.
IFS=, read -ra WANTED <<<"$NEIGHBOURS"
apps_called chaos "${WANTED[@]/#/neighbour-}"
free_ports 2
start_actors_in "$ROOT" "${PORTS[0]}" "${PORTS[1]}" "$HELLO" "${APPS[@]}" || fail 'this project does not start'
URL=http://127.0.0.1:${PORTS[0]}/
await_ok "$URL" "$STARTED" "$START_TIMEOUT" || fail 'hello does not answer'

# beside NEIGHBOUR ROUND: one measurement of hello, with the neighbour busy unless it is `alone`.
beside() {
  local busy=
  if [ "$1" != alone ]; then
    launch "$WORK/neighbour.out" wrk -t 1 -c 64 -d 600s --timeout 30s -H "Host: neighbour-$1.localhost:${PORTS[0]}" "${URL}$1?x"
    busy=$LAUNCHED
    sleep 1
  fi
  measure neighbour "$2" "$1" "$URL"
  [ -n "$busy" ] || return 0
  kill -INT "$busy" 2>/dev/null # upon which wrk says what it did: whether the neighbour was what it is called
  wait "$busy" 2>/dev/null
  forget "$busy"
  say "            the neighbour itself: $(grep -E 'requests in|Non-2xx' "$WORK/neighbour.out" | tr -s ' ' | tr '\n' ';')"
}

measure neighbour 0 alone "$URL"
for ((round = 1; round <= ROUNDS; round++)); do
  beside alone "$round"
  for neighbour in "${WANTED[@]}"; do beside "$neighbour" "$round"; done
done

"$PYTHON" "$LIB/compare.py" report "$SAMPLES" "$BENCH/results" neighbour 'A bad neighbour' \
  "$ROUNDS rounds of $SECONDS_EACH s each, hello with $CONNECTIONS connections, its neighbour with 64, wrk on the same machine"
