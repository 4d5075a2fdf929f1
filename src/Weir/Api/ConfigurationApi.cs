using Weir.Engine.Configuration;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/configuration</c></summary>
internal static class ConfigurationApi
{
    private const string DryRun = "dryRun";
    private const string Prune = "prune";

    private const string ReadSays =
        """
        The whole configuration: each resource with its own fields, without ids, versions, times and status; references are
        names; a secret that is set is {"$env":"NAME"} with the name of a variable. What is null is left out.
        """;

    private const string ApplySays =
        """
        Makes the resources that are missing and changes those that differ, all of them or none. A resource is known by its
        kind and name; a field that is left out has its default. A secret is {"$secret":"value"}, or {"$env":"NAME"} where
        its value is not to be had: then the stored one stays, unless the settings lead to another address; the server never
        reads its own environment for it. Without a stored one the connection is stored untested. A secret that is left out
        stays, null clears it. Connections whose settings or secrets have changed are tested afterwards, for at most 30 s
        together; a failing test undoes nothing. The ETag of the answer is that of the configuration as it is then. At most
        16 MB and 10,000 resources.
        """;

    public static void Map(IEndpointRouteBuilder v1)
    {
        var configuration = v1.MapGroup("/configuration").WithTags("Configuration");
        configuration.MapGet("", ReadAsync).WithName("readConfiguration").WithDescription(ReadSays).Needs(Role.Monitor)
            .Produces<ConfigurationView>();
        configuration.MapPost("", ApplyAsync).WithName("applyConfiguration").WithDescription(ApplySays).Needs(Role.Administrator)
            .Produces<ConfigurationChangesView>().TakesBody<ConfigurationView>()
            .TakesQuery(DryRun, "true only tells what would change.")
            .TakesQuery(Prune, "true deletes what is stored and not in the body.")
            .TakesIfMatch()
            .WithMetadata(ConfigurationService.BodyBounds);
    }

    private static async Task<JsonAnswer> ReadAsync(HttpContext http, ConfigurationService service)
    {
        var (json, tag) = await service.ReadAsync(http.RequestAborted);
        return JsonAnswer.Tagged(json, tag);
    }

    private static async Task<JsonAnswer> ApplyAsync(HttpContext http, ConfigurationService service)
    {
        var how = new ConfigurationApplying(http.Flag(DryRun, false), http.Flag(Prune, false), http.IfMatchTag());
        var (changes, tag) = await service.ApplyAsync(await http.BodyAsync(), how, http.Actor(), http.RequestAborted);
        return JsonAnswer.Tagged(changes, ConfigurationJson.Default.ConfigurationChangesView, tag);
    }
}
