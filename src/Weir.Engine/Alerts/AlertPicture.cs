using System.Text.Json;
using Weir.Model;

namespace Weir.Engine.Alerts;

/// <summary>What is so at one moment.</summary>
internal sealed class AlertPicture
{
    private readonly List<AlertCondition> _all = [];

    /// <summary>Event and subject of what cannot be said at this moment.</summary>
    public HashSet<(string, string)> Undecided { get; } = [];

    /// <summary>The last runs of flows, by the flow's id, where they have completed.</summary>
    public Dictionary<string, Run> Completed { get; } = new(StringComparer.Ordinal);

    public void Add(string name, string subject, AlertScope scope, Func<Alert, Task<JsonElement>> record) =>
        _all.Add(new AlertCondition(name, subject, scope, record));

    /// <summary>What an alert is to tell of.</summary>
    public IEnumerable<AlertCondition> For(Alert alert) => _all.Where(c => alert.Events.Contains(c.Event) && c.Scope.IsOf(alert));
}

/// <summary>Something that is so.</summary>
/// <param name="Event">Of <see cref="AlertEvents"/>.</param>
/// <param name="Subject">The id of the flow or connection.</param>
/// <param name="Scope">Whose it is.</param>
/// <param name="Record">What is told of it.</param>
internal sealed record AlertCondition(string Event, string Subject, AlertScope Scope, Func<Alert, Task<JsonElement>> Record);

/// <summary>Whose something is.</summary>
/// <param name="Integrations">The flow's integration, or those where the connection is registered.</param>
/// <param name="Flows">The flow itself, or those that use the connection.</param>
internal sealed record AlertScope(HashSet<IntegrationId> Integrations, HashSet<FlowId> Flows)
{
    public bool IsOf(Alert alert) =>
        (alert.Integration is not { } integration || Integrations.Contains(integration))
        && (alert.Flows.Count == 0 || alert.Flows.Any(Flows.Contains));
}
