using System.Text.Json;
using Weir.Engine.Audit;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Configuration;

/// <summary>
/// All resources as one document: read, and applied as a whole or not at all. A resource is known by its kind and name, so a
/// renamed one is a new one. // Promise 10
/// </summary>
public sealed class ConfigurationService(
    DraftParts parts,
    ResourceEditor editor,
    ConnectionSaving saving,
    ConnectionSecrets secrets,
    ConnectionTesting testing,
    IAuditLog log)
{
    /// <summary>A whole configuration is more than one resource, and stands two levels deeper.</summary>
    public static BodyBounds BodyBounds { get; } = new(16 * 1024 * 1024, Body.DepthMax + 2);

    /// <summary>How often it is worked out again because somebody else saved meanwhile.</summary>
    private const int AttemptsMax = 5;

    private const int TestsAtOnceMax = 8;

    /// <summary>For all tests together; what is not tested by then stays untested.</summary>
    private static readonly TimeSpan TestingMax = TimeSpan.FromSeconds(30);

    /// <summary>The configuration as JSON, and the tag that tells it from any other.</summary>
    public async Task<(ReadOnlyMemory<byte> Json, string Tag)> ReadAsync(CancellationToken cancellationToken)
    {
        using var turn = await saving.EnterAsync(cancellationToken);
        var json = (await PresentAsync(cancellationToken)).ToJson();
        return (json, ConfigurationSnapshot.TagOf(json));
    }

    /// <summary>
    /// Makes the resources that are missing and changes those that differ. All that is wrong is one refusal, with paths in
    /// the body, and nothing is stored. Gives what has changed, and the tag of the configuration as it is then.
    /// </summary>
    /// <param name="body">The configuration; a list that is left out is empty.</param>
    /// <param name="how">What to do with it.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Ends it before anything is stored, or the tests after it.</param>
    public async Task<(ConfigurationChangesView Changes, string Tag)> ApplyAsync(
        JsonElement body, ConfigurationApplying how, Actor by, CancellationToken cancellationToken)
    {
        var items = ConfigurationItem.Read(body);
        var (view, tag, tested) = await ApplyAsync(items, how, by, cancellationToken);
        var tests = await TestAsync(tested, by, cancellationToken);
        return (view with
        {
            Tests = [.. tests.Select(t => t.Result).OfType<ConfigurationTestView>()],
            Untested = [.. view.Untested, .. tests.Where(t => !t.IsTold).Select(t => t.Connection.Name)],
        }, tag);
    }

    private async Task<(ConfigurationChangesView View, string Tag, IReadOnlyList<Connection> ToTest)> ApplyAsync(
        IReadOnlyList<ConfigurationItem> items, ConfigurationApplying how, Actor by, CancellationToken cancellationToken)
    {
        // Connections stand still meanwhile; everything else is compared when it is stored.
        using var turn = await saving.EnterAsync(cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            var present = await PresentAsync(cancellationToken);
            var presentTag = ConfigurationSnapshot.TagOf(present.ToJson());
            if (how.ExpectedTag is { } expected && expected != presentTag)
            {
                throw ChangedMeanwhile();
            }

            using var draft = new DraftServices(parts, new DraftStore(present.Rows, parts.Store), by);
            var planner = new ConfigurationPlanner(present, draft, items, how.Prune);
            await planner.PlanAsync(cancellationToken);
            var future = new ConfigurationSnapshot(draft.Store.Rows, Secrets(present, draft), parts.Catalogue);
            var changes = new ConfigurationChanges(present, future, draft.Connections);
            var view = View(changes, planner, draft, how);
            if (how.DryRun || changes.IsEmpty)
            {
                await NoteComparedAsync(new ConfigurationAudit(changes, draft.Connections, parts.Ids, parts.Now, by));
                return (view, presentTag, []);
            }

            if (await CommitAsync(present, changes, draft, by, cancellationToken))
            {
                return (view, ConfigurationSnapshot.TagOf(future.ToJson()), ToTest(changes, draft));
            }

            if (attempt == AttemptsMax)
            {
                throw ChangedMeanwhile();
            }
        }
    }

    private async Task<ConfigurationSnapshot> PresentAsync(CancellationToken cancellationToken)
    {
        var rows = await parts.Store.AllAsync(cancellationToken);
        var fields = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var row in rows.Where(r => r.Kind is ResourceKind.Connection))
        {
            fields[row.Id] = parts.Directory.Find(new ConnectionId(row.Id)) is { } live
                ? live.Connection.Secrets
                : [.. (await parts.Store.SecretsAsync(new ConnectionId(row.Id), cancellationToken)).Keys.Order(StringComparer.Ordinal)];
        }

        return new ConfigurationSnapshot(rows, fields, parts.Catalogue);
    }

    private static Dictionary<string, IReadOnlyList<string>> Secrets(ConfigurationSnapshot present, DraftServices draft) =>
        draft.Store.Rows.Where(r => r.Kind is ResourceKind.Connection).ToDictionary(
            r => r.Id,
            r => draft.Connections.Find(new ConnectionId(r.Id))?.Live.Connection.Secrets ?? present.SecretsOf(r.Id),
            StringComparer.Ordinal);

    private static ConfigurationChangesView View(
        ConfigurationChanges changes, ConfigurationPlanner planner, DraftServices draft, ConfigurationApplying how)
    {
        var missing = draft.Connections.All.SelectMany(c => c.Missing).ToList();
        return new ConfigurationChangesView
        {
            Changes = changes.ToldWithout(planner.Others),
            Left = how.Prune ? [] : [.. planner.Others.Select(r => new ConfigurationNameView(ConfigurationKinds.NameOf(r.Kind), r.Name))],
            Missing = missing,
            Untested = [.. missing.Select(m => m.Connection).Distinct(StringComparer.Ordinal)],
            Tests = [],
        };
    }

    /// <summary>Stores everything, then puts it to work: both or neither, so a client that goes meanwhile changes nothing.</summary>
    private async Task<bool> CommitAsync(
        ConfigurationSnapshot present, ConfigurationChanges changes, DraftServices draft, Actor by, CancellationToken cancellationToken)
    {
        var audit = new ConfigurationAudit(changes, draft.Connections, parts.Ids, parts.Now, by);
        var saves = new List<ResourceSave>(changes.Saves.Count);
        foreach (var row in changes.Saves)
        {
            if (draft.Connections.Find(new ConnectionId(row.Id)) is { } connection)
            {
                saves.Add(new ResourceSave(
                    row with { State = connection.StateOn(parts.Directory) },
                    await secrets.SealAsync(connection.Live.Connection.Id, connection.Given, connection.Cleared, cancellationToken),
                    audit.Of(row)));
            }
            else
            {
                saves.Add(new ResourceSave(row, SecretChanges.None, audit.Of(row)));
            }
        }

        var commit = new ResourceCommit
        {
            Base = present.Rows.ToDictionary(r => r.Id, r => r.Version, StringComparer.Ordinal),
            Saves = saves,
            Deletes = [.. changes.Deletes.Select(r => new ResourceDelete(r.Id, audit.Of(r)))],
            Audit = audit.OfAll(),
        };
        if (!await parts.Store.CommitAsync(commit, CancellationToken.None))
        {
            return false;
        }

        var live = changes.Saves
            .Select(row => draft.Connections.Find(new ConnectionId(row.Id))?.At(row, parts.Directory))
            .OfType<LiveConnection>()
            .ToList();
        parts.Directory.Put(
            live, [.. changes.Deletes.Where(r => r.Kind is ResourceKind.Connection).Select(r => new ConnectionId(r.Id))]);
        editor.Announce([.. changes.Saves.Concat(changes.Deletes).Select(r => (r.Kind, r.Id))]);
        return true;
    }

    private Task NoteComparedAsync(ConfigurationAudit audit) =>
        audit.OfCompared() is { } entry ? log.AddAsync(entry, CancellationToken.None) : Task.CompletedTask;

    private static IReadOnlyList<Connection> ToTest(ConfigurationChanges changes, DraftServices draft) =>
    [
        .. changes.Saves
            .Select(r => draft.Connections.Find(new ConnectionId(r.Id)))
            .Where(c => c is { ChangesAccess: true, Missing.Count: 0 })
            .Select(c => c!.Live.Connection),
    ];

    private async Task<IReadOnlyList<Tested>> TestAsync(
        IReadOnlyList<Connection> connections, Actor by, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(TestingMax, parts.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        var results = new Tested[connections.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = TestsAtOnceMax };
        await Parallel.ForAsync(0, connections.Count, options, async (i, _) =>
            results[i] = new Tested(connections[i], await TestAsync(connections[i], by, stop.Token)));
        return results;
    }

    /// <summary>Null when it could not be tested in time, or is gone again.</summary>
    private async Task<ConfigurationTestView?> TestAsync(Connection connection, Actor by, CancellationToken stop)
    {
        try
        {
            stop.ThrowIfCancellationRequested();
            var result = await testing.TestStoredAsync(connection.Id, by, stop);
            return new ConfigurationTestView(connection.Name, result.Ok, result.Code, result.Message, result.LatencyMs);
        }
        catch (Exception e) when (e is RefusalException || (e is OperationCanceledException && stop.IsCancellationRequested))
        {
            return null;
        }
    }

    private static RefusalException ChangedMeanwhile() => new(
        ErrorCodes.PreconditionFailed, "The configuration was changed meanwhile; look at it and apply again.");

    private sealed record Tested(Connection Connection, ConfigurationTestView? Result)
    {
        /// <summary>False when the test told nothing about the connection.</summary>
        public bool IsTold => Result is not null && Result.Code is not (ErrorCodes.Busy or ErrorCodes.RateLimited);
    }
}

/// <summary>How a configuration is applied.</summary>
/// <param name="DryRun">Only tells what it would change.</param>
/// <param name="Prune">Deletes what is stored and not in the configuration.</param>
/// <param name="ExpectedTag">The present configuration's; another one is refused with <c>precondition_failed</c>.</param>
public sealed record ConfigurationApplying(bool DryRun, bool Prune, string? ExpectedTag);
