using Weir.Engine.Catalogue;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/applications</c></summary>
internal static class ApplicationsApi
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        var applications = v1.MapGroup("/applications").WithTags("Applications");
        applications.MapGet("", List).WithName("listApplications").Needs(Role.Monitor);
        applications.MapGet("/{key}", Read).WithName("readApplication").Needs(Role.Monitor);
    }

    private static JsonAnswer List(ApplicationCatalogue catalogue) =>
        JsonAnswer.Ok(writer => ApplicationDocument.WriteList(writer, catalogue.All));

    private static JsonAnswer Read(string key, ApplicationCatalogue catalogue)
    {
        var application = catalogue.Find(key) ?? throw RefusalException.NotFound("application", key);
        return JsonAnswer.Ok(writer => ApplicationDocument.WriteOne(writer, application));
    }
}
