#!/usr/bin/env bash
# The escape suite as the user who asks, and where that is root once more as an ordinary one (nobody), with copies of what that one could not read.
# Last line: `N passed, N failed, N skipped`; exit status 0 when nothing failed. --fast: as one user, on Python 3 alone, and without the runs that switch layers off.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ../beside.sh
fast=
[ "${1:-}" = --fast ] && fast=1
project=Actors.Sandbox.Tests
output=bin/Release/net10.0
ordinary=nobody
passed=0 failed=0 skipped=0

# What became of a run: its name, and where its results are.
count_run() {
  local name=$1 results=$2 counters
  counters=$(grep -o '<Counters [^>]*>' "$results/sandbox.trx" 2>/dev/null || true)
  count() { sed -nE "s/.*[ ]$1=\"([0-9]+)\".*/\1/p" <<<"$counters"; }
  local p f total
  p=$(count passed) f=$(count failed) total=$(count total)
  # A run that was cut off leaves no counters: that is a failure, not nothing.
  [ -n "$counters" ] || f=1
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0})) skipped=$((skipped + ${total:-0} - ${p:-0} - ${f:-0}))
  [ -n "$counters" ] || skipped=0
  echo "   $name: ${p:-0} passed, ${f:-0} failed"
}

tests() {
  local directory=$1 results=$2
  dotnet vstest "$directory/$output/$project.dll" --ResultsDirectory:"$results" --logger:"trx;LogFileName=sandbox.trx" --logger:"console;verbosity=minimal" \
    ${fast:+--TestCaseFilter:"Category!=Slow&DisplayName!~python27"} 2>&1 | grep -vE '^(Test run for|VSTest|Starting test|A total of|Microsoft|Copyright|Passed!|Failed!|Results File|An issue was encountered|$)'
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -z "${ACTORS_TESTS_BUILT:-}" ] && ! dotnet build $project.csproj -c Release --nologo -v quiet -clp:ErrorsOnly >"$work/build" 2>&1; then
  cat "$work/build"
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi
# The two beside each other: no attempt reaches processes of the other's users.
copy=
trap 'end_beside; rm -rf "$work" ${copy:+"$copy"}' EXIT
as_ordinary() {
  env -u ACTORS_TEST_SILO ${ACTORS_TEST_SILO:+ACTORS_TEST_SILO="$copy/silo/actors-silo.dll"} HOME="$copy/home" DOTNET_CLI_HOME="$copy/home" setpriv --reuid=$ordinary --regid="$(id -g $ordinary)" --clear-groups \
    bash -c 'cd "$1" && tests "$1/tests/sandbox" "$1/results"' tests "$copy" >"$work/beside" 2>&1
}
if [ "$(id -u)" = 0 ] && [ -z "$fast" ]; then
  if command -v setpriv >/dev/null && id $ordinary >/dev/null 2>&1; then
    copy=$(mktemp -d /var/tmp/actors-sandbox.XXXXXX)
    mkdir -p "$copy/tests/sandbox/$output" "$copy/docs" "$copy/home" "$copy/results"
    cp -r "$output/." "$copy/tests/sandbox/$output/"
    cp ../../Actors.sln ../../appsettings.json "$copy/"
    cp ../../docs/sandbox*.md "$copy/docs/"
    [ -z "${ACTORS_TEST_SILO:-}" ] || cp -r "$(dirname "$ACTORS_TEST_SILO")" "$copy/silo"
    chmod -R a+rX "$copy"
    chown $ordinary "$copy/home" "$copy/results"
    export -f tests
    export fast output project
    beside as_ordinary
  else
    echo "no setpriv or no user $ordinary: not run as an ordinary user"
    skipped=$((skipped + 1))
  fi
fi
tests "$PWD" "$work/own"
count_run "as $(id -un)" "$work/own"
if [ -n "$BESIDE" ]; then
  await_beside
  cat "$work/beside"
  count_run "as $ordinary" "$copy/results"
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
