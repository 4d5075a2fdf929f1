using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>
/// The two advanced fields with which every connection form ends. They stand beside the settings, not in them.
/// </summary>
public static class ConnectionFields
{
    public const string BorrowConcurrencyFrom = "borrowConcurrencyFrom";

    public const string ConcurrencyLevel = "concurrencyLevel";

    /// <summary>As the form draws them.</summary>
    public static IReadOnlyList<FormField> All { get; } =
    [
        new()
        {
            Field = BorrowConcurrencyFrom,
            Label = "Borrow concurrency from",
            Kind = FormFieldKind.Select,
            Advanced = true,
            Help = "Another connection whose requests and those of this one then count together.",
        },
        new()
        {
            Field = ConcurrencyLevel,
            Label = "Concurrency level",
            Kind = FormFieldKind.Number,
            Advanced = true,
            Help = $"How many requests may be under way at once: {Connection.LevelMin} to {Connection.LevelMax}. Unused while it borrows.",
            Min = Connection.LevelMin,
            Max = Connection.LevelMax,
            Default = $"{Connection.LevelDefault}",
        },
    ];
}
