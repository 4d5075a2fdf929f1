using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Weir.Engine.Accounts;
using Weir.Model;

namespace Weir.Api;

/// <summary>
/// Who may use an endpoint. Denied by default: one that neither names a role nor says that it is open is closed to
/// everybody, so a new endpoint begins with the question who may use it.
/// </summary>
internal static class Access
{
    private const string SessionClaim = "session";

    /// <summary>Open to this role and to those above it.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, Role role)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new RoleNote(role)).RequireAuthorization(NameOf(role));

    public static void Add(IServiceCollection services)
    {
        var policies = services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder()
                .RequireAuthenticatedUser().RequireAssertion(IsNoEndpoint).Build());
        foreach (var role in Enum.GetValues<Role>())
        {
            policies.AddPolicy(NameOf(role), policy => policy
                .RequireAuthenticatedUser().RequireAssertion(context => context.User.Actor() is { } actor && actor.Role >= role));
        }
    }

    /// <summary>Who asks, as the sign-in found out; null when nobody is signed in.</summary>
    public static Actor? Actor(this ClaimsPrincipal user) =>
        user.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
        && Enum.TryParse<Role>(user.FindFirstValue(ClaimTypes.Role), out var role)
            ? new Actor(id, user.FindFirstValue(ClaimTypes.Name) ?? id, role)
            : null;

    /// <summary>The session that asks; null for a token.</summary>
    public static SessionId? Session(this ClaimsPrincipal user) =>
        user.FindFirstValue(SessionClaim) is { } id ? new SessionId(id) : null;

    /// <summary>The same the other way.</summary>
    public static ClaimsPrincipal Principal(this Actor actor, string scheme, SessionId? session = null)
    {
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, actor.Id),
                new Claim(ClaimTypes.Name, actor.Name),
                new Claim(ClaimTypes.Role, actor.Role.ToString()),
            ],
            scheme);
        if (session is { } id)
        {
            identity.AddClaim(new Claim(SessionClaim, id.Value));
        }

        return new ClaimsPrincipal(identity);
    }

    /// <summary>
    /// Whether whoever asked may still use the endpoint: looked up anew, as a request that goes on for long outlives what it
    /// began with.
    /// </summary>
    public static async Task<bool> IsStillGivenAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<RoleNote>() is not { } needed
            || http.User.Identity?.AuthenticationType is not { } scheme)
        {
            return false;
        }

        // A request's own handler remembers its first answer.
        await using var scope = http.RequestServices.CreateAsyncScope();
        var handlers = scope.ServiceProvider.GetRequiredService<IAuthenticationHandlerProvider>();
        return await handlers.GetHandlerAsync(http, scheme) is { } handler
            && (await handler.AuthenticateAsync()).Principal?.Actor() is { } actor
            && actor.Role >= needed.Role;
    }

    /// <summary>The sentence for somebody whose role does not reach.</summary>
    public static RefusalException Forbidden(HttpContext http)
    {
        var needed = http.GetEndpoint()?.Metadata.GetMetadata<RoleNote>()?.Role;
        var has = http.User.Actor()?.Role;
        return new RefusalException(
            ErrorCodes.Forbidden,
            needed is null || has is null
                ? "This is open to nobody."
                : $"It needs the role {needed.Value.Word()}; yours is {has.Value.Word()}.");
    }

    private static string NameOf(Role role) => $"role:{role}";

    // Where there is nothing, whoever is signed in is told so (404).
    private static bool IsNoEndpoint(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint;
}

/// <summary>The least role that an endpoint is open to.</summary>
internal sealed record RoleNote(Role Role);
