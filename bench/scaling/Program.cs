using Actors.Bench.Scaling;
using Actors.Grains;
using Actors.Grains.Versions.Scaling;

var results = args.Length > 0 ? args[0] : null;
var outcomes = new List<Outcome>();
var scenarios = Scenarios.All.Append(Scenarios.Unseen()).ToArray();
foreach (var scenario in scenarios)
{
    IScaler[] scalers = [new OwnRule(ScalingParameters.Default, ScalingSettings.Default), new KnativeRule(), new DevServerRule()];
    outcomes.AddRange(scalers.AsParallel().AsOrdered().Select(scaler => Run.Of(scenario, scaler, seed: 1)));
}

return Report.Write(outcomes, Scenarios.All.Count, results);
