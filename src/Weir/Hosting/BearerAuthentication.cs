using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Weir.Api;
using Weir.Engine.Accounts;

namespace Weir.Hosting;

/// <summary>Signs in by <c>Authorization: Bearer</c>: the operator's tokens, and those that administrators have made.</summary>
internal sealed class BearerAuthentication(
    OperatorTokens operators,
    TokenService tokens,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder)
    : AccountAuthentication(options, logger, encoder)
{
    public new const string SchemeName = "Bearer";

    private const string Prefix = "Bearer ";

    public static bool IsSent(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var token = Request.Headers.Authorization.ToString()[Prefix.Length..].Trim();
        var actor = operators.Find(token) ?? await tokens.FindAsync(token, Context.RequestAborted);
        return actor is null
            ? AuthenticateResult.Fail("The token is not known.")
            : AuthenticateResult.Success(new AuthenticationTicket(actor.Principal(SchemeName), SchemeName));
    }
}
