#!/usr/bin/env bash
# Requests per second and latency of this project beside its peers, in one run. See README.md.

usage() {
  cat <<'TEXT'
bench/requests.sh [--rounds 10] [--seconds 5] [--warmup 30] [--connections 64] [--only hello,10k,flask,static] [--peers nginx_uwsgi,uwsgi_http,uwsgi_socket,gunicorn,actors_plain]
                  [--nginx-workers auto]

Each round runs wrk against every candidate in turn. --rounds, --seconds (per candidate and round), --connections: whole numbers.
--warmup: seconds under load before the first round, for every candidate: this project's silo compiles its path meanwhile, and serves at about half its speed.
--only: the scenarios to run. --peers: whom to compare with; `none` leaves all out, `actors_plain` is this project with the app.yaml that says nothing of scaling.
--nginx-workers: a whole number, or `auto` for one per core: where nginx shares few cores with all else, fewer may do more. Results go to bench/results/.
TEXT
}

. "$(dirname "${BASH_SOURCE[0]}")/lib/processes.sh"
. "$LIB/options.sh"
. "$LIB/peers.sh"
. "$LIB/apps.sh"
. "$LIB/candidates.sh"
. "$LIB/load.sh"

ROUNDS=10 SECONDS_EACH=5 WARMUP_SECONDS=30 CONNECTIONS=64 ONLY=hello,10k,flask,static PEERS=nginx_uwsgi,uwsgi_http,uwsgi_socket,gunicorn,actors_plain
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) whole "$@"; ROUNDS=$2 ;;
    --seconds) whole "$@"; SECONDS_EACH=$2 ;;
    --warmup) whole "$@"; WARMUP_SECONDS=$2 ;;
    --connections) whole "$@"; CONNECTIONS=$2 ;;
    --only) one_of hello 10k flask static -- "$@"; ONLY=$2 ;;
    --peers) one_of nginx_uwsgi uwsgi_http uwsgi_socket gunicorn actors_plain none -- "$@"; PEERS=$2 ;;
    --nginx-workers) [ "${2-}" = auto ] || whole "$@"; NGINX_WORKERS=$2 ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown option $1" ;;
  esac
  shift 2
done

install_peers
have wrk || fail 'wrk is needed: apt-get install wrk'
SAMPLES=$WORK/samples.jsonl
: >"$SAMPLES"
LEFT_OUT=()
declare -A URLS

left_out() { LEFT_OUT+=("left out: $1"); say "  left out: $1"; }

# The commands a peer cannot do without.
can_start() {
  case $1 in
    actors*) [ -x "$ROOT/run.sh" ] ;;
    nginx_uwsgi) have nginx && have_uwsgi ;;
    nginx) have nginx ;;
    uwsgi_*) have_uwsgi ;;
    gunicorn) have gunicorn ;;
  esac
}

# add NAME SCENARIO: starts one candidate on the app and keeps it when it gives the answer that the others give.
add() {
  local name=$1 port sum
  can_start "$name" || { left_out "$name in $2: there is none here to start"; return; }
  free_ports 1
  port=${PORTS[0]}
  "start_$name" "$APP" "$port" || { left_out "$name in $2: it did not start"; return; }
  URLS[$name]=http://127.0.0.1:$port$READY_PATH
  sum=$(curl -s -m 10 "${URLS[$name]}" | sha256sum)
  EXPECTED=${EXPECTED:-$sum}
  [ "$sum" = "$EXPECTED" ] || { left_out "$name in $2: another body than the first candidate's"; return; }
  CANDIDATES+=("$name")
}

for scenario in ${ONLY//,/ }; do
  if [ "$scenario" = flask ] && ! have_flask; then left_out "flask: python3-flask is not installed"; continue; fi
  say "$scenario"
  READY_PATH=/
  [ "$scenario" != static ] || READY_PATH=/static/64k.bin
  copy_app "$scenario"
  CANDIDATES=() EXPECTED=
  add actors "$scenario"
  if [ "$scenario" = static ]; then
    [ "$PEERS" = none ] || add nginx "$scenario"
  else
    for peer in ${PEERS//,/ }; do
      [ "$peer" = none ] || add "$peer" "$scenario"
    done
  fi
  [ ${#CANDIDATES[@]} -gt 0 ] && alternate "$scenario"
  stop_all
done

[ -s "$SAMPLES" ] || fail 'nothing could be measured'
"$PYTHON" "$LIB/compare.py" report "$SAMPLES" "$BENCH/results" requests 'Requests' \
  "$ROUNDS rounds of $SECONDS_EACH s each after $WARMUP_SECONDS s of load, $CONNECTIONS connections, wrk with $WRK_THREADS threads on the same machine, nginx with $NGINX_WORKERS workers" ${LEFT_OUT[@]+"${LEFT_OUT[@]}"}
