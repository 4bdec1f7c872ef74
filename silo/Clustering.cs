using Orleans.Hosting;

namespace Actors.Silo;

/// <summary>The one place where the two engines differ: the embedded one is a silo alone, the real one finds its peers through PostgreSQL.</summary>
internal static class Clustering
{
    /// <summary>Configures the engine that the project was built for.</summary>
    public static void Configure(ISiloBuilder silo)
    {
#if ORLEANS
        var connectionString = silo.Configuration["Storage:ConnectionString"];
        if (string.IsNullOrEmpty(connectionString))
        {
            silo.UseLocalhostClustering();
        }
        else
        {
            silo.UseAdoNetClustering(options =>
            {
                options.Invariant = "Npgsql";
                options.ConnectionString = connectionString;
            });
        }

        // Requests may run for 24 hours; the real engine takes an activation for stuck after two.
        silo.ConfigureServices(services => services.Configure<Orleans.Configuration.SiloMessagingOptions>(
            options => options.MaxRequestProcessingTime = TimeSpan.FromHours(25)));
#else
        silo.UseLocalhostClustering();
#endif
    }
}
