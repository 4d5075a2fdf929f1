using Weir.Engine.Accounts;
using Weir.Hosting;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/session</c>, where the web pages sign in and out, and <c>/v1/sessions</c>, the caller's own.</summary>
internal static class SessionApi
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        var session = v1.MapGroup("/session").WithTags("Session").AllowAnonymous();
        session.MapGet("", ReadAsync).WithName("readSession").Produces<SessionStateView>();
        session.MapPost("", SignInAsync).WithName("signIn").Produces(204).TakesBody<SignInBody>("email", "password")
            .AnsweredAnew();
        session.MapDelete("", SignOutAsync).WithName("signOut").Produces(204).HasNoVersions();

        var sessions = v1.MapGroup("/sessions").WithTags("Session");
        sessions.MapGet("", ListAsync).WithName("listSessions").Needs(Role.Monitor).ProducesSlice<SessionView>();
        sessions.MapDelete("", EndOthersAsync).WithName("endOtherSessions").Needs(Role.Monitor).Produces(204).HasNoVersions();
        sessions.MapDelete("/{id}", EndAsync).WithName("endSession").Needs(Role.Monitor).Produces(204).HasNoVersions();
    }

    private static async Task<JsonAnswer> ReadAsync(HttpContext http, UserService users, SetupService setup)
    {
        var user = http.CallerOrNobody()?.User is { } id ? await users.ReadAsync(id, http.RequestAborted) : null;
        var state = new SessionStateView(user, await setup.IsNeededAsync(http.RequestAborted));
        return JsonAnswer.Ok(state, AccountJson.Default.SessionStateView);
    }

    private static async Task<JsonAnswer> SignInAsync(HttpContext http, SessionService service, SessionCookie cookie)
    {
        var signedIn = await service.SignInAsync(await http.BodyAsync(), http.SignInPlace(), http.RequestAborted);
        // The browser's former session has no cookie any more: nobody could sign it out.
        await service.SignOutAsync(http.CallerOrNobody(), CancellationToken.None);
        cookie.Write(http, signedIn);
        return JsonAnswer.NoContent;
    }

    private static async Task<JsonAnswer> SignOutAsync(HttpContext http, SessionService service, SessionCookie cookie)
    {
        await http.NoBodyAsync();
        await service.SignOutAsync(http.CallerOrNobody(), http.RequestAborted);
        cookie.Remove(http);
        return JsonAnswer.NoContent;
    }

    private static async Task<JsonAnswer> ListAsync(HttpContext http, SessionService service) =>
        JsonAnswer.List(
            await service.ListAsync(http.Caller(), http.Limit(), http.Query("cursor"), http.RequestAborted),
            AccountJson.Default.SessionView);

    private static async Task<JsonAnswer> EndAsync(HttpContext http, string id, SessionService service)
    {
        await service.EndAsync(http.Caller(), new SessionId(id), http.RequestAborted);
        return JsonAnswer.NoContent;
    }

    private static async Task<JsonAnswer> EndOthersAsync(HttpContext http, SessionService service)
    {
        await http.NoBodyAsync();
        await service.EndOthersAsync(http.Caller(), http.RequestAborted);
        return JsonAnswer.NoContent;
    }
}
