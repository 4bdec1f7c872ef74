#!/usr/bin/env bash
# Runs the tests: ./test.sh [--fast] [--hangs] [ROOM...]
#   --fast    the part for every edit, two minutes on two cores: without tests marked slow, Python code under one interpreter of each generation
#   --hangs   watches each test, and says which one has not ended after five minutes; without, a room that takes ten is cut off
#   ROOM      only these folders of tests/, such as `engine gateway python`
# Installs what the tests need when it may. Ends with `N passed, N failed, N skipped`; exit status 0 when none failed.
set -uo pipefail
# Started in the background of a shell it would hand on that Ctrl-C is ignored, and what tests Ctrl-C would wait in vain.
[ "$(trap -p INT)" != "trap -- '' SIGINT" ] || exec env --default-signal=INT,QUIT "$0" "$@"
cd "$(dirname "${BASH_SOURCE[0]}")"
. tests/beside.sh
fast= hangs=
rooms=()
for argument in "$@"; do
  case $argument in
    --fast) fast=1 ;;
    --hangs) hangs=1 ;;
    -h|--help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) echo "test.sh: unknown option $argument; see ./test.sh --help" >&2; exit 2 ;;
    *) [ -d "tests/$argument" ] || { echo "test.sh: there is no tests/$argument" >&2; exit 2; }; rooms+=("$argument") ;;
  esac
done
some=${rooms[*]+yes}
[ -n "$some" ] || mapfile -t rooms < <(find tests -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort)
# These wait more than they compute: they run beside the others and beside each other, and all end at about the same time. Python's needs nothing that is built, and begins with the building.
# Last, and each alone, come those that use both cores or look at the time. What --fast leaves of the sandbox's is one attempt after the other.
lanes=(python "cron storage" "runtimes console${fast:+ sandbox}")
alone=end-to-end
[ -n "$fast" ] || alone+=" sandbox"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDTERMINALLOGGER=off
# Observing code to compile it better later is for programs that run for long: without, the tests take a quarter less processor time.
export DOTNET_TieredPGO=0
# Memory that is never writable and executable at once is for programs that strangers can reach: without, a silo's start takes a twelfth less.
export DOTNET_EnableWriteXorExecute=0

install_needed() {
  local missing=()
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
  [ -x /usr/bin/python3 ] || missing+=(python3)
  [ -n "$(compgen -G '/usr/lib/python3/dist-packages/flask')" ] || missing+=(python3-flask)
  [ -n "$(compgen -G '/usr/lib/python3/dist-packages/django')" ] || missing+=(python3-django)
  [ -n "$(compgen -G '/usr/lib/python3/dist-packages/requests')" ] || missing+=(python3-requests)
  [ -n "$(compgen -G '/usr/lib/python3/dist-packages/numpy')" ] || missing+=(python3-numpy)
  [ -n "$(compgen -G '/usr/lib/python3/dist-packages/PIL')" ] || missing+=(python3-pil)
  [ -n "$(compgen -G '/usr/lib/*/libseccomp.so.2*')" ] || missing+=(libseccomp2)
  command -v curl >/dev/null || missing+=(curl)
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "not installed: ${missing[*]}; tests that need them are skipped (sudo apt-get install ${missing[*]})"
    return 0
  fi
  echo "installing ${missing[*]}"
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >/tmp/actors-test-install.$$ 2>&1 ||
    { tail -3 /tmp/actors-test-install.$$; echo "installing failed; tests that need these packages are skipped"; }
  rm -f /tmp/actors-test-install.$$
}

command -v dotnet >/dev/null || { echo "test.sh: the .NET 10 SDK is needed; install it (package dotnet-sdk-10.0)" >&2; echo "0 passed, 1 failed"; exit 1; }
install_needed

# Watching costs milliseconds for each test, a twentieth of the whole.
how=(${hangs:+--Blame:'CollectHangDump;TestTimeout=5m'} ${fast:+--TestCaseFilter:'Category!=Slow'})
longest=$((hangs ? 1800 : 600))

results=$(mktemp -d)
trap 'end_beside; rm -rf "$results"' EXIT

