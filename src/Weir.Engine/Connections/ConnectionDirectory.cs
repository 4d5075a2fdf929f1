using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Governor;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>
/// All connections as they are now, in memory: runs see a saved change at their next request. The governor is told of
/// every change in the order in which changes are made. Safe for many threads.
/// </summary>
public sealed partial class ConnectionDirectory(
    IResourceStore store,
    ConnectionSecrets secrets,
    ApplicationCatalogue catalogue,
    AdaptorSet adaptors,
    Governor.Governor governor,
    ILogger<ConnectionDirectory> log,
    ConnectionDebug debug) : ILiveConnections, IConnectionBook
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<ConnectionId, DateTimeOffset> _probes = [];
    private ImmutableDictionary<ConnectionId, LiveConnection> _live =
        ImmutableDictionary<ConnectionId, LiveConnection>.Empty;

    /// <summary>A connection was stored or deleted, or its state changed: look again. Called outside the lock.</summary>
    internal event Action<ConnectionId>? Changed;

    public IEnumerable<LiveConnection> All => _live.Values;

    /// <summary>Reads everything stored. Called once, before anything else.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var loaded = ImmutableDictionary.CreateBuilder<ConnectionId, LiveConnection>();
        foreach (var row in await store.AllAsync(ResourceKind.Connection, cancellationToken))
        {
            var opened = await secrets.OpenAsync(new ConnectionId(row.Id), cancellationToken);
            var connection = ConnectionDocument.Read(row, [.. opened.Fields.Order(StringComparer.Ordinal)]);
            if (catalogue.Find(connection.Application) is not { } application)
            {
                LogApplicationGone(connection.Id, connection.Application);
                continue;
            }

            if (opened.Fault is { } fault)
            {
                LogUnreadable(connection.Id, fault.Message);
            }

            loaded[connection.Id] = Make(connection, application, opened);
        }

        lock (_gate)
        {
            // Also where there is none: accounts that come later have not been called before.
            _live = loaded.ToImmutable();
            governor.Configure([.. _live.Values.Select(Member)]);
        }
    }

    /// <summary>Null when there is none, or its application is unknown to this server.</summary>
    public LiveConnection? Find(ConnectionId id) => _live.GetValueOrDefault(id);

    public ConnectionSnapshot Current(ConnectionId id) => Find(id)?.Snapshot ?? throw new ConnectionGoneException(id);

    /// <summary>The last lender of the chain: whose pool the connection uses.</summary>
    public ConnectionId PoolOf(ConnectionId id)
    {
        var live = _live;
        for (var hops = 0; hops <= live.Count; hops++)
        {
            if (live.GetValueOrDefault(id)?.Connection.BorrowConcurrencyFrom is not { } lender || !live.ContainsKey(lender))
            {
                break;
            }

            id = lender;
        }

        return id;
    }

    /// <summary>When an offline connection is tested next by itself; null when it is not.</summary>
    internal DateTimeOffset? NextProbe(ConnectionId id) => _probes.TryGetValue(id, out var at) ? at : null;

    /// <summary>Notes when a connection is tested next by itself; null: not any more.</summary>
    internal void SetNextProbe(ConnectionId id, DateTimeOffset? at)
    {
        if (at is { } time)
        {
            _probes[id] = time;
        }
        else
        {
            _probes.TryRemove(id, out _);
        }
    }

    LiveConnection IConnectionBook.Make(
        Connection connection, ApplicationDefinition application, OpenedSecrets opened) => Make(connection, application, opened);

    /// <summary>The connection at work, not yet stored or put.</summary>
    internal LiveConnection Make(Connection connection, ApplicationDefinition application, OpenedSecrets opened)
    {
        var adaptor = adaptors.For(application);
        var snapshot = new ConnectionSnapshot
        {
            Id = connection.Id,
            Name = connection.Name,
            Application = application,
            Settings = ConnectionForm.WithDefaults(application, connection.Settings),
            Secrets = opened.Readable,
            Unusable = opened.Fault ?? FaultOf(ConnectionForm.Lacking(application, connection.Settings, [.. opened.Fields]).FirstOrDefault()),
        };
        return new LiveConnection
        {
            Connection = connection,
            Snapshot = snapshot,
            Secrets = opened,
            Adaptor = adaptor,
            Budget = LiveConnection.BudgetOf(adaptor, snapshot),
            Origin = LiveConnection.OriginOf(adaptor, snapshot),
        };
    }

    private static Fault? FaultOf(FormField? lacking) => lacking is null ? null : new Fault
    {
        Kind = FaultKind.Unauthorized,
        Code = ErrorCodes.Unauthorized,
        Message = $"{lacking.Label} is missing (the secret '{lacking.Field}'): give it, nothing is sent until then.",
        NotSent = true,
    };

    /// <summary>A connection was stored.</summary>
    internal void Put(LiveConnection connection)
    {
        Swap(live => live.SetItem(connection.Connection.Id, connection));
        Changed?.Invoke(connection.Connection.Id);
    }

    /// <summary>Connections were stored and deleted together: requests see all of it or nothing.</summary>
    internal void Put(IReadOnlyList<LiveConnection> stored, IReadOnlyList<ConnectionId> deleted)
    {
        Swap(live => live.SetItems(stored.Select(s => KeyValuePair.Create(s.Connection.Id, s))).RemoveRange(deleted));
        foreach (var id in deleted)
        {
            debug.Forget(id);
        }

        foreach (var id in stored.Select(s => s.Connection.Id).Concat(deleted))
        {
            Changed?.Invoke(id);
        }
    }

    /// <summary>A connection was deleted.</summary>
    internal void Remove(ConnectionId id)
    {
        Swap(live => live.Remove(id));
        debug.Forget(id);
        Changed?.Invoke(id);
    }

    /// <summary>
    /// Sets status and last test in memory, of what was tested only: when the connection was saved since, they are of
    /// former settings and secrets, and nothing is set.
    /// </summary>
    /// <param name="id">The connection.</param>
    /// <param name="about">As what it was tested.</param>
    /// <param name="status">Its status then.</param>
    /// <param name="test">What came of it.</param>
    internal void SetState(ConnectionId id, ConnectionSnapshot? about, ConnectionStatus status, TestResult test)
    {
        var changed = false;
        Swap(live =>
        {
            if (live.GetValueOrDefault(id) is not { } present
                || !ReferenceEquals(present.Snapshot, about)
                || (present.Connection.Status == status && present.Connection.LastTest == test))
            {
                return live;
            }

            changed = true;
            var connection = present.Connection with { Status = status, LastTest = Continued(present.Connection.LastTest, test) };
            return live.SetItem(id, present with { Connection = connection });
        });
        if (changed)
        {
            Changed?.Invoke(id);
        }
    }

    /// <summary>A test that fails after another that failed goes on with its outage.</summary>
    private static TestResult Continued(TestResult? before, TestResult test) => test.Ok
        ? test
        : test with { FailingSince = before is { Ok: false } ? before.FailingSince ?? before.At : test.At };

    private void Swap(Func<ImmutableDictionary<ConnectionId, LiveConnection>, ImmutableDictionary<ConnectionId, LiveConnection>> change)
    {
        lock (_gate)
        {
            var changed = change(_live);
            if (!ReferenceEquals(changed, _live))
            {
                _live = changed;
                governor.Configure([.. changed.Values.Select(Member)]);
            }
        }
    }

    private static PoolMember Member(LiveConnection live)
    {
        var connection = live.Connection;
        return new PoolMember(
            connection.Id,
            connection.ConcurrencyLevel,
            connection.BorrowConcurrencyFrom,
            live.Budget,
            connection.Status == ConnectionStatus.Offline ? connection.LastTest?.Message ?? "It is offline." : null,
            live.Snapshot);
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "Connection {Id}: there is no application '{Application}' on this server")]
    private partial void LogApplicationGone(ConnectionId id, string application);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "Connection {Id}: {Reason}")]
    private partial void LogUnreadable(ConnectionId id, string reason);
}
