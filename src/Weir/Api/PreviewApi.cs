using Weir.Engine.Previews;

namespace Weir.Api;

/// <summary><c>/v1/preview</c>: what an expression makes of a record.</summary>
internal static class PreviewApi
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        // As a delegate: what only takes the context would else be mapped as if it wrote its answer itself.
        var preview = v1.MapGroup("/preview").WithTags("Preview");
        preview.MapPost("/path", (Delegate)PathAsync).WithName("previewPath")
            .Produces<PathPreviewView>().TakesBody<PathPreviewBody>("path", "record");
        preview.MapPost("/filter", (Delegate)FilterAsync).WithName("previewFilter")
            .Produces<FilterPreviewView>().TakesBody<FilterPreviewBody>("filter", "record");
        preview.MapPost("/template", (Delegate)TemplateAsync).WithName("previewTemplate")
            .Produces<TemplatePreviewView>().TakesBody<TemplatePreviewBody>("template", "record");
        preview.MapPost("/mapping", (Delegate)MappingAsync).WithName("previewMapping")
            .Produces<MappingPreviewView>().TakesBody<MappingPreviewBody>("mapping", "record");
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
