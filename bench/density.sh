#!/usr/bin/env bash
# Memory per idle instance, with many apps at once. See README.md.

usage() {
  cat <<'TEXT'
bench/density.sh [--apps 500] [--servers 10]

Serves that many copies of hello, asks each once, and adds up what their processes use.
--servers: how many of each peer, one app each, are started to compare with. Results go to bench/results/.
TEXT
}

. "$(dirname "${BASH_SOURCE[0]}")/lib/processes.sh"
. "$LIB/options.sh"
. "$LIB/peers.sh"
. "$LIB/apps.sh"
. "$LIB/candidates.sh"

COUNT=500 SERVERS=10 FIRST_FEW=5 AGAIN=30 SETTLE_SECONDS=3
while [ $# -gt 0 ]; do
  case $1 in
    --apps) whole "$@"; COUNT=$2 ;;
    --servers) whole "$@"; SERVERS=$2 ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown option $1" ;;
  esac
  shift 2
done

install_peers
MEMORY=$WORK/memory.jsonl FIRSTS=$WORK/firsts.jsonl ANEW=$WORK/again.jsonl TAKEN= NOTES=()
: >"$MEMORY"
left_out() { NOTES+=("left out: $1"); say "  left out: $1"; }

of_this_project() {
  local before app
  [ -x "$ROOT/run.sh" ] || { left_out 'this project: no run.sh'; return; }
  many_apps hello "$COUNT"
  # As most apps are: ten requests at a time. Each is a connection and so a descriptor of the silo, of which a process has 20,000 on some machines.
  for app in "${APPS[@]}"; do leave_out_scaling "$app"; done
  free_ports 2
  say "this project: $COUNT apps"
  # Built before memory is looked at, so that the build's own is not counted.
  start_actors_in "$ROOT" "${PORTS[0]}" "${PORTS[1]}" "${APPS[0]}" || { left_out 'this project: it did not start'; return; }
  stop "$STARTED"
  before=$("$PYTHON" "$LIB/memory.py" available)
  start_actors_in "$ROOT" "${PORTS[0]}" "${PORTS[1]}" "${APPS[@]}" || { left_out "this project: it did not start with $COUNT apps"; return; }
  bounded 60 "$PYTHON" "$LIB/firsts.py" "${PORTS[0]}" hello "$FIRST_FEW" 0 "$FIRSTS"
  bounded 60 "$PYTHON" "$LIB/again.py" "${PORTS[@]}" hello "$AGAIN" "$FIRST_FEW" "$ANEW" || say '  ended early'
  bounded 600 "$PYTHON" "$LIB/firsts.py" "${PORTS[0]}" hello "$COUNT" 0 "$FIRSTS" || say '  ended early'
  bounded 180 "$PYTHON" "$LIB/again.py" "${PORTS[@]}" hello "$AGAIN" "$COUNT" "$ANEW" || say '  ended early'
  sleep $SETTLE_SECONDS
  TAKEN=$((before - $("$PYTHON" "$LIB/memory.py" available)))
  bounded 300 "$PYTHON" "$LIB/memory.py" silo 'this project' "$COUNT" "${PORTS[1]}" "$STARTED" >>"$MEMORY" ||
    left_out 'this project: GET /api/instances or /proc could not be read'
  stop "$STARTED"
}

# of_servers NAME COMMAND...: SERVERS of them, each with its own app; {PORT} and {APP} in a word of COMMAND stand for each one's.
of_servers() {
  local name=$1 masters=() i words
  shift
  many_apps hello "$SERVERS"
  free_ports "$SERVERS"
  say "$name: $SERVERS servers"
  for ((i = 0; i < SERVERS; i++)); do
    words=("${@//'{PORT}'/${PORTS[i]}}")
    launch "$WORK/server-$i.log" "${words[@]//'{APP}'/${APPS[i]}}"
    masters+=("$LAUNCHED")
  done
  for ((i = 0; i < SERVERS; i++)); do
    await_ok "http://127.0.0.1:${PORTS[i]}/" "${masters[i]}" "$START_TIMEOUT" || { left_out "$name: one did not start"; stop_all; return; }
  done
  sleep $SETTLE_SECONDS
  bounded 60 "$PYTHON" "$LIB/memory.py" servers "$name" "$SERVERS" "${masters[@]}" >>"$MEMORY"
  stop_all
}

of_this_project
if have gunicorn; then
  of_servers 'gunicorn, 1 worker' gunicorn main:app --chdir '{APP}' --bind '127.0.0.1:{PORT}' --workers 1 --threads 4 --worker-class gthread
else
  left_out 'gunicorn: not installed'
fi
if have_uwsgi; then
  of_servers 'uWSGI, 1 worker' uwsgi --plugins python3 --master --die-on-term --processes 1 --threads 4 --enable-threads --need-app \
    --chdir '{APP}' --wsgi-file main.py --callable app --http-socket '127.0.0.1:{PORT}'
else
  left_out 'uWSGI: not installed'
fi

[ -s "$MEMORY" ] || fail 'nothing could be measured'
"$PYTHON" "$LIB/density.py" "$BENCH/results" "$COUNT hello apps of this project, $SERVERS servers of each peer, each asked once, then idle for $SETTLE_SECONDS s" \
  "$MEMORY" "$FIRSTS" "$ANEW" "$FIRST_FEW" "$TAKEN" ${NOTES[@]+"${NOTES[@]}"}
