using Weir.Engine.Previews;
using Weir.Engine.Schedules;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/preview</c>: what an expression makes of a record.</summary>
internal static class PreviewApi
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        // As a delegate: what only takes the context would else be mapped as if it wrote its answer itself.
        var preview = v1.MapGroup("/preview").WithTags("Preview");
        preview.MapPost("/path", (Delegate)PathAsync).WithName("previewPath").Needs(Role.Monitor)
            .Produces<PathPreviewView>().TakesBody<PathPreviewBody>("path", "record");
        preview.MapPost("/filter", (Delegate)FilterAsync).WithName("previewFilter").Needs(Role.Monitor)
            .Produces<FilterPreviewView>().TakesBody<FilterPreviewBody>("filter", "record");
        preview.MapPost("/template", (Delegate)TemplateAsync).WithName("previewTemplate").Needs(Role.Monitor)
            .Produces<TemplatePreviewView>().TakesBody<TemplatePreviewBody>("template", "record");
        preview.MapPost("/mapping", (Delegate)MappingAsync).WithName("previewMapping").Needs(Role.Monitor)
            .Produces<MappingPreviewView>().TakesBody<MappingPreviewBody>("mapping", "record");
        preview.MapPost("/schedule", (Delegate)ScheduleAsync).WithName("previewSchedule").Needs(Role.Monitor)
            .Produces<SchedulePreviewView>().TakesBody<SchedulePreviewBody>("schedule");
    }

    private static async Task<JsonAnswer> ScheduleAsync(HttpContext http, TimeProvider time)
    {
        var body = await http.BodyAsync();
        return JsonAnswer.Ok(writer => SchedulePreview.Write(body, time.GetUtcNow(), writer));
    }

    private static async Task<JsonAnswer> PathAsync(HttpContext http)
    {
        var body = await http.BodyAsync();
        return JsonAnswer.Ok(writer => ExpressionPreview.Path(body, writer));
    }

    private static async Task<JsonAnswer> FilterAsync(HttpContext http)
    {
        var body = await http.BodyAsync();
        return JsonAnswer.Ok(writer => ExpressionPreview.Filter(body, writer));
    }

    private static async Task<JsonAnswer> TemplateAsync(HttpContext http)
    {
        var body = await http.BodyAsync();
        return JsonAnswer.Ok(writer => ExpressionPreview.Template(body, writer));
    }

    private static async Task<JsonAnswer> MappingAsync(HttpContext http)
    {
        var body = await http.BodyAsync();
        return JsonAnswer.Ok(writer => ExpressionPreview.Mapping(body, writer));
    }
}
