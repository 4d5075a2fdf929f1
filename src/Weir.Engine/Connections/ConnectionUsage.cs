using System.Text.Json;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>Finds who uses a connection: exports, imports and borrowers by themselves, flows through their exports and imports.</summary>
internal sealed class ConnectionUsage(IResourceStore store)
{
    public async Task<UsageView> OfAsync(ConnectionId id, CancellationToken cancellationToken)
    {
        var uses = await store.UsesAsync(id.Value, cancellationToken);
        var flows = new Dictionary<string, ResourceUse>(StringComparer.Ordinal);
        foreach (var use in uses.Where(u => u.Kind is ResourceKind.Export or ResourceKind.Import))
        {
            foreach (var flow in await store.UsesAsync(use.Id, cancellationToken))
            {
                if (flow.Kind == ResourceKind.Flow)
                {
                    flows[flow.Id] = flow;
                }
            }
        }

        return new UsageView(
            Of(uses, ResourceKind.Export),
            Of(uses, ResourceKind.Import),
            Of(flows.Values, ResourceKind.Flow),
            Of(uses, ResourceKind.Connection));
    }

    /// <summary>The refusal to delete what is used.</summary>
    public static RefusalException InUse(string what, UsageView usage)
    {
        var users = usage.Exports.Concat(usage.Imports).Concat(usage.Flows).Concat(usage.Borrowers).Take(5).Select(u => $"'{u.Name}'");
        return new RefusalException(ErrorCodes.InUse, $"{what} is used by {string.Join(", ", users)}.")
        {
            Extensions = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            {
                ["usage"] = JsonSerializer.SerializeToElement(usage, ConnectionJson.Default.UsageView),
            },
        };
    }

    private static List<UserView> Of(IEnumerable<ResourceUse> uses, ResourceKind kind) =>
    [
        .. uses.Where(u => u.Kind == kind)
            .Select(u => new UserView(u.Id, u.Name))
            .OrderBy(u => ResourceRow.NameKeyOf(u.Name), StringComparer.Ordinal)
            .ThenBy(u => u.Id, StringComparer.Ordinal),
    ];
}
