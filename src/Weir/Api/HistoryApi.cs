using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Api;

/// <summary>What every kind of resource has alike: <c>…/{id}/versions</c> and <c>…/{id}/audit</c>.</summary>
internal static class HistoryApi
{
    /// <summary>Where a former version is made the present one; each kind has its own handler.</summary>
    public const string RevertPath = "/{id}/versions/{version:int}/revert";

    private const string To = "to";

    public static void Map(RouteGroupBuilder group, ResourceKind kind)
    {
        group.MapGet("/{id}/versions", (HttpContext http, string id, ResourceVersions versions) =>
                ListAsync(http, kind, id, versions))
            .WithName($"list{kind}Versions").Needs(Role.Monitor).ProducesSlice<VersionView>();
        group.MapGet("/{id}/versions/{version:int}", (HttpContext http, string id, int version, ResourceVersions versions) =>
                ReadAsync(http, kind, id, version, versions))
            .WithName($"read{kind}Version").Needs(Role.Monitor).Produces<FormerView>();
        group.MapGet("/{id}/versions/{version:int}/difference", (HttpContext http, string id, int version, ResourceVersions versions) =>
                DifferenceAsync(http, kind, id, version, versions))
            .WithName($"read{kind}Difference").Needs(Role.Monitor).Produces<DifferenceView>()
            .TakesQuery(To, "The version to compare with; the present one when left out.");
        group.MapGet("/{id}/audit", (HttpContext http, string id, AuditTrail audit) => AuditAsync(http, kind, id, audit))
            .WithName($"list{kind}Audit").Needs(Role.Monitor).ProducesSlice<AuditView>();
    }

    /// <summary>One slice of the audit.</summary>
    public static JsonAnswer Answer(Slice<AuditEntry> slice) => JsonAnswer.List(
        new Slice<AuditView>([.. slice.Data.Select(AuditView.Of)], slice.Next), AuditJson.Default.AuditView);

    private static async Task<JsonAnswer> ListAsync(
        HttpContext http, ResourceKind kind, string id, ResourceVersions versions) => JsonAnswer.List(
        await versions.ListAsync(kind, id, http.Limit(), http.Query("cursor"), http.RequestAborted),
        ResourceJson.Default.VersionView);

    private static async Task<JsonAnswer> ReadAsync(
        HttpContext http, ResourceKind kind, string id, int version, ResourceVersions versions)
    {
        var row = await versions.ReadAsync(kind, id, version, http.RequestAborted);
        return JsonAnswer.Ok(writer => FormerDocument.Write(writer, row));
    }

    private static async Task<JsonAnswer> DifferenceAsync(
        HttpContext http, ResourceKind kind, string id, int version, ResourceVersions versions) => JsonAnswer.Ok(
        await versions.DifferenceAsync(kind, id, version, http.Number(To), http.RequestAborted),
        ResourceJson.Default.DifferenceView);

    private static async Task<JsonAnswer> AuditAsync(
        HttpContext http, ResourceKind kind, string id, AuditTrail audit) =>
        Answer(await audit.ListAsync(kind, id, http.Limit(), http.Query("cursor"), http.RequestAborted));
}

/// <summary>A resource as it was: beside these, the fields that its kind has of its own.</summary>
internal sealed record FormerView(string Id, string Name, int Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
