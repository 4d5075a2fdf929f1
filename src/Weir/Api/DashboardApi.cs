using Weir.Engine.Dashboard;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/dashboard</c></summary>
internal static class DashboardApi
{
    public static void Map(IEndpointRouteBuilder v1) => v1.MapGet("/dashboard", ReadAsync).WithTags("Flows")
        .WithName("readDashboard").Needs(Role.Monitor).Produces<DashboardView>()
        .TakesQuery("integration", "Only the flows of this integration.")
        .TakesQuery("days", $"So many days of hours, 1 to {DashboardService.DaysMax}; 1 when left out.");

    private static async Task<JsonAnswer> ReadAsync(HttpContext http, DashboardService service)
    {
        var integration = http.Query("integration") is { } id ? new IntegrationId(id) : (IntegrationId?)null;
        return JsonAnswer.Ok(
            await service.ReadAsync(integration, http.Number("days") ?? 1, http.RequestAborted), DashboardJson.Default.DashboardView);
    }
}
