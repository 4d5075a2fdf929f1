using Weir.Engine.Audit;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/audit</c></summary>
internal static class AuditApi
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        var list = v1.MapGet("/audit", ListAsync).WithTags("Audit").WithName("listAudit").Needs(Role.Administrator)
            .ProducesSlice<AuditView>();
        foreach (var (name, says) in AuditSelection.Filters)
        {
            list.TakesQuery(name, says);
        }
    }

    private static async Task<JsonAnswer> ListAsync(HttpContext http, AuditTrail audit) => HistoryApi.Answer(
        await audit.ListAsync(
            AuditSelection.Read(http.Query), http.Limit(), http.Query("cursor"), http.RequestAborted));
}
