#!/usr/bin/env bash
# Two commits of this project against each other, in one run. See README.md.

usage() {
  cat <<'TEXT'
bench/ab.sh OLD NEW [--rounds 10] [--seconds 5] [--connections 64] [--only hello,10k,flask,static]

OLD, NEW: commits, or `.` for this checkout with its changes. Each commit is checked out and built in a directory of the run.
Ratios are NEW to OLD. The same commit twice shows how much of a ratio is noise. Default scenario: hello.
TEXT
}

. "$(dirname "${BASH_SOURCE[0]}")/lib/processes.sh"
. "$LIB/options.sh"
. "$LIB/peers.sh"
. "$LIB/apps.sh"
. "$LIB/candidates.sh"
. "$LIB/load.sh"

ROUNDS=10 SECONDS_EACH=5 WARMUP_SECONDS=5 CONNECTIONS=64 ONLY=hello
COMMITS=()
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) whole "$@"; ROUNDS=$2; shift ;;
    --seconds) whole "$@"; SECONDS_EACH=$2; shift ;;
    --connections) whole "$@"; CONNECTIONS=$2; shift ;;
    --only) one_of hello 10k flask static -- "$@"; ONLY=$2; shift ;;
    -h | --help) usage; exit 0 ;;
    -*) usage >&2; fail "unknown option $1" ;;
    *) COMMITS+=("$1") ;;
  esac
  shift
done
[ ${#COMMITS[@]} = 2 ] || { usage >&2; exit 2; }

install_peers
have wrk || fail 'wrk is needed: apt-get install wrk'
SAMPLES=$WORK/samples.jsonl
: >"$SAMPLES"
declare -A URLS CHECKOUTS

remove_checkouts() {
  local side
  for side in old new; do
    [ -d "$WORK/$side" ] && git -C "$ROOT" worktree remove --force "$WORK/$side"
  done
}
CLEANUP+=(remove_checkouts)

# check_out SIDE COMMIT: sets CHECKOUTS[SIDE] to a directory with that commit.
check_out() {
  CHECKOUTS[$1]=$ROOT
  if [ "$2" != . ]; then
    CHECKOUTS[$1]=$WORK/$1
    git -C "$ROOT" worktree add --detach --quiet "$WORK/$1" "$2" || fail "'$2' is not a commit of this repository"
  fi
  [ -x "${CHECKOUTS[$1]}/run.sh" ] || fail "$2 has no run.sh to start it with"
}

check_out old "${COMMITS[0]}"
check_out new "${COMMITS[1]}"

for scenario in ${ONLY//,/ }; do
  say "$scenario"
  READY_PATH=/
  [ "$scenario" != static ] || READY_PATH=/static/64k.bin
  copy_app "$scenario"
  # NEW comes first, because ratios are those of the first to the other.
  CANDIDATES=(new old)
  for side in old new; do
    free_ports 2
    URLS[$side]=http://127.0.0.1:${PORTS[0]}$READY_PATH
    say "  building and starting $side"
    start_actors_in "${CHECKOUTS[$side]}" "${PORTS[0]}" "${PORTS[1]}" "$APP" || fail "$side does not start"
    await_ok "${URLS[$side]}" "$STARTED" "$START_TIMEOUT" || fail "$side does not answer 200 at $READY_PATH"
  done
  alternate "$scenario"
  stop_all
done

OLD_AND_NEW="old is ${COMMITS[0]} ($(git -C "${CHECKOUTS[old]}" rev-parse --short=10 HEAD)), new is ${COMMITS[1]} ($(git -C "${CHECKOUTS[new]}" rev-parse --short=10 HEAD))"
"$PYTHON" "$LIB/compare.py" report "$SAMPLES" "$BENCH/results" ab 'Two commits' \
  "$ROUNDS rounds of $SECONDS_EACH s each, $CONNECTIONS connections, wrk with $WRK_THREADS threads on the same machine" "$OLD_AND_NEW"
