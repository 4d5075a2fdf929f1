using System.Text.Json;
using Weir.Engine.Audit;
using Weir.Engine.Catalogue;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>
/// What people do with connections. Whatever changes where or as whom a connection speaks is tested before it is stored;
/// a refused change leaves the old values at work.
/// </summary>
public sealed class ConnectionService
{
    /// <summary>How often a change is tested again because a configuration was applied meanwhile.</summary>
    private const int AttemptsMax = 3;


    private readonly ResourceEditor _editor;
    private readonly IResourceStore _store;
    private readonly ConnectionDirectory _directory;
    private readonly ConnectionSecrets _secrets;
    private readonly ConnectionTesting _testing;
    private readonly AuditTrail _audit;
    private readonly ConnectionSaving _saving;
    private readonly IdSource _ids;
    private readonly ConnectionReader _reader;
    private readonly ResourceVersions _versions;
    private readonly ConnectionViews _views;

    public ConnectionService(
        ResourceEditor editor,
        IResourceStore store,
        ApplicationCatalogue catalogue,
        ConnectionDirectory directory,
        ConnectionSecrets secrets,
        ConnectionTesting testing,
        AuditTrail audit,
        ConnectionSaving saving,
        IdSource ids)
    {
        (_editor, _store, _directory, _secrets) = (editor, store, directory, secrets);
        (_testing, _audit, _saving, _ids) = (testing, audit, saving, ids);
        _reader = new ConnectionReader(catalogue, directory);
        _versions = new ResourceVersions(editor, store);
        _views = new ConnectionViews(editor, store, directory);
    }

    /// <summary>Tests it, then stores it. With <paramref name="test"/> false it is stored untested.</summary>
    public async Task<ConnectionView> CreateAsync(JsonElement body, bool test, Actor by, CancellationToken cancellationToken)
    {
        var candidate = _reader.Read(body, _ids.New<ConnectionId>(), null, default);
        await RefuseTakenNameAsync(candidate.Connection, cancellationToken);
        var result = test ? await _testing.PassAsync(candidate, null, cancellationToken) : null;
        return await AddAsync(candidate, result, draft => draft, by, cancellationToken);
    }

    public Task<ConnectionView> ReadAsync(ConnectionId id, CancellationToken cancellationToken) =>
        _views.ReadAsync(id, cancellationToken);

    public Task<Slice<ConnectionView>> ListAsync(ListQuery query, CancellationToken cancellationToken) =>
        _views.ListAsync(query, cancellationToken);

    /// <summary>
    /// Merges a patch. Where it changes settings or secrets the result is tested before it is stored, or stored untested
    /// with <paramref name="test"/> false.
    /// </summary>
    public Task<ConnectionView> ChangeAsync(
        ConnectionId id, JsonElement patch, int? expectedVersion, bool test, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(id, present => MergePatch.Apply(present, patch), null, expectedVersion, test, by, cancellationToken);

    /// <summary>
    /// Takes it back to a former version, which is saved, checked and tested as a change. The secrets stay those of now; a
    /// version that leads to another address asks for them again, and <paramref name="body"/> gives them.
    /// </summary>
    /// <param name="id">Its id.</param>
    /// <param name="version">The former version.</param>
    /// <param name="body">Empty, or <c>{"settings":{…}}</c> with secrets and nothing else.</param>
    /// <param name="expectedVersion">The present version; null expects any.</param>
    /// <param name="test">False stores it untested.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ConnectionView> RevertAsync(
        ConnectionId id,
        int version,
        JsonElement body,
        int? expectedVersion,
        bool test,
        Actor by,
        CancellationToken cancellationToken)
    {
        var (stored, _) = await _views.StoredAsync(id, cancellationToken);
        var revert = await _versions.RevertAsync(ResourceKind.Connection, id.Value, version, cancellationToken);
        ConnectionReader.RefuseMoreThanSecrets(body, stored.Snapshot.Application);
        var former = MergePatch.Apply(revert.Document, body);
        return await ChangeAsync(id, _ => former, revert, expectedVersion, test, by, cancellationToken);
    }

