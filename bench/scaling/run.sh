#!/usr/bin/env bash
# The decision about instances in simulated traffic and time, beside two models: bench/scaling/run.sh [--keep]
#   --keep writes the tables and a picture per scenario to bench/results/. Ends with status 1 when the rule is dominated anywhere, or not the cheapest in six scenarios.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
dotnet build bench/scaling/Actors.Bench.Scaling.csproj -c Release --nologo -v quiet -clp:ErrorsOnly >&2
dotnet bench/scaling/bin/Release/net10.0/Actors.Bench.Scaling.dll ${1:+"bench/results/$(date -u +%F)-scaling"}
