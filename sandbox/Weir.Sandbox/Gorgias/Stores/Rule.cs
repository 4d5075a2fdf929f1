namespace Weir.Sandbox.Gorgias;

/// <summary>What happens by itself when something happened to a ticket; the sandbox keeps rules and runs none.</summary>
internal sealed record Rule : ISmallRow
{
    public required int Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public required string Code { get; init; }

    /// <summary>JSON text.</summary>
    public required string CodeAst { get; init; }

    /// <summary>Names with commas between them.</summary>
    public string EventTypes { get; init; } = "";

    public int Priority { get; init; }

    public required long Created { get; init; }

    public long? Updated { get; init; }

    public long? Deactivated { get; init; }

    /// <summary>Whether its code has this text between quotes: the name of a tag or of a macro.</summary>
    public bool Names(string text) =>
        Code.Contains($"'{text}'", StringComparison.Ordinal) || Code.Contains($"\"{text}\"", StringComparison.Ordinal);
}
