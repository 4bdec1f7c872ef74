#!/usr/bin/env bash
# How long the first response takes with no instance running. See README.md.

usage() {
  cat <<'TEXT'
bench/coldstart.sh [--apps 60] [--flask-apps 30] [--rounds 3] [--starts 20]

Serves that many apps at once and asks each of them for the first time, one after the other; --rounds times from a fresh start, with a pause of
0.2 s after each and without.
--starts: how often each peer is started. Results go to bench/results/.
TEXT
}

. "$(dirname "${BASH_SOURCE[0]}")/lib/processes.sh"
. "$LIB/options.sh"
. "$LIB/peers.sh"
. "$LIB/apps.sh"
. "$LIB/candidates.sh"

HELLO_APPS=60 FLASK_APPS=30 ROUNDS=3 STARTS=20 FIRST_FEW=5
while [ $# -gt 0 ]; do
  case $1 in
    --apps) whole "$@"; HELLO_APPS=$2 ;;
    --flask-apps) whole "$@"; FLASK_APPS=$2 ;;
    --rounds) whole "$@"; ROUNDS=$2 ;;
    --starts) whole "$@"; STARTS=$2 ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown option $1" ;;
  esac
  shift 2
done

install_peers
NOTES=() MEASURED=()
left_out() { NOTES+=(--note "left out: $1"); say "  left out: $1"; }

# first_requests NAME COUNT PAUSE LABEL: first requests to COUNT copies of the bench app NAME, with so many seconds in between, ROUNDS times.
first_requests() {
  local name=$1 count=$2 pause=$3 label=$4 round files=
  [ -x "$ROOT/run.sh" ] || { left_out "this project with $name: no run.sh"; return; }
  many_apps "$name" "$count"
  for ((round = 1; round <= ROUNDS; round++)); do
    free_ports 2
    say "$label: $count apps, round $round of $ROUNDS"
    start_actors_in "$ROOT" "${PORTS[0]}" "${PORTS[1]}" "${APPS[@]}" || { left_out "this project with $name: it did not start"; return; }
    bounded 300 "$PYTHON" "$LIB/firsts.py" "${PORTS[0]}" "$name" "$count" "$pause" "$WORK/$name-$pause-$round.jsonl" || say '  ended early'
    files+=,$WORK/$name-$pause-$round.jsonl
    stop "$STARTED"
  done
  MEASURED+=("this project, $label=${files#,}")
}

# peer_starts LABEL COMMAND...: STARTS starts of COMMAND, each on a port of its own, which {PORT} stands for.
peer_starts() {
  local label=$1 out=$WORK/starts-${#MEASURED[@]}.jsonl
  shift
  say "$label"
  bounded 300 "$PYTHON" "$LIB/starts.py" "$STARTS" "$out" "$@" || say '  ended early'
  MEASURED+=("$label=$out")
}

peers_with() {
  local name=$1
  copy_app "$name"
  if have_uwsgi; then
    peer_starts "uWSGI from exec, $name" uwsgi --plugins python3 --master --die-on-term --processes 1 --threads 4 --enable-threads --need-app \
      --chdir "$APP" --wsgi-file main.py --callable app --http-socket '127.0.0.1:{PORT}'
  else
    left_out "uWSGI with $name: not installed"
  fi
  if have gunicorn; then
    peer_starts "gunicorn from exec, $name" gunicorn main:app --chdir "$APP" --bind '127.0.0.1:{PORT}' --workers 1 --threads 4 --worker-class gthread
  else
    left_out "gunicorn with $name: not installed"
  fi
}

first_requests hello "$HELLO_APPS" 0.2 hello
first_requests hello "$HELLO_APPS" 0 "hello, one start right after the other"
peers_with hello
if have_flask; then
  first_requests flask "$FLASK_APPS" 0.2 flask
  peers_with flask
else
  left_out 'flask: python3-flask is not installed'
fi

[ ${#MEASURED[@]} -gt 0 ] || fail 'nothing could be measured'
"$PYTHON" "$LIB/cold.py" "$BENCH/results" "$HELLO_APPS hello and $FLASK_APPS flask apps, each asked once, $ROUNDS fresh starts; $STARTS starts of each peer" \
  "$FIRST_FEW" ${NOTES[@]+"${NOTES[@]}"} "${MEASURED[@]}"
