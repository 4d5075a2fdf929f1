using Weir.Engine.Accounts;
using Weir.Hosting;

namespace Weir.Api;

/// <summary><c>/v1/setup</c>: whoever has the one-time code becomes the owner.</summary>
internal static class SetupApi
{
    public static void Map(IEndpointRouteBuilder v1) =>
        v1.MapPost("/setup", SetUpAsync).WithTags("Session").WithName("setUp").AllowAnonymous()
            .Produces<UserView>(201).TakesBody<SetupBody>("code", "email", "password").AnsweredAnew();

    private static async Task<JsonAnswer> SetUpAsync(HttpContext http, SetupService service, SessionCookie cookie)
    {
        var signedIn = await service.SetUpAsync(await http.BodyAsync(), http.SignInPlace(), http.RequestAborted);
        cookie.Write(http, signedIn);
        var view = UserView.Of(signedIn.User);
        return JsonAnswer.Created(view, AccountJson.Default.UserView, view.Version, $"/v1/users/{view.Id}");
    }
}
