#!/usr/bin/env bash
# Runs the tests: ./test.sh [--fast] [ROOM...]
#   --fast    the part for every edit, under two minutes: without tests marked slow, Python code under one interpreter of each generation
#   ROOM      only these folders of tests/, such as `engine gateway python`
# Installs what the tests need when it may. Ends with `N passed, N failed, N skipped`; exit status 0 when none failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. tests/beside.sh
fast=
rooms=()
for argument in "$@"; do
  case $argument in
    --fast) fast=1 ;;
    -h|--help) sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) echo "test.sh: unknown option $argument; see ./test.sh --help" >&2; exit 2 ;;
    *) [ -d "tests/$argument" ] || { echo "test.sh: there is no tests/$argument" >&2; exit 2; }; rooms+=("$argument") ;;
  esac
done
some=${rooms[*]+yes}
# Last those that start many processes and look at the time.
last='python runtimes end-to-end sandbox'
[ -n "$some" ] || mapfile -t rooms < <(find tests -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort | grep -vxF "${last// /$'\n'}"; printf '%s\n' $last)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDTERMINALLOGGER=off
# Observing code to compile it better later is for programs that run for long: without, the tests take a quarter less processor time.
export DOTNET_TieredPGO=0
passed=0 failed=0 skipped=0

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

results=$(mktemp -d)
trap 'end_beside; rm -rf "$results"' EXIT

# A room with a script of its own: what it prints goes to its log.
run_script() { tests/"$1"/run.sh ${fast:+--fast} >"$results/$1.log" 2>&1; }

# The Python room waits as much as it computes and needs nothing that is built: it begins now, and is shown in its turn.
[[ " ${rooms[*]} " != *' python '* ]] || beside run_script python

echo "building"
if ./actors version; then
  export ACTORS_TEST_SILO=$PWD/.actors/silo/actors-silo.dll
else
  failed=$((failed + 1))
fi
# All projects in one go, which takes two thirds of the time; where that fails each room says what is wrong with its own.
built=
[ -n "$some" ] || ! dotnet build Actors.sln -c Release --nologo -v quiet -clp:ErrorsOnly >"$results/all.build" 2>&1 || built=1
for room in "${rooms[@]}"; do
  started=$SECONDS
  if [ -x "tests/$room/run.sh" ]; then
    echo "== $room"
    if [ "$room" = python ]; then await_beside; else run_script "$room"; fi
    grep -vE '^[0-9]+ passed, [0-9]+ failed' "$results/$room.log"
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$results/$room.log" | tail -1)
    [ -n "$line" ] || line="0 passed, 1 failed, 0 skipped"
    read -r p f s < <(sed -E 's/^([0-9]+) passed, ([0-9]+) failed(, ([0-9]+) skipped)?.*/\1 \2 \4/' <<<"$line")
  else
    project=$(ls tests/"$room"/*.Tests.csproj)
    echo "== $room"
    if [ -n "$built" ] || dotnet build "$project" -c Release --nologo -v quiet -clp:ErrorsOnly >"$results/$room.build" 2>&1; then
      dotnet test "$project" -c Release --no-build --nologo -v quiet --blame-hang-timeout 5m --results-directory "$results" \
        --logger "trx;LogFileName=$room.trx" --logger "console;verbosity=minimal" ${fast:+--filter "Category!=Slow"} 2>&1 | grep -vE '^(Test run for|VSTest|Starting test|A total of|$)'
    else
      cat "$results/$room.build"
    fi
    counters=$(grep -o '<Counters [^>]*>' "$results/$room.trx" 2>/dev/null || true)
    count() { sed -nE "s/.*[ ]$1=\"([0-9]+)\".*/\1/p" <<<"$counters"; }
    p=$(count passed) f=$(count failed) total=$(count total)
    s=$((${total:-0} - ${p:-0} - ${f:-0}))
    # A run that was cut off leaves no counters: that is a failure, not nothing.
    [ -n "$counters" ] || f=1
  fi
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${s:-0}))
  echo "   $room: ${p:-0} passed, ${f:-0} failed, ${s:-0} skipped in $((SECONDS - started)) s"
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
