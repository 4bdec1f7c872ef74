# Starting, awaiting and ending the processes of a run. Everything a run starts is a process group of its own and ends with the run.
# Sourced first by every script: sets BENCH, ROOT, WORK (a private directory that goes away with the run).

set -u -o pipefail
BENCH=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
ROOT=$(dirname "$BENCH")
LIB=$BENCH/lib
export PATH=$PATH:/usr/sbin
# As on the user's machine: the interpreter that Debian's peers use, not one that a version switcher puts first.
PYTHON=python3
[ -x /usr/bin/python3 ] && PYTHON=/usr/bin/python3
export PYTHONDONTWRITEBYTECODE=1

WORK=$(mktemp -d "${TMPDIR:-/tmp}/actors-bench.XXXXXX") || exit 1
# Workers may run under a user of their own, and must get through to what they serve.
chmod 755 "$WORK"
RUNNING=()

say() { printf '%s\n' "$*" >&2; }
fail() { say "$0: $*"; exit 1; }

# is_alive PID: true while any process of its group is left (a zombie nobody waited for is not one).
is_alive() { kill -0 "-$1" 2>/dev/null; }

# launch LOGFILE COMMAND...: starts it in the background as leader of a new process group, its output in LOGFILE; sets LAUNCHED to its pid.
launch() {
  local log=$1
  shift
  setsid "$@" </dev/null >"$log" 2>&1 &
  LAUNCHED=$!
  RUNNING+=("$LAUNCHED")
}

# forget PID: it has ended and been waited for.
forget() {
  local pid left=()
  for pid in ${RUNNING[@]+"${RUNNING[@]}"}; do
    [ "$pid" = "$1" ] || left+=("$pid")
  done
  RUNNING=(${left[@]+"${left[@]}"})
}

# bounded SECONDS COMMAND...: runs it to its end or for that long. In the background, so that a signal to the script is heard at once.
bounded() {
  local pid status
  timeout -k 2 "$@" &
  pid=$!
  RUNNING+=("$pid")
  wait "$pid"
  status=$?
  forget "$pid"
  return $status
}

# stop PID: asks it to end, and after 10 s ends its whole process group.
stop() {
  local pid=$1 waited=0
  kill -TERM "$pid" 2>/dev/null
  while kill -0 "$pid" 2>/dev/null && [ $waited -lt 100 ]; do
    sleep 0.1
    waited=$((waited + 1))
  done
  [ $waited -lt 100 ] || say "  process $pid did not end within 10 s and was killed"
  is_alive "$pid" && kill -KILL "-$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
  forget "$pid"
}

stop_all() {
  local pid
  for pid in ${RUNNING[@]+"${RUNNING[@]}"}; do stop "$pid"; done
}

CLEANUP=()
finish() {
  local status=$? action
  trap '' INT TERM
  trap - EXIT
  stop_all
  for action in ${CLEANUP[@]+"${CLEANUP[@]}"}; do $action; done
  cd / && rm -rf "$WORK"
  exit $status
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# free_ports N: sets PORTS to that many loopback ports nobody listens on.
free_ports() {
  mapfile -t PORTS < <("$PYTHON" -c '
import socket, sys
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*(s.getsockname()[1] for s in held), sep="\n")' "$1")
}

# await_ok URL PID SECONDS: true when URL answers 200 in time, false when it does not or PID ends.
await_ok() {
  local url=$1 pid=$2 until=$((SECONDS + $3))
  while [ $SECONDS -lt $until ]; do
    [ "$(curl -s -o /dev/null -m 5 -w '%{http_code}' "$url")" = 200 ] && return 0
    kill -0 "$pid" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

# await_line TEXT FILE PID SECONDS: true when a line of FILE begins with TEXT in time, false when not or PID ends.
await_line() {
  local text=$1 file=$2 pid=$3 until=$((SECONDS + $4))
  while [ $SECONDS -lt $until ]; do
    grep -q "^$text" "$file" 2>/dev/null && return 0
    kill -0 "$pid" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}
