using Weir.Engine.Exports;
using Weir.Engine.Previews;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/exports</c></summary>
internal static class ExportsApi
{
    private const string Path = "/exports";

    public static void Map(IEndpointRouteBuilder v1)
    {
        var exports = v1.MapGroup(Path).WithTags("Exports");
        exports.MapGet("", ListAsync).WithName("listExports").Needs(Role.Monitor).ProducesList<ExportView>();
        exports.MapPost("", CreateAsync).WithName("createExport").Needs(Role.Manager).Produces<ExportView>(201)
            .Takes<ExportView>(ExportView.ReadOnlyFields, "name", "connection");
        exports.MapPost("/preview", PreviewAsync).WithName("previewExport").Needs(Role.Manager)
            .Produces<ExportPreviewView>().TakesBody<ExportPreviewBody>("export");
        exports.MapGet("/{id}", ReadAsync).WithName("readExport").Needs(Role.Monitor).Produces<ExportView>();
        exports.MapPatch("/{id}", ChangeAsync).WithName("changeExport").Needs(Role.Manager).Produces<ExportView>()
            .Takes<ExportView>(ExportView.ReadOnlyFields);
        exports.MapDelete("/{id}", DeleteAsync).WithName("deleteExport").Needs(Role.Manager).Produces(204);
        exports.MapGet("/{id}/usage", UsageAsync).WithName("readExportUsage").Needs(Role.Monitor).Produces<UsageView>();
        exports.MapPost(HistoryApi.RevertPath, RevertAsync).WithName("revertExport").Needs(Role.Manager).Produces<ExportView>()
            .TakesIfMatch();
        HistoryApi.Map(exports, ResourceKind.Export);
    }

    private static async Task<JsonAnswer> ListAsync(HttpContext http, ExportService service) =>
        JsonAnswer.List(await service.ListAsync(http.ListQuery(), http.RequestAborted), ExportJson.Default.ExportView);

    private static async Task<JsonAnswer> CreateAsync(HttpContext http, ExportService service)
    {
        var view = await service.CreateAsync(await http.BodyAsync(), http.Actor(), http.RequestAborted);
        return JsonAnswer.Created(view, ExportJson.Default.ExportView, view.Version, $"/v1{Path}/{view.Id}");
    }

    private static async Task<JsonAnswer> ReadAsync(HttpContext http, string id, ExportService service) =>
        Ok(await service.ReadAsync(new ExportId(id), http.RequestAborted));

    private static async Task<JsonAnswer> ChangeAsync(HttpContext http, string id, ExportService service)
    {
        var patch = await http.BodyAsync();
        return Ok(await service.ChangeAsync(
            new ExportId(id), patch, http.IfMatch(), http.Actor(), http.RequestAborted));
    }

    private static async Task<JsonAnswer> DeleteAsync(HttpContext http, string id, ExportService service)
    {
        await service.DeleteAsync(new ExportId(id), http.IfMatch(), http.Actor(), http.RequestAborted);
        return JsonAnswer.NoContent;
    }

    private static async Task<JsonAnswer> RevertAsync(HttpContext http, string id, int version, ExportService service)
    {
        await http.NoBodyAsync();
        return Ok(await service.RevertAsync(
            new ExportId(id), version, http.IfMatch(), http.Actor(), http.RequestAborted));
    }

    private static async Task<JsonAnswer> UsageAsync(HttpContext http, string id, ExportService service) =>
        JsonAnswer.Ok(await service.UsageAsync(new ExportId(id), http.RequestAborted), ResourceJson.Default.UsageView);

    private static async Task<JsonAnswer> PreviewAsync(HttpContext http, ExportPreview preview) =>
        JsonAnswer.Ok(
            await preview.RunAsync(await http.BodyAsync(), http.RequestAborted), PreviewJson.Default.ExportPreviewView);

    private static JsonAnswer Ok(ExportView view) => JsonAnswer.Ok(view, ExportJson.Default.ExportView, view.Version);
}
