using System.Text.Json.Serialization;

namespace Weir.Engine.Resources;

/// <summary>Who uses a resource. Flows are told also where they use it through their exports and imports.</summary>
public sealed record UsageView(
    IReadOnlyList<NamedView> Exports,
    IReadOnlyList<NamedView> Imports,
    IReadOnlyList<NamedView> Flows,
    IReadOnlyList<NamedView> Borrowers)
{
    /// <summary>Alerts that go through it; left out where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NamedView>? Alerts { get; init; }

    [JsonIgnore]
    public bool IsEmpty => Exports.Count + Imports.Count + Flows.Count + Borrowers.Count + (Alerts?.Count ?? 0) == 0;
}

/// <summary>A resource that uses another one.</summary>
public sealed record NamedView(string Id, string Name);
