using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/health/live</c> and <c>/health/ready</c>, for whoever watches the process. They need no token.</summary>
internal static class HealthApi
{
    /// <summary>Answers also while the database is away.</summary>
    public const string LivePath = "/health/live";

    private static readonly TimeSpan ReadMax = TimeSpan.FromSeconds(3);

    public static void Map(IEndpointRouteBuilder root)
    {
        var health = root.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health.MapGet("/live", Live).WithName("live");
        health.MapGet("/ready", ReadyAsync).WithName("ready");

        // Load balancers ask so.
        health.MapMethods("/live", [HttpMethods.Head], Live).ExcludeFromDescription();
        health.MapMethods("/ready", [HttpMethods.Head], ReadyAsync).ExcludeFromDescription();
    }

    private static JsonAnswer Live() => JsonAnswer.Status("live");

    /// <summary>Ready is whoever can read what is stored.</summary>
    private static async Task<JsonAnswer> ReadyAsync(HttpContext http, IResourceStore store, TimeProvider time)
    {
        try
        {
            await store.ListAsync(ResourceKind.Connection, new ListQuery(Limit: 1), http.RequestAborted)
                .WaitAsync(ReadMax, time, http.RequestAborted);
            return JsonAnswer.Status("ready");
        }
        catch (TimeoutException)
        {
            throw new RefusalException(ErrorCodes.Unavailable, "The database does not answer.");
        }
    }
}
