using Weir.Engine.Audit;
using Weir.Engine.Flows;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/flows/{id}/marks</c></summary>
internal static class MarksApi
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        var marks = v1.MapGroup("/flows/{id}/marks").WithTags("Flows");
        marks.MapGet("", ReadAsync).WithName("readMarks").Needs(Role.Monitor).Produces<MarksView>();
        marks.MapPut("", SetAsync).WithName("setMarks").Needs(Role.Manager).Produces<MarksView>()
            .TakesBody<MarksView>("marks");
    }

    private static async Task<JsonAnswer> ReadAsync(HttpContext http, string id, MarkService service) =>
        Ok(await service.ReadAsync(new FlowId(id), http.RequestAborted));

    private static async Task<JsonAnswer> SetAsync(HttpContext http, string id, MarkService service, AuditTrail audit)
    {
        var marks = await service.SetAsync(new FlowId(id), await http.BodyAsync(), http.RequestAborted);
        await audit.NoteAsync(http.Actor(), AuditActions.FlowMarked, ResourceKind.Flow, id);
        return Ok(marks);
    }

    private static JsonAnswer Ok(MarksView view) => JsonAnswer.Ok(view, MarksJson.Default.MarksView);
}
