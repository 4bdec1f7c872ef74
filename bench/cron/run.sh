#!/usr/bin/env bash
# Measures scheduled tasks with many jobs in one store: bench/cron/run.sh [JOBS [APPS [RATE [SECONDS [CONNECTION_STRING]]]]]
#   default 100000 jobs of 5000 apps, 200 runs/s for 60 s, SQLite in a temporary directory; handlers that answer at once, in the same process.
#   Started: how long the start takes with and without the triggers there, and what it holds in memory.
#   Late: from the time that a run was due to the moment its request was made, the run written down.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
data=$(mktemp -d "${TMPDIR:-/tmp}/actors-bench-cron.XXXXXX")
trap 'rm -rf "$data"' EXIT
dotnet build bench/cron/Actors.Bench.Cron.csproj -c Release --nologo -v quiet -clp:ErrorsOnly >&2
echo "| what | figure |"
echo "|---|---|"
DOTNET_gcServer=0 dotnet bench/cron/bin/Release/net10.0/actors-bench-cron.dll "$data" "${1:-100000}" "${2:-5000}" "${3:-200}" "${4:-60}" ${5:+"$5"}
echo
echo "$(date -u +%F), $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $(git rev-parse --short HEAD)"
