#!/usr/bin/env bash
# Runs the Python tests under every interpreter that is installed: 2.7 and 3.8 to 3.14, from PATH and from pyenv's versions.
# Last line: `N passed, N failed, N skipped`; exit status 0 when nothing failed. Arguments: names of test modules; all without.
# --fast, as the first argument: one interpreter of each generation.
cd "$(dirname "$0")" || exit 2
. ../beside.sh
versions='2.7 3.8 3.9 3.10 3.11 3.12 3.13 3.14'
if [ "${1:-}" = --fast ]; then
    shift
    versions="2.7 $(/usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)"
fi

# The program behind a name: shims and links resolved, or nothing when it does not run or is another version.
resolve() {
    "$1" -c 'import os, sys
if "%d.%d" % sys.version_info[:2] == sys.argv[1]: print(os.path.realpath(sys.executable))' "$2" 2>/dev/null
}

interpreters() {
    for version in $versions; do
        found=
        for candidate in "$(command -v "python$version")" /usr/bin/python$version "${PYENV_ROOT:-$HOME/.pyenv}"/versions/$version.*/bin/python$version; do
            [ -n "$candidate" ] && found=$(resolve "$candidate" "$version") && [ -n "$found" ] && break
        done
        echo "${found:-missing $version}"
    done
}

passed=0 failed=0 skipped=0
programs=()
while read -r found; do
    if [ "${found#missing }" = "$found" ]; then
        programs+=("$found")
    else
        echo "== Python ${found#missing } is not installed: its tests are skipped"
        skipped=$((skipped + 1))
    fi
done < <(interpreters)

# Each in thirds, and four of those at a time: a suite waits twice as long as it computes. What each said is shown when all have ended, in order.
reports=$(mktemp -d) || exit 2
trap 'end_beside; rm -rf "$reports"' EXIT
run_third() {
    local report=$reports/$1.$2
    "${programs[$1]}" -B counted.py --third "$2" "${@:3}" >"$report.counts" 2>"$report.report" || echo "0 1 0" >"$report.counts"
}
run_all() {
    local number third
    for number in "${!programs[@]}"; do
        echo "== ${programs[number]} begins"
        for third in 0 1 2; do
            while [ "$(jobs -rp | wc -l)" -ge 4 ]; do wait -n; done
            run_third "$number" "$third" "$@" &
        done
    done
    wait
}
beside run_all "$@"
await_beside
for number in "${!programs[@]}"; do
    echo "== ${programs[number]}"
    for third in 0 1 2; do
        cat "$reports/$number.$third.report"
        read -r p f s <"$reports/$number.$third.counts"
        passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    done
done
if [ $((passed + failed)) -eq 0 ]; then
    echo "no Python interpreter was found"
    failed=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
