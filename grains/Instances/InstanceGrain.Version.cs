namespace Actors.Grains.Instances;

/// <summary>What an instance and its version have to do with each other besides requests.</summary>
internal sealed partial class InstanceGrain
{
    /// <summary>How often it says that it lives: so long may a version be without its grain after a machine was lost.</summary>
    private static readonly TimeSpan LivesPeriod = TimeSpan.FromSeconds(30);

    private readonly LoadMeter _load = new(time);

    public async Task Kill()
    {
        if (_worker is not null)
            await _worker.DisposeAsync();
    }

    private void TellThatItLives() =>
        this.RegisterGrainTimer(SayThatItLivesAsync, new GrainTimerCreationOptions(LivesPeriod, LivesPeriod) { Interleave = true });

    private Task SayThatItLivesAsync(CancellationToken cancellationToken) => TellAsync(async version =>
    {
        if (!await version.InstanceLives(Id))
            await Drain("its version does not know it");
    });
}
