namespace Weir.Hosting;

/// <summary>The API's own description: OpenAPI 3.1 at <c>/openapi/v1.json</c>, and a page to read it at <c>/docs</c>.</summary>
internal static class OpenApiDocument
{
    public static void Add(IServiceCollection services) => services.AddOpenApi();

    /// <summary>Before sign-in is asked for: the page is open.</summary>
    public static void UsePage(WebApplication web) => web.UseSwaggerUI(page =>
    {
        page.RoutePrefix = "docs";
        page.SwaggerEndpoint("/openapi/v1.json", "Weir");
    });

    public static void Map(WebApplication web) => web.MapOpenApi().AllowAnonymous();
}
