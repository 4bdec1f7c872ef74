# A private PostgreSQL in a temporary directory, on a Unix socket there and nowhere else. Prints the directory when it answers.
# Lives as long as its standard input is open: when the tests die, however they die, it stops and takes its files along.
# $1: directory of PostgreSQL's programs.
set -e
dir=$(mktemp -d /tmp/actors-postgres.XXXXXX)
cd "$dir"
trap 'cd /; rm -rf "$dir"' EXIT
if ! "$1/initdb" -D data -U actors -A trust -E UTF8 --locale=C >log 2>&1; then cat log >&2; exit 1; fi
if ! "$1/pg_ctl" -D data -l log -w -o "-k $dir -c listen_addresses=" start >/dev/null; then cat log >&2; exit 1; fi
echo "$dir"
cat >/dev/null
"$1/pg_ctl" -D data -m immediate stop >/dev/null
