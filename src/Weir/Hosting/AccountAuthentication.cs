using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Weir.Api;
using Weir.Model;

namespace Weir.Hosting;

/// <summary>What both ways to sign in answer when they are not enough.</summary>
internal abstract class AccountAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Takes a bearer token where one is sent, else the cookie: a request with both is the token's.</summary>
    public const string SchemeName = "Account";

    public static void Add(IServiceCollection services)
    {
        // Not AddAuthentication(): that makes keys for cookies in the user's home folder, and our cookies need none.
        services.AddAuthenticationCore(options => options.DefaultScheme = SchemeName);
        services.AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddPolicyScheme(SchemeName, null, policy => policy.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, BearerAuthentication>(BearerAuthentication.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, CookieAuthentication>(CookieAuthentication.SchemeName, null);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = BearerAuthentication.SchemeName;
        return ProblemAnswer.WriteAsync(Context, new RefusalException(
            ErrorCodes.Unauthorized, "Sign in, or send a valid token: Authorization: Bearer <token>."));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ProblemAnswer.WriteAsync(Context, Access.Forbidden(Context));

    private static string SchemeOf(HttpContext http) => BearerAuthentication.IsSent(http.Request)
        ? BearerAuthentication.SchemeName
        : CookieAuthentication.SchemeName;
}
