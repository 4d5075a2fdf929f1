using Weir.Engine.Accounts;
using Weir.Hosting;
using Weir.Model;

namespace Weir.Api;

/// <summary><c>/v1/me</c>: who asks, and what users change of themselves.</summary>
internal static class MeApi
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        var me = v1.MapGroup("/me").WithTags("Account");
        me.MapGet("", ReadAsync).WithName("readMe").Needs(Role.Monitor).Produces<MeView>();
        me.MapPatch("", ChangeAsync).WithName("changeMe").Needs(Role.Monitor).Produces<MeView>().TakesBody<MeBody>();
    }

    private static async Task<JsonAnswer> ReadAsync(HttpContext http, ProfileService service) =>
        Ok(await service.ReadAsync(http.Caller(), http.RequestAborted));

    private static async Task<JsonAnswer> ChangeAsync(HttpContext http, ProfileService service, SessionCookie cookie)
    {
        var patch = await http.BodyAsync();
        var profile = await service.ChangeAsync(
            http.Caller(), patch, http.IfMatch(), http.SignInPlace(), http.RequestAborted);
        if (profile.SignedIn is { } signedIn)
        {
            cookie.Write(http, signedIn);
        }

        return Ok(profile);
    }

    private static JsonAnswer Ok(Profile profile) =>
        JsonAnswer.Ok(profile.View, AccountJson.Default.MeView, profile.Version);
}
