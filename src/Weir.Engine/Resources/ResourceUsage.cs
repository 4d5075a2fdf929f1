using System.Text.Json;
using Weir.Model;

namespace Weir.Engine.Resources;

/// <summary>Finds who uses a resource: whoever refers to it, and the flows and alerts that do so through exports and imports.</summary>
internal sealed class ResourceUsage(IResourceStore store)
{
    private const int NamedUsersMax = 5;

    public async Task<UsageView> OfAsync(string id, CancellationToken cancellationToken)
    {
        var uses = await store.UsesAsync(id, cancellationToken);
        var flows = uses.Where(u => u.Kind == ResourceKind.Flow).ToDictionary(u => u.Id, StringComparer.Ordinal);
        var alerts = uses.Where(u => u.Kind == ResourceKind.Alert).ToDictionary(u => u.Id, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var ways = new Queue<ResourceUse>(uses);
        while (ways.TryDequeue(out var way))
        {
            if (way.Kind is not (ResourceKind.Export or ResourceKind.Import) || !seen.Add(way.Id))
            {
                continue;
            }

            foreach (var use in await store.UsesAsync(way.Id, cancellationToken))
            {
                ways.Enqueue(use);
                if (use.Kind == ResourceKind.Flow)
                {
                    flows[use.Id] = use;
                }
                else if (use.Kind == ResourceKind.Alert)
                {
                    alerts[use.Id] = use;
                }
            }
        }

        return new UsageView(
            Of(uses, ResourceKind.Export),
            Of(uses, ResourceKind.Import),
            Of(flows.Values, ResourceKind.Flow),
            Of(uses, ResourceKind.Connection))
        {
            Alerts = alerts.Count == 0 ? null : Of(alerts.Values, ResourceKind.Alert),
        };
    }

    /// <summary>The refusal to take away what is used.</summary>
    /// <param name="what">Begins the sentence.</param>
    /// <param name="usage">By whom.</param>
    public static RefusalException InUse(string what, UsageView usage)
    {
        var users = usage.Exports.Concat(usage.Imports).Concat(usage.Flows).Concat(usage.Borrowers).Concat(usage.Alerts ?? []).ToList();
        var more = users.Count > NamedUsersMax ? $" and {users.Count - NamedUsersMax} more" : "";
        var names = string.Join(", ", users.Take(NamedUsersMax).Select(u => $"'{u.Name}'"));
        return new RefusalException(ErrorCodes.InUse, $"{what} is used by {names}{more}.")
        {
            Extensions = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            {
                ["usage"] = JsonSerializer.SerializeToElement(usage, ResourceJson.Default.UsageView),
            },
        };
    }

    private static List<NamedView> Of(IEnumerable<ResourceUse> uses, ResourceKind kind) =>
    [
        .. uses.Where(u => u.Kind == kind)
            .Select(u => new NamedView(u.Id, u.Name))
            .OrderBy(u => ResourceRow.NameKeyOf(u.Name), StringComparer.Ordinal)
            .ThenBy(u => u.Id, StringComparer.Ordinal),
    ];
}
