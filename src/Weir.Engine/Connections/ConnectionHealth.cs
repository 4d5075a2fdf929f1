using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Weir.Engine.Governor;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>
/// Keeps the status of connections as tests and requests find it: at once in the directory, and soon after in the store,
/// the last state of each connection once however often it changed. A save writes its own state; because one that was found
/// out meanwhile may be newer, the state is written once more after it.
/// </summary>
public sealed partial class ConnectionHealth : IAsyncDisposable
{
    private readonly ConnectionDirectory _directory;
    private readonly IResourceStore _store;
    private readonly Governor.Governor _governor;
    private readonly TimeProvider _time;
    private readonly ILogger<ConnectionHealth> _log;
    private readonly ConcurrentDictionary<ConnectionId, bool> _unsaved = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Task _saving;

    public ConnectionHealth(
        ConnectionDirectory directory,
        IResourceStore store,
        Governor.Governor governor,
        TimeProvider time,
        ILogger<ConnectionHealth> log)
    {
        _directory = directory;
        _store = store;
        _governor = governor;
        _time = time;
        _log = log;
        _saving = Task.Run(SaveAsync);
        governor.HealthChanged += OnHealthChanged;
        directory.Changed += OnChanged;
    }

    /// <summary>
    /// A stored connection was tested. A test that sent nothing (no slot in time, told to wait) says nothing about the
    /// connection and leaves its state; so does one of settings and secrets that are not at work any more.
    /// </summary>
    /// <param name="id">The connection.</param>
    /// <param name="about">As what it was tested.</param>
    /// <param name="result">What came of it.</param>
    public void Tested(ConnectionId id, ConnectionSnapshot about, TestResult result)
    {
        if (!ConnectionTester.IsInconclusive(result))
        {
            Set(id, about, result);
        }
    }

    /// <summary>Writes what is not yet written and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _governor.HealthChanged -= OnHealthChanged;
        _directory.Changed -= OnChanged;
        _wake.Writer.TryComplete();
        await _saving;
    }

    /// <summary>The sign-in was refused in use, or nothing gets through any more; or a request got through again.</summary>
    private void OnHealthChanged(HealthNews news) =>
        Set(news.Id, news.About, news.Reason is { } fault
            ? new TestResult(false, fault.Code, fault.Message, 0, _time.GetUtcNow())
            : new TestResult(true, null, "It answers again.", 0, _time.GetUtcNow()));

    private void Set(ConnectionId id, ConnectionSnapshot? about, TestResult test) =>
        _directory.SetState(id, about, test.Ok ? ConnectionStatus.Online : ConnectionStatus.Offline, test);

    private void OnChanged(ConnectionId id)
    {
        _unsaved[id] = true;
        _wake.Writer.TryWrite(true);
    }

    private async Task SaveAsync()
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync())
        {
            foreach (var id in _unsaved.Keys)
            {
                if (_unsaved.TryRemove(id, out var _) && _directory.Find(id) is { } live)
                {
                    await SaveAsync(live.Connection);
                }
            }
        }
    }

    private async Task SaveAsync(Connection connection)
    {
        try
        {
            var state = ConnectionDocument.WriteState(connection.Status, connection.LastTest);
            await _store.SetStateAsync(connection.Id, connection.Version, state, CancellationToken.None);
        }
        catch (Exception failed)
        {
            // The directory has it; the next change of this connection writes it again.
            LogNotSaved(connection.Id, failed);
        }
    }

    [LoggerMessage(EventId = 1003, Level = LogLevel.Error, Message = "The status of connection {Id} could not be stored")]
    private partial void LogNotSaved(ConnectionId id, Exception cause);
}
