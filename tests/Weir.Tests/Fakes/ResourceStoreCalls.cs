using Weir.Engine.Audit;
using Weir.Engine.Resources;

namespace Weir.Tests.Fakes;

/// <summary>Saves of one resource.</summary>
internal static class ResourceStoreCalls
{
    public static async Task InsertAsync(
        this IResourceStore store, ResourceRow row, SecretChanges secrets, AuditEntry audit, CancellationToken cancellationToken) =>
        Assert.True(await store.SaveAsync([new ResourceSave(row with { Version = 1 }, secrets, audit)], cancellationToken));

    /// <summary>False when its stored version is not the expected one.</summary>
    public static Task<bool> ReplaceAsync(
        this IResourceStore store,
        ResourceRow row,
        int expectedVersion,
        SecretChanges secrets,
        AuditEntry audit,
        CancellationToken cancellationToken) =>
        store.SaveAsync([new ResourceSave(row with { Version = expectedVersion + 1 }, secrets, audit)], cancellationToken);
}
