namespace Weir.Pages;

/// <summary>
/// Which addresses are the pages': all that the API, its description and the health checks do not have. Below those an
/// unknown address stays what it is, so that no script takes a page for an answer.
/// </summary>
internal sealed class PageAddress : IRouteConstraint
{
    public const string Name = "page";

    private static readonly string[] Others = ["v1", "openapi", "docs", "health"];

    public bool Match(
        HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values[routeKey] is not string path
        || !Others.Contains(path.Split('/', 2)[0], StringComparer.OrdinalIgnoreCase);

    /// <summary>True where a file is asked for, not a page: ids and names of pages have no dot.</summary>
    public static bool IsFile(string path) =>
        path.StartsWith("assets/", StringComparison.Ordinal) || path[(path.LastIndexOf('/') + 1)..].Contains('.');
}
