using Weir.Engine.Catalogue;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/applications</c></summary>
internal static class ApplicationsApi
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        var applications = v1.MapGroup("/applications").WithTags("Applications");
        applications.MapGet("", List).WithName("listApplications").Needs(Role.Monitor).Produces<ListView<ApplicationEntryView>>();
        applications.MapGet("/{key}", Read).WithName("readApplication").Needs(Role.Monitor).Produces<ApplicationView>();
    }

    /// <summary>All of them at once: there are as many as the operator has definitions.</summary>
    private static JsonAnswer List(ApplicationCatalogue catalogue) => JsonAnswer.List(
        new Slice<ApplicationEntryView>([.. catalogue.All.Select(ApplicationEntryView.Of)], null),
        ApplicationJson.Default.ApplicationEntryView);

    private static JsonAnswer Read(string key, ApplicationCatalogue catalogue) => JsonAnswer.Ok(
        ApplicationView.Of(catalogue.Find(key) ?? throw RefusalException.NotFound("application", key)),
        ApplicationJson.Default.ApplicationView);
}
