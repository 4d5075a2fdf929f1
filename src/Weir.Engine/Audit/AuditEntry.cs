using Weir.Model;

namespace Weir.Engine.Audit;

/// <summary>One thing that somebody did. Never holds a secret's value nor data of records. // Promise 5</summary>
public sealed record AuditEntry
{
    /// <summary>Names of fields that are kept of one entry.</summary>
    public const int FieldsMax = 50;

    /// <summary>Members of a detail.</summary>
    public const int DetailMax = 20;

    /// <summary>Of every text in an entry; longer ones end with an ellipsis.</summary>
    public const int TextCharsMax = 500;

    /// <summary><c>aud_…</c>; sorts by time.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Signature By { get; init; }

    /// <summary>One of <see cref="AuditActions.All"/>.</summary>
    public required string Action { get; init; }

    /// <summary>What the target is: <c>connection</c>, <c>flow</c>, <c>run</c>, <c>error</c>, <c>user</c>, <c>token</c> …</summary>
    public required string Kind { get; init; }

    /// <summary>Its id; null where the action has none.</summary>
    public string? Target { get; init; }

    /// <summary>Its name at that time.</summary>
    public string? TargetName { get; init; }

    /// <summary>The version that the action made, or that was deleted.</summary>
    public int? Version { get; init; }

    /// <summary>The paths of the fields that were changed, without their values.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>What else a reader needs to know, in words.</summary>
    public IReadOnlyDictionary<string, string> Detail { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The entry with everything inside its bounds. // Promise 8</summary>
    public AuditEntry Bounded() => this with
    {
        By = new Signature(Cut(By.Id), Cut(By.Name)),
        Target = Target is null ? null : Cut(Target),
        TargetName = TargetName is null ? null : Cut(TargetName),
        Fields = [.. Fields.Take(FieldsMax).Select(Cut)],
        Detail = Detail.Take(DetailMax).ToDictionary(d => Cut(d.Key), d => Cut(d.Value), StringComparer.Ordinal),
    };

    private static string Cut(string text)
    {
        if (text.Length <= TextCharsMax)
        {
            return text;
        }

        // Never in the middle of a pair of surrogates.
        var length = char.IsHighSurrogate(text[TextCharsMax - 2]) ? TextCharsMax - 2 : TextCharsMax - 1;
        return $"{text.AsSpan(0, length)}…";
    }
}
