# One measurement: wrk against one candidate, appended to SAMPLES as a line of JSON.

WRK_THREADS=$(nproc)
[ "$WRK_THREADS" -le 2 ] || WRK_THREADS=2

# measure SCENARIO ROUND CANDIDATE URL: ROUND 0 is the warm-up, which reports leave out.
measure() {
  local scenario=$1 round=$2 candidate=$3 url=$4 seconds=$SECONDS_EACH line
  [ "$round" != 0 ] || seconds=$WARMUP_SECONDS
  bounded $((seconds + 20)) wrk -t "$WRK_THREADS" -c "$CONNECTIONS" -d "${seconds}s" --timeout 10s -s "$LIB/wrk-summary.lua" "$url" >"$WORK/wrk.out" 2>&1
  line=$(tail -n 1 "$WORK/wrk.out")
  if [ "${line:0:1}" != '{' ]; then
    say "  $candidate: wrk failed: $line"
    line='{"failed":true}'
  fi
  printf '{"scenario":"%s","round":%s,"candidate":"%s","load":"%s","wrk":%s}\n' \
    "$scenario" "$round" "$candidate" "$(cut -d' ' -f1 /proc/loadavg)" "$line" >>"$SAMPLES"
  "$PYTHON" "$LIB/compare.py" line "$SAMPLES" >&2
}

# alternate SCENARIO: ROUNDS rounds over CANDIDATES (names) and URLS (by name), a warm-up of each first.
# Each round begins with another candidate, so that none always runs in the wake of the same one.
alternate() {
  local scenario=$1 round turn count=${#CANDIDATES[@]} name
  for name in "${CANDIDATES[@]}"; do measure "$scenario" 0 "$name" "${URLS[$name]}"; done
  for ((round = 1; round <= ROUNDS; round++)); do
    for ((turn = 0; turn < count; turn++)); do
      name=${CANDIDATES[(round - 1 + turn) % count]}
      measure "$scenario" "$round" "$name" "${URLS[$name]}"
    done
  done
}
