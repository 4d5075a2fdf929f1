namespace Weir.Sandbox.Gorgias;

/// <summary>A setting of the account. <see cref="Data"/> is JSON text.</summary>
internal sealed record AccountSetting : ISmallRow
{
    public required int Id { get; init; }

    public required string Type { get; init; }

    public required string Data { get; init; }

    public long Created { get; init; }
}
