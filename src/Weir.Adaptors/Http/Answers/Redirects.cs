using System.Net;

namespace Weir.Adaptors.Http.Answers;

/// <summary>Whether and where a redirect is followed. At most <see cref="HopsMax"/> for one attempt.</summary>
internal static class Redirects
{
    public const int HopsMax = 5;

    private const int AddressCharsMax = 8 * 1024;

    public static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently
        or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>
    /// The next address; null when the redirect is not followed. Only GET and HEAD go along with any redirect; other
    /// requests are sent again as they are by 307 and 308, and only to the same origin. From https never to http.
    /// </summary>
    public static Uri? Follow(HttpResponseMessage response, Uri from, bool isSafe)
    {
        if (!response.Headers.NonValidated.TryGetValues("Location", out var values)
            || values.ToString() is not { Length: > 0 and <= AddressCharsMax } location
            || !Uri.TryCreate(from, location.Trim(), out var to)
            || (to.Scheme != Uri.UriSchemeHttp && to.Scheme != Uri.UriSchemeHttps)
            || (from.Scheme == Uri.UriSchemeHttps && to.Scheme == Uri.UriSchemeHttp)
            || to.UserInfo.Length > 0)
        {
            return null;
        }

        var keepsMethod = response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        return isSafe || (keepsMethod && Origin.Same(from, to)) ? to : null;
    }
}
