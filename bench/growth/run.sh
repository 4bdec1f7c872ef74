#!/usr/bin/env bash
# What a request costs from its host to its answer in a silo that knows 1000 apps of three versions, beside one that knows one: time in alternating rounds, allocations; then what
# looking after 200 idle instances takes. Workers answer at once and nothing is stored, so that the way there is all that is measured.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
dotnet build bench/growth/Actors.Bench.Growth.csproj -c Release --nologo -v quiet -clp:ErrorsOnly >&2
dotnet bench/growth/bin/Release/net10.0/Actors.Bench.Growth.dll
echo
echo "$(date -u +%F), $(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg), $(git rev-parse --short HEAD)"