    /// <summary>
    /// Makes a copy under another name, with its secrets: they are sealed anew for it and go to the same address. Tested as a
    /// new one. Refusal: <c>secret_unreadable</c> when one of them cannot be decrypted.
    /// </summary>
    public async Task<ConnectionView> CloneAsync(
        ConnectionId id, JsonElement body, bool test, Actor by, CancellationToken cancellationToken)
    {
        var (original, _) = await _views.StoredAsync(id, cancellationToken);
        var candidate = _reader.Clone(body, original, _ids.New<ConnectionId>());
        var clone = candidate.Connection.Id.Value;
        await RefuseTakenNameAsync(candidate.Connection, cancellationToken);
        var result = test ? await _testing.PassAsync(candidate, null, cancellationToken) : null;
        return await AddAsync(
            candidate,
            result,
            draft => draft with
            {
                Detail = new Dictionary<string, string>(StringComparer.Ordinal) { ["clonedFrom"] = id.Value },
                AuditBeside = _audit.Entry(
                    by, AuditActions.ConnectionCloned, AuditTarget.Of(original.Connection), [], ("to", clone)),
            },
            by,
            cancellationToken);
    }

    /// <summary>Deletes it with its secrets. One in use is an <c>in_use</c> refusal that tells the users.</summary>
    public async Task DeleteAsync(ConnectionId id, int? expectedVersion, Actor by, CancellationToken cancellationToken)
    {
        using var turn = await _saving.EnterAsync(cancellationToken);
        // Not cancelled halfway: what is stored and what is at work must not part.
        await _editor.RemoveAsync(ResourceKind.Connection, id.Value, expectedVersion, by, CancellationToken.None);
        _directory.Remove(id);
    }

    /// <summary>Who uses it.</summary>
    public Task<UsageView> UsageAsync(ConnectionId id, CancellationToken cancellationToken) =>
        _editor.UsageAsync(ResourceKind.Connection, id.Value, cancellationToken);

    /// <summary>
    /// A test takes long and is done outside the turn of the save; what was tested is stored only when nobody has changed
    /// meanwhile as what the connection speaks, else what stands by then is tested.
    /// </summary>
    private async Task<ConnectionView> ChangeAsync(
        ConnectionId id,
        Func<JsonElement, JsonElement> document,
        ResourceRevert? revert,
        int? expectedVersion,
        bool test,
        Actor by,
        CancellationToken cancellationToken)
    {
        var (before, candidate) = await ReadAsync(id, document, expectedVersion, cancellationToken);
        await RefuseTakenNameAsync(candidate.Connection, cancellationToken);
        if (!candidate.ChangesAccess || !test)
        {
            using var only = await _saving.EnterAsync(cancellationToken);
            var now = await ReadAsync(id, document, expectedVersion, cancellationToken);
            if (!now.Candidate.ChangesAccess || !test)
            {
                return await ReplaceAsync(now.Candidate, null, now.Stored.Connection.Version, revert, by);
            }
        }

        using var change = await _saving.EnterChangeAsync(id, cancellationToken);
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            (before, candidate) = await ReadAsync(id, document, expectedVersion, cancellationToken);
            var result = candidate.ChangesAccess ? await _testing.PassAsync(candidate, id, cancellationToken) : null;
            using var turn = await _saving.EnterAsync(cancellationToken);
            var (stored, merged) = await ReadAsync(id, document, expectedVersion, cancellationToken);
            if (ReferenceEquals(stored.Secrets, before.Secrets) && ConnectionReader.SameSettings(stored, before))
            {
                return await ReplaceAsync(merged, result, stored.Connection.Version, revert, by);
            }
        }

