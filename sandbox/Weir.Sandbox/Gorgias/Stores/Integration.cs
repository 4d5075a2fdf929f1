namespace Weir.Sandbox.Gorgias;

/// <summary>A connection of the account to something else. What is JSON inside is kept as JSON text.</summary>
internal sealed record Integration : ISmallRow
{
    public const string Http = "http";

    public required int Id { get; init; }

    public required string Type { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? Decoration { get; init; }

    public string Meta { get; init; } = "{}";

    /// <summary>Where and how it calls; null for every type but <see cref="Http"/>.</summary>
    public HttpCall? Call { get; init; }

    public required int UserId { get; init; }

    public required long Created { get; init; }

    public required long Updated { get; init; }

    public long? Deactivated { get; init; }
}

/// <summary>What an HTTP integration calls.</summary>
internal sealed record HttpCall
{
    private static readonly string[] LocalStarts =
        ["http://127.0.0.1", "http://localhost", "http://[::1]", "https://127.0.0.1", "https://localhost", "https://[::1]"];

    public required int Id { get; init; }

    /// <summary>With placeholders.</summary>
    public required string Url { get; init; }

    /// <summary>Whether it may be an address of this machine: no other one is ever called.</summary>
    public bool IsLocal => LocalStarts.Any(start => Url.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    public required string Method { get; init; }

    public required string RequestContentType { get; init; }

    public required string ResponseContentType { get; init; }

    public string Headers { get; init; } = "{}";

    public string? Form { get; init; }

    /// <summary>Signs its calls; taken and never shown.</summary>
    public string? Secret { get; init; }

    /// <summary>The names of the events that call it, as they are written when it is made: with hyphens.</summary>
    public IReadOnlyDictionary<string, bool> Triggers { get; init; } = new Dictionary<string, bool>(StringComparer.Ordinal);
}