# run_room ROOM: runs it, prints what it says, and leaves its figures: PASSED FAILED SKIPPED.
run_room() {
  local room=$1 started=$SECONDS p f s line counters total
  echo "== $room"
  if [ -x "tests/$room/run.sh" ]; then
    tests/"$room"/run.sh ${fast:+--fast} 2>&1 | tee "$results/$room.log" | grep -vE '^[0-9]+ passed, [0-9]+ failed'
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$results/$room.log" | tail -1)
    [ -n "$line" ] || line="0 passed, 1 failed, 0 skipped"
    read -r p f s < <(sed -E 's/^([0-9]+) passed, ([0-9]+) failed(, ([0-9]+) skipped)?.*/\1 \2 \4/' <<<"$line")
  else
    if [ ! -e "$results/$room.broken" ]; then
      timeout --foreground --kill-after=10 $longest dotnet vstest tests/"$room"/bin/Release/net10.0/Actors.*.Tests.dll --ResultsDirectory:"$results" --logger:"trx;LogFileName=$room.trx" --logger:"console;verbosity=minimal" \
        "${how[@]}" 2>&1 | tee "$results/$room.log" | grep -vE '^(Test run for|VSTest|Starting test|A total of|$)'
    else
      cat "$results/$room.broken"
    fi
    counters=$(grep -o '<Counters [^>]*>' "$results/$room.trx" 2>/dev/null || true)
    count() { sed -nE "s/.*[ ]$1=\"([0-9]+)\".*/\1/p" <<<"$counters"; }
    p=$(count passed) f=$(count failed) total=$(count total)
    s=$((${total:-0} - ${p:-0} - ${f:-0}))
    # A run that was cut off leaves no counters: that is a failure, not nothing.
    [ -n "$counters" ] || f=1
    [ -n "$counters" ] || [ $((SECONDS - started)) -lt $longest ] || echo "   $room was cut off after $longest s; ./test.sh --hangs $room says which test hangs"
  fi
  echo "${p:-0} ${f:-0} ${s:-0}" >"$results/$room.counts"
  echo "   $room: ${p:-0} passed, ${f:-0} failed, ${s:-0} skipped in $((SECONDS - started)) s"
}

# failures_of ROOM: the tests that failed, with the beginning of what each says.
failures_of() {
  sed -nE '/^  Failed /,/^  Stack Trace:/{/^  (Error Message|Stack Trace):/d; p}; s/^(FAIL|ERROR): /  Failed /p' "$results/$1.log" 2>/dev/null | cut -c1-300 | head -40
}

# rooms_among ROOM...: those of them that are to be run.
rooms_among() {
  local room
  for room in "$@"; do
    [[ " ${rooms[*]} " != *" $room "* ]] || echo "$room"
  done
}

run_lane() {
  local room
  for room in $(rooms_among $1); do
    until [ "$room" = python ] || [ -e "$results/building.over" ]; do sleep 1; done
    run_room "$room"
  done
}

run_lanes() {
  local lane
  for lane in "${!lanes[@]}"; do run_lane "${lanes[lane]}" >"$results/lane$lane.log" 2>&1 & done
  wait
}

build() { dotnet build "$1" -c Release --nologo -v quiet -clp:ErrorsOnly >"$results/build.log" 2>&1; }

# True when nothing is newer than the last build of all tests. In shell, as in ./actors: the build takes half a minute to find that out amid the Python tests.
built=.actors/tests-built
fresh() {
  [ -f $built ] && [ "$(ls tests/*/*.Tests.csproj | wc -l)" = "$(ls tests/*/bin/Release/net10.0/Actors.*.Tests.dll 2>/dev/null | wc -l)" ] && [ -z "$(find . -mindepth 1 \( -path ./.git -o -path ./.actors -o -path ./bench/results -o -path ./docs -o -name bin -o -name obj -o -name __pycache__ \) -prune \
    -o ! -name '*.md' -newer $built -print -quit)" ]
}
build_all() {
  fresh && return 0
  mkdir -p .actors
  touch $built.new
  build Actors.sln && mv $built.new $built
}

passed=0 failed=0 skipped=0
beside run_lanes
echo "building"
# One compiler for all projects, instead of one that has to be compiled itself for each; it ends with the building.
export UseSharedCompilation=true
if ./actors version; then
  export ACTORS_TEST_SILO=$PWD/.actors/silo/actors-silo.dll
else
  failed=1
fi
export ACTORS_TESTS_BUILT=1
# All projects in one go, which takes two thirds of the time; where that fails each room says what is wrong with its own.
if [ -n "$some" ] || ! build_all; then
  for room in "${rooms[@]}"; do
    for project in tests/"$room"/*.Tests.csproj; do
      [ ! -e "$project" ] || build "$project" || { mv "$results/build.log" "$results/$room.broken"; unset ACTORS_TESTS_BUILT; }
    done
  done
fi
dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1
touch "$results/building.over"
for room in "${rooms[@]}"; do
  [[ " ${lanes[*]} $alone " == *" $room "* ]] || run_room "$room"
done
await_beside
cat "$results"/lane*.log
for room in $(rooms_among $alone); do run_room "$room"; done

for room in "${rooms[@]}"; do
  # One that was cut off has left nothing.
  [ -e "$results/$room.counts" ] && read -r p f s <"$results/$room.counts" || p=0 f=1 s=0
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done
# Once more at the end, where they are found.
for room in "${rooms[@]}"; do failures_of "$room"; done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
