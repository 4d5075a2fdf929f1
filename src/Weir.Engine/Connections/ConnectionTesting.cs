using System.Text.Json;
using Weir.Engine.Audit;
using Weir.Engine.Catalogue;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>Tests connections: stored ones, bodies that are not stored, and what is about to be stored.</summary>
public sealed class ConnectionTesting
{
    private readonly ConnectionDirectory _directory;
    private readonly ConnectionTester _tester;
    private readonly ConnectionHealth _health;
    private readonly AuditTrail _audit;
    private readonly IdSource _ids;
    private readonly ConnectionReader _reader;
    private readonly ConnectionViews _views;

    public ConnectionTesting(
        ResourceEditor editor,
        IResourceStore store,
        ApplicationCatalogue catalogue,
        ConnectionDirectory directory,
        ConnectionTester tester,
        ConnectionHealth health,
        AuditTrail audit,
        IdSource ids)
    {
        (_directory, _tester, _health, _audit, _ids) = (directory, tester, health, audit, ids);
        _reader = new ConnectionReader(catalogue, directory);
        _views = new ConnectionViews(editor, store, directory);
    }

    /// <summary>
    /// Tests a body and stores nothing. With an <c>id</c> in it, secrets that are left out are those stored for it, where
    /// the settings lead to the same address. // Promise 5
    /// </summary>
    public async Task<TestView> TestBodyAsync(JsonElement body, Actor by, CancellationToken cancellationToken)
    {
        if (IdOf(body) is not { } id)
        {
            var candidate = _reader.Read(body, _ids.New<ConnectionId>(), null, default, named: false);
            return TestView.Of(await TestAsync(candidate, null, cancellationToken));
        }

        if (_directory.Find(id) is null)
        {
            throw RefusalException.Invalid("id", $"There is no connection {id}.");
        }

        var (live, present) = await _views.StoredAsync(id, cancellationToken);
        var changed = _reader.Read(body, id, live, present, named: false);
        var result = await TestAsync(changed, id, cancellationToken);
        await NoteAsync(by, live, result, ("stored", "false"));
        return TestView.Of(result);
    }

    /// <summary>Tests the stored one and updates its status.</summary>
    public async Task<TestView> TestStoredAsync(ConnectionId id, Actor by, CancellationToken cancellationToken)
    {
        var (live, _) = await _views.StoredAsync(id, cancellationToken);
        var result = await _tester.TestAsync(live.Adaptor, live.Snapshot, id, cancellationToken);
        _health.Tested(id, live.Snapshot, result);
        await NoteAsync(by, live, result);

        return TestView.Of(result);
    }

    /// <summary>The result of a passed test; else a <c>connection.test_failed</c> refusal that holds the result.</summary>
    internal async Task<TestResult> PassAsync(
        ConnectionCandidate candidate, ConnectionId? stored, CancellationToken cancellationToken)
    {
        var result = await TestAsync(candidate, stored, cancellationToken);
        return result.Ok ? result : throw new RefusalException(
            ErrorCodes.ConnectionTestFailed, $"The test failed, so nothing was stored: {result.Message}")
        {
            Extensions = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            {
                ["test"] = JsonSerializer.SerializeToElement(TestView.Of(result), ConnectionJson.Default.TestView),
            },
        };
    }

    private static ConnectionId? IdOf(JsonElement body)
    {
        var reader = new DocumentReader(body);
        var id = reader.Id<ConnectionId>("id");
        return reader.IsGood ? id : throw reader.Stop(body.EnumerateObject().Select(f => f.Name));
    }

    /// <summary>Tests use stored secrets, so they are in the audit; a body without them is nobody's connection.</summary>
    private Task NoteAsync(Actor by, LiveConnection live, TestResult result, params (string Name, string Value)[] detail) =>
        _audit.NoteAsync(
            by,
            AuditActions.ConnectionTested,
            AuditTarget.Of(live.Connection),
            [("result", result.Ok ? "ok" : result.Code!), .. detail]);

    private Task<TestResult> TestAsync(
        ConnectionCandidate candidate, ConnectionId? stored, CancellationToken cancellationToken) =>
        _tester.TestAsync(
            candidate.Adaptor, candidate.Live.Snapshot, candidate.Connection.BorrowConcurrencyFrom ?? stored, cancellationToken);
}