        throw new RefusalException(
            ErrorCodes.Conflict, "Others went on changing this connection while the change was tested: try again.");
    }

    private Task<ConnectionView> ReplaceAsync(
        ConnectionCandidate candidate, TestResult? result, int version, ResourceRevert? revert, Actor by) =>
        SaveAsync(candidate, result, draft => _editor.ChangeAsync(
            ResourceKind.Connection,
            candidate.Connection.Id.Value,
            version,
            row =>
            {
                var kept = candidate.ChangesAccess ? draft : draft with { State = row.State };
                return Task.FromResult(revert is null ? kept : revert.Tell(kept));
            },
            by,
            CancellationToken.None));

    private async Task<(LiveConnection Stored, ConnectionCandidate Candidate)> ReadAsync(
        ConnectionId id,
        Func<JsonElement, JsonElement> document,
        int? expectedVersion,
        CancellationToken cancellationToken)
    {
        var (stored, present) = await _views.StoredAsync(id, cancellationToken);
        ResourceEditor.Expect(expectedVersion, stored.Connection.Version);
        return (stored, _reader.Read(document(DocumentWriter.Parse(ConnectionDocument.Write(stored.Connection))), id, stored, present));
    }

    private async Task<ConnectionView> AddAsync(
        ConnectionCandidate candidate,
        TestResult? test,
        Func<ResourceDraft, ResourceDraft> noted,
        Actor by,
        CancellationToken cancellationToken)
    {
        using var turn = await _saving.EnterAsync(cancellationToken);
        return await SaveAsync(candidate, test, draft => _editor.AddAsync(
            ResourceKind.Connection,
            candidate.Connection.Id.Value,
            noted(draft),
            by,
            CancellationToken.None));
    }

    /// <summary>
    /// Stores it, then puts it to work: both or neither, so a client that goes meanwhile changes nothing. In a turn of
    /// <see cref="ConnectionSaving"/>.
    /// </summary>
    private async Task<ConnectionView> SaveAsync(
        ConnectionCandidate candidate, TestResult? test, Func<ResourceDraft, Task<ResourceRow>> store)
    {
        var connection = candidate.Connection;
        RefuseLenderGone(connection);
        var row = await store(await DraftAsync(candidate, test));
        var (status, result) = (test is null ? ConnectionStatus.Untested : ConnectionStatus.Online, test);
        if (!candidate.ChangesAccess && _directory.Find(connection.Id)?.Connection is { } before)
        {
            (status, result) = (before.Status, before.LastTest);
        }

        _directory.Put(candidate.Live with
        {
            Connection = connection with
            {
                Status = status,
                LastTest = result,
                Version = row.Version,
                CreatedAt = row.CreatedAt,
                UpdatedAt = row.UpdatedAt,
            },
        });
        return await _views.ReadAsync(connection.Id, CancellationToken.None);
    }

    /// <summary>Looked at again inside the save: a lender may have been deleted, or a circle closed, during the test.</summary>
    private void RefuseLenderGone(Connection connection)
    {
        if (connection.BorrowConcurrencyFrom is { } lender
            && BorrowChain.Problem(_directory, connection.Id, lender) is { } problem)
        {
            throw RefusalException.Invalid(ConnectionFields.BorrowConcurrencyFrom, problem);
        }
    }

    private async Task<ResourceDraft> DraftAsync(ConnectionCandidate candidate, TestResult? test)
    {
        var connection = candidate.Connection;
        return new ResourceDraft
        {
            Name = connection.Name,
            Document = ConnectionDocument.Write(connection),
            References = connection.BorrowConcurrencyFrom is { } lender ? [lender.Value] : [],
            Secrets = await _secrets.SealAsync(connection.Id, candidate.Given, candidate.Cleared, CancellationToken.None),
            State = ConnectionDocument.WriteState(
                test is null ? ConnectionStatus.Untested : ConnectionStatus.Online, test),
        };
    }

    /// <summary>Told before the test, which may take long; the store holds the rule.</summary>
    private async Task RefuseTakenNameAsync(Connection connection, CancellationToken cancellationToken)
    {
        var holder = await _store.FindByNameAsync(ResourceKind.Connection, connection.Name, cancellationToken);
        if (holder is not null && holder.Id != connection.Id.Value)
        {
            throw new RefusalException(
                ErrorCodes.Conflict,
                $"There is already a connection called '{holder.Name}'.",
                new Problem("name", ErrorCodes.Conflict, "Another connection has this name."));
        }
    }
}
