using System.Globalization;
using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Resources;

/// <summary>What resources of every kind were before: who saved them when, and what changed. Secrets are in none of it. // Promise 5</summary>
public sealed class ResourceVersions(ResourceEditor editor, IResourceStore store)
{
    /// <summary>Of the changes in one slice, in characters; where there are more it ends earlier than asked. // Promise 8</summary>
    internal const int SliceCharsMax = 1_000_000;

    /// <summary>Documents in memory at once while a slice is made.</summary>
    private const int DocumentsMax = 10;

    private const char CursorMark = 'v';

    /// <summary>Newest first, each with what it changed of the version before. Refusal: <c>not_found</c>.</summary>
    public async Task<Slice<VersionView>> ListAsync(
        ResourceKind kind, string id, int limit, string? cursor, CancellationToken cancellationToken)
    {
        var below = Below(cursor);
        await editor.GetAsync(kind, id, cancellationToken);
        var views = new List<VersionView>();
        var chars = 0;
        while (true)
        {
            // One more than is shown: the version before the last, to compare it with.
            var take = Math.Min(DocumentsMax, limit - views.Count) + 1;
            var versions = await store.VersionsAsync(kind, id, below, take, cancellationToken);
            for (var i = 0; i < Math.Min(versions.Count, take - 1); i++)
            {
                var view = View(versions[i], i + 1 < versions.Count ? versions[i + 1] : null);
                chars += CharsOf(view);
                if (chars > SliceCharsMax && views.Count > 0)
                {
                    return new Slice<VersionView>(views, CursorOf(views[^1]));
                }

                views.Add(view);
            }

            if (versions.Count < take)
            {
                return new Slice<VersionView>(views, null);
            }

            if (views.Count == limit)
            {
                return new Slice<VersionView>(views, CursorOf(views[^1]));
            }

            below = views[^1].Version;
        }
    }

    /// <summary>The resource as it was. Refusal: <c>not_found</c>.</summary>
    public async Task<ResourceRow> ReadAsync(
        ResourceKind kind, string id, int version, CancellationToken cancellationToken)
    {
        var present = await editor.GetAsync(kind, id, cancellationToken);
        return await store.FindVersionAsync(kind, id, version, cancellationToken)
            ?? throw new RefusalException(
                ErrorCodes.NotFound, $"'{present.Name}' has no version {version}; the present one is {present.Version}.");
    }

    /// <summary>What lies between two versions. Secrets that were given or cleared between them are not told.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="id">Its id.</param>
    /// <param name="from">A version.</param>
    /// <param name="to">Another one; null takes the present one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<DifferenceView> DifferenceAsync(
        ResourceKind kind, string id, int from, int? to, CancellationToken cancellationToken)
    {
        var before = await ReadAsync(kind, id, from, cancellationToken);
        var after = to is { } version
            ? await ReadAsync(kind, id, version, cancellationToken)
            : await editor.GetAsync(kind, id, cancellationToken);
        var (changes, more) = DocumentDifference.Between(before.Document, after.Document);
        return new DifferenceView { From = before.Version, To = after.Version, Changes = changes, MoreChanges = more };
    }

    /// <summary>The former document, to be saved anew; and what the audit says of that.</summary>
    internal async Task<ResourceRevert> RevertAsync(
        ResourceKind kind, string id, int version, CancellationToken cancellationToken)
    {
        var row = await ReadAsync(kind, id, version, cancellationToken);
        return new ResourceRevert(kind, version, DocumentWriter.Parse(row.Document));
    }

    private static VersionView View(ResourceVersion version, ResourceVersion? before)
    {
        var (changes, more) = before is null ? ([], 0) : DocumentDifference.Between(before.Document, version.Document);
        var secrets = before is null
            ? []
            : version.SecretFields.Select(f => new DocumentChange { Field = $"settings.{f}", From = null, To = null, Secret = true });
        return new VersionView
        {
            Version = version.Version,
            At = version.At,
            By = version.By,
            Changes = [.. changes, .. secrets],
            MoreChanges = more,
        };
    }

    private static int CharsOf(VersionView view) => view.Changes.Sum(
        c => c.Field.Length + (c.From?.GetRawText().Length ?? 0) + (c.To?.GetRawText().Length ?? 0));

    private static string CursorOf(VersionView last) =>
        string.Create(CultureInfo.InvariantCulture, $"{CursorMark}{last.Version}");

    private static int? Below(string? cursor) => cursor switch
    {
        null => null,
        [CursorMark, .. var digits]
            when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) => version,
        _ => throw RefusalException.Invalid("cursor", "This cursor was not made by this list."),
    };
}

/// <summary>A save that takes a resource back to what it was.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Version">The former version.</param>
/// <param name="Document">As it was then.</param>
internal sealed record ResourceRevert(ResourceKind Kind, int Version, JsonElement Document)
{
    /// <summary>The same save, told as a revert.</summary>
    public ResourceDraft Tell(ResourceDraft draft) => draft with
    {
        Action = AuditActions.Reverted(Kind),
        Detail = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["to"] = Version.ToString(CultureInfo.InvariantCulture),
        },
    };
}
