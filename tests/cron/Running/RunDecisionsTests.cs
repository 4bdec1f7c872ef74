namespace Actors.Cron.Tests;

public sealed class RunDecisionsTests
{
    private static readonly DateTimeOffset Noon = DataTable.Instant("2026-03-06 12:00:00");
    private static readonly RunFiring Schedule = new(FiringKind.Schedule, null);

    [Fact]
    public void AnOccurrenceThatHasComeBegins()
    {
        var decision = Decide(Daily with { LastScheduled = Noon.AddDays(-1) }, null, Noon);
        Assert.Equal((RunDecisionKind.Begin, Noon, 0), (decision.Kind, decision.Run!.Scheduled, decision.Run.PassedOver));
    }

    [Fact]
    public void OneThatWasBegunIsNotBegunAgain() => Assert.Equal(RunDecisionKind.Nothing, Decide(Daily with { LastScheduled = Noon }, null, Noon.AddSeconds(3)).Kind);

    [Fact]
    public void WhatWasDueBeforeTheJobCameToBeIsNotCaughtUpWith() => Assert.Equal(RunDecisionKind.Nothing, Decide(Daily with { Since = Noon.AddMinutes(1) }, null, Noon.AddHours(3)).Kind);

    [Fact]
    public void AfterALongTimeOfNothingTheLatestAloneIsCaughtUpWith_AndTheOthersAreCounted()
    {
        var decision = Decide(Daily with { LastScheduled = Noon.AddDays(-6) }, null, Noon.AddHours(3));
        Assert.Equal((Noon, 5), (decision.Run!.Scheduled, decision.Run.PassedOver));
    }

    [Fact]
    public void ATimeAtWhichTheRunBeforeWasStillGoingIsPassedOver()
    {
        var job = Grid with { LastScheduled = Noon, LastEnded = Noon.AddMinutes(7) };
        Assert.Equal(RunDecisionKind.Nothing, Decide(job, null, Noon.AddMinutes(7)).Kind);
        var next = Decide(job, null, Noon.AddMinutes(10));
        Assert.Equal((Noon.AddMinutes(10), 1), (next.Run!.Scheduled, next.Run.PassedOver));
    }

    [Fact]
    public void AnIntervalIsReckonedFromTheEndOfTheRunBefore()
    {
        var job = Interval with { LastScheduled = Noon, LastEnded = Noon.AddSeconds(200) };
        Assert.Equal(RunDecisionKind.Nothing, Decide(job, null, Noon.AddMinutes(8).AddTicks(-1)).Kind);
        Assert.Equal(Noon.AddMinutes(8), Decide(job, null, Noon.AddMinutes(8)).Run!.Scheduled);
    }

    [Fact]
    public void AnIntervalThatIsOverdueForLongRunsOnce()
    {
        var decision = Decide(Interval with { LastScheduled = Noon, LastEnded = Noon }, null, Noon.AddDays(3));
        Assert.Equal((Noon.AddMinutes(5), 0), (decision.Run!.Scheduled, decision.Run.PassedOver));
    }

    [Fact]
    public void ARunWhoseSiloIsGoneIsMadeOnceMore_AndMarked()
    {
        var decision = Decide(Daily with { LastScheduled = Noon }, Active(RunState.Running), Noon.AddMinutes(1));
        Assert.Equal((RunDecisionKind.Repeat, Noon, 1, "me", "them"), (decision.Kind, decision.Run!.Scheduled, decision.Run.Interruptions, decision.Run.Owner, decision.OwnerBefore));
    }

    [Fact]
    public void InterruptedASecondTimeItEnds()
    {
        var decision = Decide(Daily with { LastScheduled = Noon }, Active(RunState.Running) with { Interruptions = 1 }, Noon.AddMinutes(1));
        Assert.Equal((RunDecisionKind.GiveUp, RunState.Interrupted, 2), (decision.Kind, decision.Run!.State, decision.Run.Interruptions));
        Assert.False(decision.Run.IsActive);
    }

    [Fact]
    public void AnIntervalWhoseRunEndedUnseenGoesOnFromItsTime()
    {
        var job = Interval with { LastScheduled = Noon, LastEnded = Noon.AddHours(-1) };
        Assert.Equal(Noon.AddMinutes(5), Decide(job, null, Noon.AddMinutes(6)).Run!.Scheduled);
    }

    [Fact]
    public void AWaitingRunIsToldSoThatItsTriggerIsMadeAgain_AndWhoeverAsksNeedNotWait()
    {
        var waiting = Active(RunState.Waiting) with { NextAttempt = Noon.AddMinutes(2) };
        Assert.Equal(waiting, Decide(Daily, waiting, Noon).Run);
        Assert.Equal(RunDecisionKind.Retry, RunDecisions.Of(Daily, waiting, new RunFiring(FiringKind.Manual, Noon), "me", Noon).Kind);
    }

    [Fact]
    public void ARetryIsMadeWhenItsTimeHasCome()
    {
        var waiting = Active(RunState.Waiting) with { Attempt = 2, NextAttempt = Noon.AddMinutes(2) };
        Assert.Equal(RunDecisionKind.Nothing, Decide(Daily, waiting, Noon.AddMinutes(1)).Kind);
        var decision = Decide(Daily, waiting, Noon.AddMinutes(2));
        Assert.Equal((RunDecisionKind.Retry, 3, RunState.Running), (decision.Kind, decision.Run!.Attempt, decision.Run.State));
    }

