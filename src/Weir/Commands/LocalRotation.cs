using Weir.Hosting;
using Weir.Model;
using Weir.Storage;
using Weir.Vault;
using SecretVault = Weir.Vault.Vault;

namespace Weir.Commands;

/// <summary>Rotates the master key of a data folder on which no server runs.</summary>
internal static class LocalRotation
{
    /// <summary>The keys when it has ended; null where a server holds the folder.</summary>
    public static async Task<KeysView?> RunAsync(WeirOptions options, RotationProgress progress, CancellationToken stop)
    {
        var isThere = options.Database is null ? File.Exists(Path.Combine(options.Data, "weir.db")) : Directory.Exists(options.Data);
        if (!isThere)
        {
            throw new CommandFailedException($"There is no data of Weir in {options.Data}; name the folder with --data, or a server with --server.");
        }

        try
        {
            await using var stores = await DatabaseStores.OpenAsync(options.Data, options.Database, stop);
            using var vault = await SecretVault.OpenAsync(Foundation.MasterKey(options), stores.Keys, stop);
            return await RunAsync(vault.Rotation, progress, stop);
        }
        catch (StorageStartException held) when (held.IsHeld)
        {
            return null;
        }
        catch (Exception e) when (e is StorageStartException or MasterKeyException or RefusalException)
        {
            throw new CommandFailedException(e.Message, e);
        }
    }

    private static async Task<KeysView> RunAsync(KeyRotation rotation, RotationProgress progress, CancellationToken stop)
    {
        var work = rotation.RotateAsync();
        try
        {
            var ended = await progress.FollowAsync(_ => Task.FromResult(rotation.View), stop);
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return work.Exception?.InnerException is { } cause
                ? throw new CommandFailedException($"The master key could not be replaced: {cause.Message} {KeyRotation.Advice}", cause)
                : ended;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await rotation.StopAsync();
            throw new InterruptedException(
                "Stopped between two steps: both master keys are kept; 'weir keys rotate' or the next start of the server goes on.");
        }
    }
}
