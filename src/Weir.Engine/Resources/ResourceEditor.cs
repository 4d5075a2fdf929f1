using Weir.Engine.Audit;
using Weir.Model;

namespace Weir.Engine.Resources;

/// <summary>
/// What the services of all resources do alike: find, add, change on top of the present version, remove. Safe for many
/// callers.
/// </summary>
public sealed class ResourceEditor(IResourceStore store, IdSource ids, TimeProvider time) : IDisposable
{
    /// <summary>How often a save is tried on newer versions of another process before it gives up.</summary>
    private const int AttemptsMax = 10;

    private readonly ResourceUsage _usage = new(store);

    // One save at a time: what a change looks at beside its own resource stays as it is until it is stored, and writers
    // who expect no version do not keep one another from saving. Other processes are met by versions.
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Something was stored or removed: its kind and id. Handlers are quick and never throw.</summary>
    public event Action<ResourceKind, string>? Saved;

    /// <summary>Tells what somebody else has stored or removed.</summary>
    public void Announce(IReadOnlyList<(ResourceKind Kind, string Id)> saved)
    {
        foreach (var (kind, id) in saved)
        {
            Saved?.Invoke(kind, id);
        }
    }

    /// <summary>The clock of every save.</summary>
    public TimeProvider Time => time;

    /// <summary>Throws a <c>precondition_failed</c> refusal when another version is expected; null expects any.</summary>
    public static void Expect(int? expectedVersion, int version)
    {
        if (expectedVersion is { } expected && expected != version)
        {
            throw ChangedMeanwhile(version);
        }
    }

    /// <summary>The resource, or a <c>not_found</c> refusal.</summary>
    public async Task<ResourceRow> GetAsync(ResourceKind kind, string id, CancellationToken cancellationToken) =>
        await store.FindAsync(kind, id, cancellationToken) ?? throw RefusalException.NotFound(NameOf(kind), id);

    /// <summary>Stores a new one. A taken name is a <c>conflict</c> refusal.</summary>
    public async Task<ResourceRow> AddAsync(
        ResourceKind kind,
        string id,
        ResourceDraft draft,
        Actor by,
        CancellationToken cancellationToken,
        Func<Task<ResourceChange?>>? beside = null)
    {
        var now = Now();
        var row = new ResourceRow
        {
            Kind = kind,
            Id = id,
            Name = draft.Name,
            Version = 1,
            CreatedAt = now,
            UpdatedAt = now,
            Document = draft.Document,
            State = draft.State,
            References = draft.References,
        };
        var save = new ResourceSave(row, draft.Secrets, EntryOf(AuditActions.Created(kind), row, draft, by))
        {
            AuditBeside = draft.AuditBeside,
        };
        using var turn = await EnterAsync(cancellationToken);
        for (var attempt = 1; !await SaveAsync(save, beside, by, cancellationToken); attempt++)
        {
            RefuseAfterMany(attempt, row);
        }

        return row;
    }

    /// <summary>
    /// Replaces the present version by what <paramref name="change"/> makes of it. A change that changes nothing is no
    /// new version. When somebody else saves in between, the change is made again on the newer version; with
    /// <paramref name="expectedVersion"/> it is a <c>precondition_failed</c> refusal.
    /// </summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="id">Its id.</param>
    /// <param name="expectedVersion">The present version; null expects any.</param>
    /// <param name="change">Must not save by this editor: it runs in the turn of this save.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="beside">Asked after the change: what belongs to it and is stored with it, both or neither.</param>
    public async Task<ResourceRow> ChangeAsync(
        ResourceKind kind,
        string id,
        int? expectedVersion,
        Func<ResourceRow, Task<ResourceDraft>> change,
        Actor by,
        CancellationToken cancellationToken,
        Func<Task<ResourceChange?>>? beside = null)
    {
        using var turn = await EnterAsync(cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            var present = await GetAsync(kind, id, cancellationToken);
            Expect(expectedVersion, present.Version);
            var draft = await change(present);
            var save = draft.IsAsStored(present) ? null : Replacement(new ResourceChange(present, draft), by);
            if (await SaveAsync(save, beside, by, cancellationToken))
            {
                return save?.Row ?? present;
            }

            RefuseAfterMany(attempt, present);
        }
    }

