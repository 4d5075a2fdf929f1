using Microsoft.AspNetCore.Authorization;
using Weir.Model;

namespace Weir.Hosting;

/// <summary>
/// A browser sends the cookie by itself, so a write with it counts only from a page of this server. Where one signs in there
/// is no cookie yet: there another page's origin is refused, so that nobody is signed in unknowingly as somebody else.
/// </summary>
internal sealed class OriginGuard(OwnOrigin own)
{
    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var isWrite = !HttpMethods.IsGet(http.Request.Method)
            && !HttpMethods.IsHead(http.Request.Method)
            && !HttpMethods.IsOptions(http.Request.Method);
        var hasCookie = http.User.Identity?.AuthenticationType == CookieAuthentication.SchemeName;
        var signsIn = http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null && http.Request.Headers.Origin.Count > 0;
        return isWrite && (hasCookie || signsIn) && !own.IsSent(http)
            ? throw new RefusalException(
                ErrorCodes.Forbidden, "This request does not come from a page of this server: its Origin is another one.")
            : next(http);
    }
}
