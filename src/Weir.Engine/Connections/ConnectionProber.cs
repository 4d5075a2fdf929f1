using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>
/// Brings connections back that went offline: tests each with growing distance, and lets its runs go on when it works. One
/// probe at a time for a connection; a test that a person makes meanwhile ends it as well.
/// </summary>
public sealed partial class ConnectionProber : IAsyncDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DistanceMax = TimeSpan.FromMinutes(1);

    /// <summary>A refused sign-in is tried again rarely: many wrong passwords lock an account.</summary>
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<ConnectionId, Task> _probing = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConnectionDirectory _directory;
    private readonly ConnectionTester _tester;
    private readonly ConnectionHealth _health;
    private readonly Governor.Governor _governor;
    private readonly TimeProvider _time;
    private readonly ILogger<ConnectionProber> _log;

    public ConnectionProber(
        ConnectionDirectory directory,
        ConnectionTester tester,
        ConnectionHealth health,
        Governor.Governor governor,
        TimeProvider time,
        ILogger<ConnectionProber> log)
    {
        _directory = directory;
        _tester = tester;
        _health = health;
        _governor = governor;
        _time = time;
        _log = log;
        governor.HealthChanged += OnHealthChanged;
    }

    /// <summary>Begins with the connections that were offline when the server stopped.</summary>
    public void Start()
    {
        foreach (var live in _directory.All.Where(l => l.Connection.Status == ConnectionStatus.Offline))
        {
            Begin(live.Connection.Id, live.Connection.LastTest?.Code);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _governor.HealthChanged -= OnHealthChanged;
        await _stop.CancelAsync();
        await Task.WhenAll(_probing.Values);
        _stop.Dispose();
    }

    private static TimeSpan DistanceAfter(int probes, string? code) =>
        code is ErrorCodes.Unauthorized or ErrorCodes.Forbidden or ErrorCodes.SecretUnreadable
            ? AfterRefusal
            : TimeSpan.FromTicks(Math.Min(DistanceMax.Ticks, First.Ticks << Math.Min(probes, 10)));

    private void OnHealthChanged(ConnectionId id, Fault? fault)
    {
        if (fault is not null)
        {
            Begin(id, fault.Code);
        }
    }

    private void Begin(ConnectionId id, string? code)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_probing.TryAdd(id, begun.Task))
        {
            _ = Task.Run(async () =>
            {
                await ProbeAsync(id, code);
                _probing.TryRemove(id, out _);
                begun.SetResult();
            });
        }
    }

    private async Task ProbeAsync(ConnectionId id, string? code)
    {
        try
        {
            for (var probes = 0; ; probes++)
            {
                await Task.Delay(DistanceAfter(probes, code), _time, _stop.Token);
                if (_directory.Find(id) is not { Connection.Status: ConnectionStatus.Offline } live)
                {
                    return;
                }

                var result = await _tester.TestAsync(live.Adaptor, live.Snapshot, id, _stop.Token);
                _health.Tested(id, result);
                if (result.Ok)
                {
                    _governor.Succeeded(id);
                    return;
                }

                code = result.Code;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The server stops; the connection is offline in the store and is probed at the next start.
        }
        catch (Exception failure)
        {
            LogProbeFailed(id, failure);
        }
    }

    [LoggerMessage(EventId = 1004, Level = LogLevel.Error, Message = "Connection {Id} cannot be probed any more")]
    private partial void LogProbeFailed(ConnectionId id, Exception failure);
}
