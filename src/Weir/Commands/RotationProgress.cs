using System.Globalization;
using Spectre.Console;
using Weir.Vault;

namespace Weir.Commands;

/// <summary>Follows a rotation of the master key to its end: a live bar on a terminal, plain lines in a pipe.</summary>
internal sealed class RotationProgress(TimeProvider time)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>In a pipe at most two lines a second are printed.</summary>
    private static readonly TimeSpan LineInterval = TimeSpan.FromMilliseconds(500);

    private const int BarColumns = 26;

    /// <summary>Nothing is shown: standard output is for the result alone.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>The keys when nothing is under way any more.</summary>
    public Task<KeysView> FollowAsync(Func<CancellationToken, Task<KeysView>> look, CancellationToken stop) => IsQuiet
        ? LookAsync(look, _ => { }, stop)
        : Output.IsLive ? FollowLiveAsync(look, stop) : FollowInLinesAsync(look, stop);

    private static string Words(KeyRotationView rotation) => string.Create(
        CultureInfo.InvariantCulture, $"{rotation.Done:N0} of {rotation.Total:N0} data keys are wrapped by the new master key");

    private Task<KeysView> FollowLiveAsync(Func<CancellationToken, Task<KeysView>> look, CancellationToken stop) =>
        AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn { Width = BarColumns }, new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(context =>
            {
                var bar = context.AddTask("starting");
                return LookAsync(
                    look,
                    rotation =>
                    {
                        bar.Description = Markup.Escape(Words(rotation));
                        bar.MaxValue = Math.Max(1, rotation.Total);
                        bar.Value = rotation.Done;
                    },
                    stop);
            });

    private Task<KeysView> FollowInLinesAsync(Func<CancellationToken, Task<KeysView>> look, CancellationToken stop)
    {
        long? last = null;
        return LookAsync(
            look,
            rotation =>
            {
                if (last is null || time.GetElapsedTime(last.Value) >= LineInterval)
                {
                    Console.Out.WriteLine(Words(rotation));
                    Console.Out.Flush();
                    last = time.GetTimestamp();
                }
            },
            stop);
    }

    private async Task<KeysView> LookAsync(
        Func<CancellationToken, Task<KeysView>> look, Action<KeyRotationView> show, CancellationToken stop)
    {
        using var looks = new PeriodicTimer(LookInterval, time);
        while (true)
        {
            var keys = await look(stop);
            if (keys.Rotation is not { State: KeyRotationState.Running } rotation)
            {
                return keys;
            }

            // How many there are is known as soon as the new key is there.
            if (rotation.Total > 0)
            {
                show(rotation);
            }

            await looks.WaitForNextTickAsync(stop);
        }
    }
}
