using Weir.Engine.Accounts;
using Weir.Model;

namespace Weir.Hosting;

/// <summary>The cookie that holds a session's value: no script reads it, no other site sends it.</summary>
internal sealed class SessionCookie(OwnOrigin own)
{
    private const string NamePrefix = "weir_session_";

    public string? Read(HttpContext http) => http.Request.Cookies[Name(http)];

    public void Write(HttpContext http, SignedIn signedIn)
    {
        var options = Options(http);
        options.MaxAge = SignInSession.LifeMax;
        http.Response.Cookies.Append(Name(http), signedIn.Value, options);
    }

    public void Remove(HttpContext http) => http.Response.Cookies.Delete(Name(http), Options(http));

    private string Name(HttpContext http) => $"{NamePrefix}{own.Port(http)}";

    private CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = own.IsSecure(http),
        Path = "/",
        IsEssential = true,
    };
}
