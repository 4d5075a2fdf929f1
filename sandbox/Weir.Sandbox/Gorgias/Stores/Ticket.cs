namespace Weir.Sandbox.Gorgias;

/// <summary>
/// A ticket without its messages. Times are UTC microseconds; what is JSON inside is kept as JSON text.
/// </summary>
internal sealed record Ticket : IDeskRecord
{
    public required int Id { get; init; }

    public string? ExternalId { get; init; }

    public string? Language { get; init; }

    public required string Status { get; init; }

    public required string Priority { get; init; }

    public required string Channel { get; init; }

    public required string Via { get; init; }

    public required bool FromAgent { get; init; }

    public required int CustomerId { get; init; }

    public int? AssigneeUserId { get; init; }

    public int? AssigneeTeamId { get; init; }

    public string? Subject { get; init; }

    public required string Excerpt { get; init; }

    public Summary? Summary { get; init; }

    public string? Meta { get; init; }

    public IReadOnlyList<int> TagIds { get; init; } = [];

    public IReadOnlyList<FieldValue> CustomFields { get; init; } = [];

    public required int MessagesCount { get; init; }

    public bool IsUnread { get; init; }

    public bool Spam { get; init; }

    /// <summary>What the desk wrote last could not be sent.</summary>
    public bool IsLastNotDelivered { get; init; }

    public required long Created { get; init; }

    public long? Opened { get; init; }

    public long? LastReceived { get; init; }

    public long? LastMessage { get; init; }

    public required long Updated { get; init; }

    public long? Closed { get; init; }

    public long? Snoozed { get; init; }

    public long? Trashed { get; init; }

    /// <summary>The first 200 characters, never half a character.</summary>
    public static string ExcerptOf(string text)
    {
        const int charactersMax = 200;
        var end = Math.Min(text.Length, charactersMax);
        return text[..(end > 0 && end < text.Length && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)];
    }
}

internal sealed record Summary(string Content, long Created);

/// <param name="FieldId">The definition's id.</param>
/// <param name="Value">JSON text.</param>
internal readonly record struct FieldValue(int FieldId, string Value);
