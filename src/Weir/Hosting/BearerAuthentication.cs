using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Weir.Api;
using Weir.Model;

namespace Weir.Hosting;

/// <summary>Signs in by <c>Authorization: Bearer</c>. Everything that is not said to be open needs it.</summary>
internal sealed class BearerAuthentication(
    AdministratorToken administrator,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    private const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (!administrator.Matches(header[Prefix.Length..].Trim()))
        {
            return Task.FromResult(AuthenticateResult.Fail("The token is not known."));
        }

        return Task.FromResult(AuthenticateResult.Success(
            new AuthenticationTicket(Actor.ApiToken.Principal(SchemeName), SchemeName)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = SchemeName;
        return ProblemAnswer.WriteAsync(Context, new RefusalException(
            ErrorCodes.Unauthorized, "Send a valid token: Authorization: Bearer <token>."));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ProblemAnswer.WriteAsync(Context, Access.Forbidden(Context));
}
