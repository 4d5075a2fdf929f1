using Weir.Vault;

namespace Weir.Hosting;

/// <summary>
/// Goes on with a rotation of the master key that was interrupted when the server starts, writes down how each one ends, and
/// stops the one under way with the server.
/// </summary>
internal sealed partial class MasterKeyLife(KeyRotation rotation, ILogger<MasterKeyLife> logger) : IHostedService
{
    private readonly Lock _gate = new();
    private Task _followed = Task.CompletedTask;

    public KeysView View => rotation.View;

    /// <inheritdoc cref="KeyRotation.RotateAsync"/>
    public KeysView Rotate()
    {
        Follow(rotation.RotateAsync());
        return rotation.View;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Follow(rotation.ContinueAsync());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => rotation.StopAsync();

    // Several may join one rotation; it is written down once.
    private void Follow(Task work)
    {
        lock (_gate)
        {
            if (_followed != work && rotation.View.Rotation is not null)
            {
                _followed = work;
                _ = WriteDownAsync(work);
            }
        }
    }

    private async Task WriteDownAsync(Task work)
    {
        Begun(logger, rotation.View.MasterKeyId);
        try
        {
            await work;
            var view = rotation.View;
            Ended(logger, view.MasterKeyId, view.Rotation!.Done, view.Rotation.Message);
        }
        catch (OperationCanceledException)
        {
            Stopped(logger);
        }
        catch (Exception e)
        {
            Failed(logger, rotation.View.Rotation?.Message, e);
        }
    }

    [LoggerMessage(2101, LogLevel.Information, "The master key {From} is being replaced")]
    private static partial void Begun(ILogger logger, string from);

    [LoggerMessage(2102, LogLevel.Information, "The master key is now {To}; {Keys} data keys are wrapped by it. {Message}")]
    private static partial void Ended(ILogger logger, string to, int keys, string? message);

    [LoggerMessage(2103, LogLevel.Information, "The replacing of the master key was stopped; the next start goes on with it")]
    private static partial void Stopped(ILogger logger);

    [LoggerMessage(2104, LogLevel.Error, "The master key could not be replaced. {Message}")]
    private static partial void Failed(ILogger logger, string? message, Exception e);
}
