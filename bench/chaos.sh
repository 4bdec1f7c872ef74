#!/usr/bin/env bash
# Mixed traffic while workers and zygotes die. See README.md.

usage() {
  cat <<'TEXT'
bench/chaos.sh [--seconds 180] [--clients 24] [--seed 1]

Six apps on both Pythons under mixed traffic, each response checked, while workers and zygotes are killed at random, requests overrun their deadline, apps
leak and crash. Ends with status 1 when a response was wrong, a request failed whose worker nobody killed, or anything is left. Results go to bench/results/.
TEXT
}

. "$(dirname "${BASH_SOURCE[0]}")/lib/processes.sh"
. "$LIB/options.sh"
. "$LIB/apps.sh"
. "$LIB/candidates.sh"
. "$LIB/python27.sh"

SECONDS_ALL=180 CLIENTS=24 SEED=1
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) whole "$@"; SECONDS_ALL=$2 ;;
    --clients) whole "$@"; CLIENTS=$2 ;;
    --seed) whole "$@"; SEED=$2 ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown option $1" ;;
  esac
  shift 2
done

# A hanging request is over well before a client calls it stuck.
export Deadlines__FirstGeneration=00:00:03 Deadlines__SecondGeneration=00:00:03

# An app of each Python in turn, where there is a 2.7.
many_apps chaos 6
if have_python27; then
  export Runtimes__Interpreters__python27=$PYTHON27
  for i in 1 3 5; do
    sed "s/^application: .*/application: $(basename "${APPS[i]}")/" "$BENCH/apps/chaos/app27.yaml" >"${APPS[i]}/app.yaml"
  done
fi

free_ports 2
start_actors_in "$ROOT" "${PORTS[0]}" "${PORTS[1]}" "${APPS[@]}" || fail 'this project does not start'
bounded $((SECONDS_ALL + 120)) "$PYTHON" "$LIB/chaos.py" "${PORTS[@]}" "$STARTED" "$DIR/data" "$SECONDS_ALL" "$CLIENTS" "$SEED" "$WORK/chaos.json"
stop "$STARTED"
"$PYTHON" "$LIB/chaos.py" report "$WORK/chaos.json" "$DIR/data" "$BENCH/results" "6 apps, $CLIENTS clients, $SECONDS_ALL s, seed $SEED${PYTHON27:+, python27 and python3}"
