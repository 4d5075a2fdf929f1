using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Weir.Engine.Connections;
using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.Engine.Alerts;

/// <summary>
/// Looks whether something must be told: when a run has ended, when a connection or an alert has changed, and every ten
/// seconds for what nobody announces.
/// </summary>
public sealed partial class AlertWatch : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly AlertBook _book;
    private readonly RunService _runs;
    private readonly ConnectionDirectory _directory;
    private readonly ResourceEditor _editor;
    private readonly TimeProvider _time;
    private readonly ILogger<AlertWatch> _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _wake =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private Task _work = Task.CompletedTask;

    public AlertWatch(
        AlertBook book,
        RunService runs,
        ConnectionDirectory directory,
        ResourceEditor editor,
        TimeProvider time,
        ILogger<AlertWatch> log) =>
        (_book, _runs, _directory, _editor, _time, _log) = (book, runs, directory, editor, time, log);

    public void Start()
    {
        _runs.Ended += Wake;
        _directory.Changed += OnConnection;
        _editor.Saved += OnSaved;
        _work = Task.Run(WorkAsync);
    }

    public async ValueTask DisposeAsync()
    {
        _runs.Ended -= Wake;
        _directory.Changed -= OnConnection;
        _editor.Saved -= OnSaved;
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private void OnConnection(ConnectionId id) => Wake();

    private void OnSaved(ResourceKind kind, string id)
    {
        if (kind is ResourceKind.Alert)
        {
            Wake();
        }
    }

    private async Task WorkAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var wait = LookEvery;
            try
            {
                if (await _book.LookAsync(_stop.Token) is { } next && next - _time.GetUtcNow() < wait)
                {
                    wait = next - _time.GetUtcNow();
                }

                await WaitAsync(wait);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                // A database that is away, for example: all is looked at again in a moment.
                LogFailed(failed);
                await Task.Delay(LookEvery, _time, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task WaitAsync(TimeSpan wait)
    {
        using var timeout = new CancellationTokenSource(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
        try
        {
            await _wake.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            // It is time to look.
        }
    }

    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning, Message = "Alerts could not be looked at; it is tried again")]
    private partial void LogFailed(Exception failed);
}
