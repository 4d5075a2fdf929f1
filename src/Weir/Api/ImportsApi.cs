using Weir.Engine.Imports;
using Weir.Engine.Previews;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/imports</c></summary>
internal static class ImportsApi
{
    private const string Path = "/imports";

    public static void Map(IEndpointRouteBuilder v1)
    {
        var imports = v1.MapGroup(Path).WithTags("Imports");
        imports.MapGet("", ListAsync).WithName("listImports").Needs(Role.Monitor).ProducesList<ImportView>();
        imports.MapPost("", CreateAsync).WithName("createImport").Needs(Role.Manager).Produces<ImportView>(201)
            .Takes<ImportView>(ImportView.ReadOnlyFields, "name", "connection");
        imports.MapPost("/preview", PreviewAsync).WithName("previewImport").Needs(Role.Manager)
            .Produces<ImportPreviewView>().TakesBody<ImportPreviewBody>("import", "records");
        imports.MapGet("/{id}", ReadAsync).WithName("readImport").Needs(Role.Monitor).Produces<ImportView>();
        imports.MapPatch("/{id}", ChangeAsync).WithName("changeImport").Needs(Role.Manager).Produces<ImportView>()
            .Takes<ImportView>(ImportView.ReadOnlyFields);
        imports.MapDelete("/{id}", DeleteAsync).WithName("deleteImport").Needs(Role.Manager).Produces(204);
        imports.MapGet("/{id}/usage", UsageAsync).WithName("readImportUsage").Needs(Role.Monitor).Produces<UsageView>();
        imports.MapPost(HistoryApi.RevertPath, RevertAsync).WithName("revertImport").Needs(Role.Manager).Produces<ImportView>()
            .TakesIfMatch();
        HistoryApi.Map(imports, ResourceKind.Import);
    }

    private static async Task<JsonAnswer> ListAsync(HttpContext http, ImportService service) =>
        JsonAnswer.List(await service.ListAsync(http.ListQuery(), http.RequestAborted), ImportJson.Default.ImportView);

    private static async Task<JsonAnswer> CreateAsync(HttpContext http, ImportService service)
    {
        var view = await service.CreateAsync(await http.BodyAsync(), http.Actor(), http.RequestAborted);
        return JsonAnswer.Created(view, ImportJson.Default.ImportView, view.Version, $"/v1{Path}/{view.Id}");
    }

    private static async Task<JsonAnswer> ReadAsync(HttpContext http, string id, ImportService service) =>
        Ok(await service.ReadAsync(new ImportId(id), http.RequestAborted));

    private static async Task<JsonAnswer> ChangeAsync(HttpContext http, string id, ImportService service)
    {
        var patch = await http.BodyAsync();
        return Ok(await service.ChangeAsync(
            new ImportId(id), patch, http.IfMatch(), http.Actor(), http.RequestAborted));
    }

    private static async Task<JsonAnswer> DeleteAsync(HttpContext http, string id, ImportService service)
    {
        await service.DeleteAsync(new ImportId(id), http.IfMatch(), http.Actor(), http.RequestAborted);
        return JsonAnswer.NoContent;
    }

    private static async Task<JsonAnswer> RevertAsync(HttpContext http, string id, int version, ImportService service)
    {
        await http.NoBodyAsync();
        return Ok(await service.RevertAsync(
            new ImportId(id), version, http.IfMatch(), http.Actor(), http.RequestAborted));
    }

    private static async Task<JsonAnswer> UsageAsync(HttpContext http, string id, ImportService service) =>
        JsonAnswer.Ok(await service.UsageAsync(new ImportId(id), http.RequestAborted), ResourceJson.Default.UsageView);

    private static async Task<JsonAnswer> PreviewAsync(HttpContext http, ImportPreview preview) =>
        JsonAnswer.Ok(preview.Run(await http.BodyAsync()), PreviewJson.Default.ImportPreviewView);

    private static JsonAnswer Ok(ImportView view) => JsonAnswer.Ok(view, ImportJson.Default.ImportView, view.Version);
}