    [Fact]
    public void APausedJobRunsOnlyWhenSomebodyAsks()
    {
        var paused = Daily with { IsPaused = true };
        Assert.Equal(RunDecisionKind.Nothing, Decide(paused, null, Noon).Kind);
        var asked = RunDecisions.Of(paused, null, new RunFiring(FiringKind.Manual, Noon.AddSeconds(7)), "me", Noon.AddSeconds(8));
        Assert.True(asked.IsRun && asked.Run!.IsManual);
    }

    [Fact]
    public void NothingBegunIsEverBegunAgain_WhateverFiresWhen() =>
        Check.Many(300, Generated.Seed + 5, random =>
        {
            // A life of triggers at random times, runs of random length, some interrupted: the ledger's key stays unique and times go forward.
            var job = new JobState("app", "job", new JobDefinition("/a", Generated.Schedule(random), Generated.Zone(random).Zone.Id)) { Since = Noon };
            var begun = new HashSet<DateTimeOffset>();
            RunRecord? active = null;
            for (var now = Noon; now < Noon.AddDays(9); now += TimeSpan.FromMinutes(random.Next(1, 600)))
            {
                var decision = RunDecisions.Of(job, active, Schedule, $"owner{random.Next(3)}", now);
                if (decision.Kind == RunDecisionKind.Begin)
                {
                    Assert.True(begun.Add(decision.Run!.Scheduled) && decision.Run.Scheduled <= now && decision.Run.Scheduled > job.DoneUpTo);
                    job = job with { LastScheduled = decision.Run.Scheduled };
                }

                Assert.True(decision.Kind != RunDecisionKind.Repeat || decision.Run!.Interruptions == 1);
                active = decision.IsRun && random.Next(4) == 0 ? decision.Run : null;
                if (decision.IsRun && active is null)
                    job = job with { LastEnded = now += TimeSpan.FromSeconds(random.Next(1, 4000)) };
            }
        });

    [Theory]
    [InlineData(null, null, 3, 0.1, 3600, 16, "")]
    [InlineData(3, null, 5, 10, 3600, 16, "10 20 40")]
    [InlineData(5, null, 5, 10, 3600, 3, "10 20 40 40 40")]
    [InlineData(4, null, 5, 10, 25, 16, "10 20 25 25")]
    [InlineData(2, null, 5, 7, 3600, 0, "7 7")]
    [InlineData(null, 60, 9, 10, 3600, 16, "10 20 40")]
    [InlineData(5, 60, 9, 10, 3600, 16, "10 20 40 80 160")]
    [InlineData(1, 100, 9, 10, 3600, 16, "10 20 40 80")]
    public void RetriesWaitAsTheParametersSay(int? limit, int? age, int tries, double least, double most, int doublings, string expected)
    {
        var retry = new Configuration.RetryParameters
        {
            RetryLimit = limit,
            AgeLimit = age is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            MinBackoff = TimeSpan.FromSeconds(least),
            MaxBackoff = TimeSpan.FromSeconds(most),
            MaxDoublings = doublings,
        };
        var waits = new List<double>();
        for (var attempts = 1; attempts <= tries && RetryWaits.Next(retry, attempts, TimeSpan.FromSeconds(waits.Sum())) is { } wait; attempts++)
            waits.Add(wait.TotalSeconds);
        Assert.Equal(expected, string.Join(' ', waits));
        Assert.Null(RetryWaits.Next(null, 1, TimeSpan.Zero));
    }

    [Fact]
    public void TriggersSayInTheirNamesWhyTheyFire()
    {
        Assert.Equal(new RunFiring(FiringKind.Manual, Noon), RunFiring.Read(RunFiring.Manual("job", Noon)));
        Assert.Equal(new RunFiring(FiringKind.Retry, Noon), RunFiring.Read(RunFiring.Retry("job", Noon)));
        Assert.Equal(new RunFiring(FiringKind.Schedule, Noon), RunFiring.Read(RunFiring.Next("job", Noon)));
        Assert.Equal(Schedule, RunFiring.Read(RunFiring.Every("job")));
        Assert.Equal(Schedule, RunFiring.Read("recover_something_else"));
        Assert.True(RunFiring.IsSchedule(RunFiring.Every("job")) && RunFiring.IsSchedule(RunFiring.Next("job", Noon)) && !RunFiring.IsSchedule(RunFiring.Now("job")) && !RunFiring.IsSchedule(RunFiring.Retry("job", Noon)));
    }

    private static JobState Daily { get; } = new("app", "job", new JobDefinition("/a", "every day 12:00")) { Since = Noon.AddDays(-30) };

    private static JobState Grid { get; } = Daily with { Definition = new JobDefinition("/a", "every 5 minutes synchronized") };

    private static JobState Interval { get; } = Daily with { Definition = new JobDefinition("/a", "every 5 minutes") };

    private static RunRecord Active(RunState state) => new("app", "job", Noon) { State = state, Owner = "them", Started = Noon };

    private static RunDecision Decide(JobState job, RunRecord? active, DateTimeOffset now) => RunDecisions.Of(job, active, Schedule, "me", now);
}
