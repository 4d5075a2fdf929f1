using System.Text.Json;
using Weir.Engine.Catalogue;
using Weir.Engine.Documents;
using Weir.Engine.Runs;
using Weir.Expressions.Paths;
using Weir.Model;

namespace Weir.Engine.Exports;

/// <summary>
/// An export's mode <c>delta</c>: the operation's own way to find what has changed; where the request is spelled out, the
/// document's <c>delta</c>, and a request that may ask for <c>{{lastRun}}</c>.
/// </summary>
internal static class ExportDelta
{
    /// <summary>A year: of a list that is compared, what is older is never read again.</summary>
    private const int OverlapSecondsMax = 366 * 86_400;

    /// <summary>Null where the export reads whatever there is.</summary>
    public static DeltaPlan? Of(Export export, OperationDefinition? operation)
    {
        if (export.Mode != ExportMode.Delta)
        {
            return null;
        }

        var given = Read(new DocumentReader(export.Delta.OrEmpty()));
        var own = operation?.Delta;
        var changed = given.Changed ?? own?.Changed ?? own?.NewestFirst;
        var overlap = TimeSpan.FromSeconds(given.OverlapSeconds ?? own?.OverlapSeconds ?? DeltaDefinition.OverlapSecondsDefault);
        return new DeltaPlan(
            changed is null ? null : JsonPath.Parse(changed),
            own?.NewestFirst is not null,
            LeavesOut: operation is null ? !AsksForChanges(export) : own?.NewestFirst is not null,
            overlap)
        {
            ChangedElse = own?.ChangedElse is { } other ? JsonPath.Parse(other) : null,
            Compares = own?.Compare == true,
            Lookback = own?.Lookback is { } text && Duration.TryParse(text, out var lookback) && lookback > overlap
                ? lookback - overlap
                : TimeSpan.Zero,
        };
    }

    /// <summary>Notes what is wrong with the mode and its document.</summary>
    public static void Check(DocumentReader reader, Export export, OperationTarget? target)
    {
        if (export.Mode != ExportMode.Delta)
        {
            if (export.Delta.ValueKind != JsonValueKind.Undefined && !reader.IsRefused("mode"))
            {
                reader.Refuse("delta", "'delta' belongs to the mode 'delta': choose it, or leave 'delta' out.");
            }

            return;
        }

        var given = CheckDocument(reader, target?.Operation);
        if (target is null)
        {
            return;
        }

        if (target.Operation is { Kind: OperationKind.Export, Delta: null } or { Kind: not OperationKind.Export })
        {
            reader.Refuse("mode", $"{target.Operation.Key} cannot be asked for changes only; choose another mode.");
        }
        else if (target.Operation is null && given.Changed is null && !AsksForChanges(export) && !reader.IsRefused("delta"))
        {
            reader.Refuse(
                "delta.changed",
                "The mode 'delta' needs the path of the time of change here, or {{lastRun}} in the request.",
                ErrorCodes.Required);
        }
    }

    private static (string? Changed, int? OverlapSeconds) CheckDocument(
        DocumentReader reader, OperationDefinition? operation)
    {
        if (reader.Object("delta") is not { } inner)
        {
            return default;
        }

        var given = Read(inner);
        if (given.Changed is not { } path)
        {
            return given;
        }

        if (operation is not null)
        {
            inner.Refuse("changed", $"{operation.Key} says itself what has changed: leave 'changed' out.");
        }
        else if (inner.Parse("changed", () => JsonPath.Parse(path)) is { IsSingular: false })
        {
            inner.Refuse("changed", "'changed' must name one value, as in $.updated_at.", ErrorCodes.Expression);
        }

        return given;
    }

    private static (string? Changed, int? OverlapSeconds) Read(DocumentReader reader) =>
        (reader.OptionalString("changed", min: 1), reader.OptionalInt("overlapSeconds", 0, OverlapSecondsMax));

    /// <summary>The application itself is asked for what changed since the last run.</summary>
    private static bool AsksForChanges(Export export) =>
        export.Request.ValueKind == JsonValueKind.Object
        && export.Request.GetRawText().Contains("lastRun", StringComparison.Ordinal);
}
