namespace Weir.Hosting;

/// <summary><c>weir serve</c>: starts the server, says where it is, runs until it is told to stop.</summary>
public static class ServeProgram
{
    /// <param name="data">The data folder from the command line; null takes the environment's.</param>
    /// <param name="urls">The addresses from the command line; null takes the environment's.</param>
    /// <param name="output">Where the address is said.</param>
    /// <param name="error">Where it is said what keeps it from starting.</param>
    /// <param name="cancellationToken">Stops it in order.</param>
    /// <returns>0 after an orderly stop, 1 when it cannot start or has lost its database.</returns>
    public static async Task<int> RunAsync(
        string? data, string? urls, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        NativeMemory.UseOneHeap();
        try
        {
            var options = WeirOptionsReader.Read(Configuration(), data, urls);
            await using var host = await WeirHost.BuildAsync(options, cancellationToken);
            await host.StartAsync(cancellationToken);
            foreach (var notice in host.Notices)
            {
                await error.WriteLineAsync(notice);
            }

            if (host.SetupCode is { } code)
            {
                await output.WriteLineAsync($"There is no owner yet. Set-up code, good until this server stops: {code}");
            }

            await output.WriteLineAsync($"Weir is ready at {host.Address.GetLeftPart(UriPartial.Authority)}");
            await output.WriteLineAsync($"It keeps what it knows in the {host.Database}");
            await output.FlushAsync(cancellationToken);
            GiveBack();
            await host.WaitForStopAsync(cancellationToken);
            if (host.Lost is { } sentence)
            {
                await error.WriteLineAsync(sentence);
                return 1;
            }

            return 0;
        }
        catch (StartException refused)
        {
            await error.WriteLineAsync(refused.Message);
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
    }

    /// <summary>What the start has used and nobody needs any more goes back to the system before the server rests.</summary>
    private static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeMemory.GiveBack();
    }

    internal static IConfigurationRoot Configuration() => new ConfigurationBuilder()
        .SetBasePath(Directory.GetCurrentDirectory())
        .AddJsonFile("appsettings.json", optional: true, reloadOnChange: false)
        .AddEnvironmentVariables()
        .Build();
}
