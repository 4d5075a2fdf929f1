namespace Weir.Sandbox.Gorgias;

/// <summary>
/// A customer with the addresses that reach them. Times are UTC microseconds; what is JSON inside is kept as JSON text.
/// </summary>
internal sealed record Customer : IDeskRecord
{
    public required int Id { get; init; }

    public string? ExternalId { get; init; }

    public string? Email { get; init; }

    public string? Name { get; init; }

    /// <summary>Empty, not null, where there is none.</summary>
    public string FirstName { get; init; } = "";

    public string LastName { get; init; } = "";

    public string? Language { get; init; }

    public string? Timezone { get; init; }

    public string? Meta { get; init; }

    public string? Data { get; init; }

    /// <summary>What the last change of <see cref="Data"/> said how new it is; null where none did.</summary>
    public long? DataVersion { get; init; }

    public string? Note { get; init; }

    public IReadOnlyList<FieldValue> CustomFields { get; init; } = [];

    public IReadOnlyList<CustomerChannel> Channels { get; init; } = [];

    public required long Created { get; init; }

    public required long Updated { get; init; }

    /// <summary>The name up to its first space and after it; empty, not null, where there is none.</summary>
    public static (string First, string Last) Split(string? name) => name?.IndexOf(' ', StringComparison.Ordinal) switch
    {
        null => ("", ""),
        < 0 => (name, ""),
        { } space => (name[..space], name[(space + 1)..]),
    };
}

internal sealed record CustomerChannel(int Id, string Type, string Address, bool Preferred, long Created);