    /// <summary>Removes it. Refusals: <c>not_found</c>, <c>precondition_failed</c>, <c>in_use</c> with the users.</summary>
    public async Task RemoveAsync(
        ResourceKind kind, string id, int? expectedVersion, Actor by, CancellationToken cancellationToken)
    {
        var present = await GetAsync(kind, id, cancellationToken);
        Expect(expectedVersion, present.Version);
        var audit = AuditTrail.Entry(ids, Now(), by, AuditActions.Deleted(kind), AuditTarget.Of(present));
        try
        {
            if (await store.DeleteAsync(kind, id, expectedVersion, audit, cancellationToken))
            {
                Saved?.Invoke(kind, id);
                return;
            }
        }
        catch (RefusalException inUse) when (inUse.Code == ErrorCodes.InUse)
        {
            var usage = await UsageAsync(kind, id, cancellationToken);
            throw usage.IsEmpty ? inUse : ResourceUsage.InUse($"The {NameOf(kind)} '{present.Name}'", usage);
        }

        present = await GetAsync(kind, id, cancellationToken);
        throw ChangedMeanwhile(present.Version);
    }

    /// <summary>Who uses it. Refusal: <c>not_found</c>.</summary>
    public async Task<UsageView> UsageAsync(ResourceKind kind, string id, CancellationToken cancellationToken)
    {
        await GetAsync(kind, id, cancellationToken);
        return await _usage.OfAsync(id, cancellationToken);
    }

    public void Dispose() => _one.Dispose();

    /// <summary>Stores both or neither; null is nothing to store. False when somebody else saved one of them in between.</summary>
    private async Task<bool> SaveAsync(
        ResourceSave? save, Func<Task<ResourceChange?>>? beside, Actor by, CancellationToken cancellationToken)
    {
        var change = beside is null ? null : await beside();
        var other = change is null || change.Draft.IsAsStored(change.Present) ? null : Replacement(change, by);
        List<ResourceSave> saves = [.. new[] { save, other }.OfType<ResourceSave>()];
        if (saves.Count > 0 && !await store.SaveAsync(saves, cancellationToken))
        {
            return false;
        }

        Announce([.. saves.Select(s => (s.Row.Kind, s.Row.Id))]);
        return true;
    }

    private ResourceSave Replacement(ResourceChange change, Actor by)
    {
        var (present, draft) = change;
        var row = present with
        {
            Name = draft.Name,
            Version = present.Version + 1,
            UpdatedAt = Now(),
            Document = draft.Document,
            State = draft.State,
            References = draft.References,
        };
        var audit = EntryOf(draft.Action ?? AuditActions.Changed(row.Kind), row, draft, by) with
        {
            Fields = draft.FieldsChanged(present),
        };
        return new ResourceSave(row, draft.Secrets, audit) { AuditBeside = draft.AuditBeside };
    }

    private async Task<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        return new Turn(_one);
    }

    private static void RefuseAfterMany(int attempt, ResourceRow row)
    {
        if (attempt == AttemptsMax)
        {
            throw ChangedMeanwhile(row.Version);
        }
    }

    private AuditEntry EntryOf(string action, ResourceRow row, ResourceDraft draft, Actor by) =>
        AuditTrail.Entry(ids, row.UpdatedAt, by, action, AuditTarget.Of(row)) with { Detail = draft.Detail };

    private static RefusalException ChangedMeanwhile(int version) => new(
        ErrorCodes.PreconditionFailed, $"It was changed meanwhile: its version is {version} now.");

    private static string NameOf(ResourceKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>Whole milliseconds, so that a time reads the same wherever it went through.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    private readonly struct Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}

/// <summary>A stored resource and what it is to become.</summary>
public sealed record ResourceChange(ResourceRow Present, ResourceDraft Draft);

/// <summary>What a service wants stored.</summary>
public sealed record ResourceDraft
{
    public required string Name { get; init; }

    /// <summary>The contract's own fields as JSON.</summary>
    public required string Document { get; init; }

    /// <summary>Ids that the document refers to.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    public SecretChanges Secrets { get; init; } = SecretChanges.None;

    /// <summary>A connection's status and last test; null for other kinds.</summary>
    public string? State { get; init; }

    /// <summary>What the audit calls a change; null calls it changed.</summary>
    public string? Action { get; init; }

    /// <summary>What else the audit tells of it. Never a secret.</summary>
    public IReadOnlyDictionary<string, string> Detail { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the audit tells of another resource because of it; null for nothing.</summary>
    public AuditEntry? AuditBeside { get; init; }

    /// <summary>The paths of what is not as stored.</summary>
    internal IReadOnlyList<string> FieldsChanged(ResourceRow row) =>
    [
        .. DocumentDifference.Between(row.Document, Document).Changes.Select(c => c.Field),
        .. Secrets.Fields.Select(f => $"settings.{f}"),
    ];

    internal bool IsAsStored(ResourceRow row) =>
        Name == row.Name
        && Document == row.Document
        && State == row.State
        && Secrets.Write.Count == 0
        && Secrets.Clear.Count == 0;
}
