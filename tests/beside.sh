# Sourced by scripts that run something beside what they do themselves.

BESIDE=

# beside COMMAND...: starts it (a function too) in a process group of its own: else it would ignore SIGINT, and be left behind by one.
beside() {
  set -m
  "$@" &
  BESIDE=$!
  set +m
}

# await_beside: waits for its end.
await_beside() {
  wait "$BESIDE"
  BESIDE=
}

# end_beside: ends it with all that it has started, unless it has ended. For the script's end.
end_beside() { [ -z "$BESIDE" ] || kill -TERM -- "-$BESIDE" 2>/dev/null; }

trap 'exit 130' INT
