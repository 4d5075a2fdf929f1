using Weir.Model;

namespace Weir.Pages;

/// <summary>
/// The web pages: files by their exact name, and one page for every other address that is not the API's. Open to everybody,
/// because they hold nothing of anybody; answered before anything is asked of the database.
/// </summary>
internal static class PagesEndpoint
{
    private const string Parameter = "path";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void Add(IServiceCollection services, PageFiles pages)
    {
        services.AddSingleton(pages);
        services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<PageAddress>(PageAddress.Name));
    }

    public static void Map(WebApplication web)
    {
        var pages = web.Services.GetRequiredService<PageFiles>();
        web.MapMethods($"/{{**{Parameter}:{PageAddress.Name}}}", Methods, http => AnswerAsync(http, pages))
            .AllowAnonymous().ShortCircuit().ExcludeFromDescription();
    }

    private static Task AnswerAsync(HttpContext http, PageFiles pages)
    {
        var path = http.Request.RouteValues[Parameter] as string ?? "";
        if (pages.Find(path) is { } file)
        {
            return file.AnswerAsync(http);
        }

        return PageAddress.IsFile(path)
            ? throw new RefusalException(ErrorCodes.NotFound, $"There is nothing at {http.Request.Path}.")
            : (pages.Index ?? IndexPage.NotBuilt).AnswerAsync(http);
    }
}
