using Weir.Engine.Dashboard;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/dashboard</c></summary>
internal static class DashboardApi
{
    public static void Map(IEndpointRouteBuilder v1) => v1.MapGet("/dashboard", ReadAsync).WithTags("Flows")
        .WithName("readDashboard").Needs(Role.Monitor).Produces<DashboardView>();

    private static async Task<JsonAnswer> ReadAsync(HttpContext http, DashboardService service) =>
        JsonAnswer.Ok(await service.ReadAsync(http.RequestAborted), DashboardJson.Default.DashboardView);
}
