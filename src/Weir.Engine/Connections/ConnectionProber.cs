using Microsoft.Extensions.Logging;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>
/// Brings connections back that are offline: tests each with growing distance until it works, by a probe, by a test that a
/// person makes or by a save. One probe at a time for a connection. News of the connection meanwhile begin the distances
/// anew: an outage that begins while the probe still waits out a refused sign-in is another one.
/// </summary>
public sealed partial class ConnectionProber : IAsyncDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DistanceMax = TimeSpan.FromMinutes(1);

    /// <summary>A refused sign-in is tried again rarely: many wrong passwords lock an account.</summary>
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<ConnectionId, Probe> _probes = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly ConnectionDirectory _directory;
    private readonly ConnectionTester _tester;
    private readonly ConnectionHealth _health;
    private readonly TimeProvider _time;
    private readonly ILogger<ConnectionProber> _log;

    public ConnectionProber(
        ConnectionDirectory directory,
        ConnectionTester tester,
        ConnectionHealth health,
        TimeProvider time,
        ILogger<ConnectionProber> log)
    {
        _directory = directory;
        _tester = tester;
        _health = health;
        _time = time;
        _log = log;
        directory.Changed += Look;
    }

    /// <summary>Begins with the connections that were offline when the server stopped.</summary>
    public void Start()
    {
        foreach (var live in _directory.All)
        {
            Look(live.Connection.Id);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _directory.Changed -= Look;
        await _stop.CancelAsync();
        Task[] probing;
        lock (_gate)
        {
            probing = [.. _probes.Values.Select(p => p.Ended)];
        }

        await Task.WhenAll(probing);
        _stop.Dispose();
    }

    private static TimeSpan DistanceAfter(int probes, string? code) =>
        code is ErrorCodes.Unauthorized or ErrorCodes.Forbidden or ErrorCodes.SecretUnreadable
            ? AfterRefusal
            : TimeSpan.FromTicks(Math.Min(DistanceMax.Ticks, First.Ticks << Math.Min(probes, 10)));

    private LiveConnection? OfflineOne(ConnectionId id) =>
        _directory.Find(id) is { Connection.Status: ConnectionStatus.Offline } live ? live : null;

    private void Look(ConnectionId id)
    {
        lock (_gate)
        {
            if (_probes.TryGetValue(id, out var probe))
            {
                probe.Wake();
            }
            else if (!_stop.IsCancellationRequested && OfflineOne(id) is not null)
            {
                _probes[id] = probe = new Probe();
                probe.Ended = Task.Run(() => RunAsync(id, probe));
            }
        }
    }

    /// <summary>Under the lock of <see cref="Look"/>, so that what goes offline now is seen by one of the two.</summary>
    private bool IsOver(ConnectionId id)
    {
        lock (_gate)
        {
            return OfflineOne(id) is null && _probes.Remove(id);
        }
    }

    private async Task RunAsync(ConnectionId id, Probe probe)
    {
        try
        {
            for (var probes = 0; !IsOver(id);)
            {
                // Taken first: what happens after the look at the connection then wakes this wait.
                var news = probe.News;
                if (OfflineOne(id) is not { } live)
                {
                    continue;
                }

                var distance = DistanceAfter(probes, live.Connection.LastTest?.Code);
                _directory.SetNextProbe(id, _time.GetUtcNow() + distance);
                var isWoken = await IsWokenAsync(news, distance);
                _directory.SetNextProbe(id, null);
                if (isWoken)
                {
                    probes = 0;
                    continue;
                }

                probes = await WorksAsync(id) ? 0 : probes + 1;
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The server stops; the connection is offline in the store and is probed at the next start.
        }
    }

    private async Task<bool> IsWokenAsync(Task news, TimeSpan wait)
    {
        try
        {
            await news.WaitAsync(wait, _time, _stop.Token);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>One probe, if it is still needed.</summary>
    private async Task<bool> WorksAsync(ConnectionId id)
    {
        if (OfflineOne(id) is not { } live)
        {
            return true;
        }

        try
        {
            var result = await _tester.TestAsync(live.Adaptor, live.Snapshot, id, _stop.Token);
            _health.Tested(id, live.Snapshot, result);
            return result.Ok;
        }
        catch (Exception failure) when (!_stop.IsCancellationRequested)
        {
            // The next one may do better; without one the connection would stay offline for ever.
            LogProbeFailed(id, failure);
            return false;
        }
    }

    [LoggerMessage(EventId = 1004, Level = LogLevel.Error, Message = "Connection {Id} could not be probed; it is tried again")]
    private partial void LogProbeFailed(ConnectionId id, Exception failure);

    /// <summary>What probes one connection, until it is not offline any more.</summary>
    private sealed class Probe
    {
        private TaskCompletionSource _news = New();

        public Task Ended { get; set; } = Task.CompletedTask;

        /// <summary>Done at the next news of the connection.</summary>
        public Task News => Volatile.Read(ref _news).Task;

        public void Wake() => Interlocked.Exchange(ref _news, New()).SetResult();

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
