using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Weir.Api;
using Weir.Engine.Accounts;

namespace Weir.Hosting;

/// <summary>Signs in by the session's cookie. Writes then need the server's own origin (<see cref="OriginGuard"/>).</summary>
internal sealed class CookieAuthentication(
    SessionCookie cookie,
    SessionService sessions,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder)
    : AccountAuthentication(options, logger, encoder)
{
    public new const string SchemeName = "Cookie";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (cookie.Read(Context) is not { } value)
        {
            return AuthenticateResult.NoResult();
        }

        return await sessions.FindAsync(value, Context.RequestAborted) is { } signedIn
            ? AuthenticateResult.Success(new AuthenticationTicket(
                signedIn.User.Actor.Principal(SchemeName, signedIn.Session), SchemeName))
            : AuthenticateResult.Fail("The session is not known, or over.");
    }
}
