using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Weir.Engine.Accounts;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Api;

/// <summary>Reads what every endpoint reads from a request: body, version, list, flags, caller.</summary>
internal static class HttpContextReading
{
    private const int LimitMax = 200;
    private const int LimitDefault = 50;
    private const int TextCharactersMax = 200;

    private static readonly JsonElement EmptyBody = Body.Parse("{}");

    /// <summary>Who asks.</summary>
    public static Actor Actor(this HttpContext http) =>
        http.User.Actor() ?? throw new InvalidOperationException("Nobody is signed in at an endpoint that needs it.");

    /// <summary>Who asks, with the session where there is one.</summary>
    public static Caller Caller(this HttpContext http) => new(http.Actor(), http.User.Session());

    /// <summary>As <see cref="Caller"/>; null when nobody is signed in.</summary>
    public static Caller? CallerOrNobody(this HttpContext http) =>
        http.User.Actor() is { } actor ? new Caller(actor, http.User.Session()) : null;

    /// <summary>From where somebody signs in.</summary>
    public static SignInPlace SignInPlace(this HttpContext http) => new(
        http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : http.Connection.RemoteIpAddress,
        http.Request.Headers.UserAgent is { Count: > 0 } agent ? agent.ToString() : null);

    /// <summary>The body's object. Without <c>Content-Type: application/json</c> it is refused (<c>415</c>).</summary>
    public static async Task<JsonElement> BodyAsync(this HttpContext http)
    {
        RefuseOtherMediaTypes(http.Request);
        http.RefuseLargeBody();
        return await Body.ReadAsync(http.Request.Body, http.BodyBounds(), http.RequestAborted);
    }

    /// <summary>How large a body this endpoint takes.</summary>
    public static BodyBounds BodyBounds(this HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<BodyBounds>() ?? Engine.Documents.BodyBounds.Resource;

    /// <summary>Refuses a body that says that it is too large, before it is read.</summary>
    public static void RefuseLargeBody(this HttpContext http)
    {
        if (http.Request.ContentLength > http.BodyBounds().BytesMax)
        {
            throw http.BodyBounds().TooLarge();
        }
    }

    /// <summary>As <see cref="BodyAsync"/>; an empty object when there is no body.</summary>
    public static async Task<JsonElement> OptionalBodyAsync(this HttpContext http) =>
        http.Request.ContentLength != 0 && http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }
            ? await http.BodyAsync()
            : EmptyBody;

    /// <summary>For what takes no fields: a body is refused like any with unknown fields.</summary>
    public static async Task NoBodyAsync(this HttpContext http) =>
        new DocumentReader(await http.OptionalBodyAsync()).Finish();

    /// <summary>The version that <c>If-Match</c> expects; null expects any. A tag of ours that never was matches nothing.</summary>
    public static int? IfMatch(this HttpContext http) => http.IfMatchTag() switch
    {
        null => null,
        { } tag when int.TryParse(tag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) => version,
        _ => -1,
    };

    /// <summary>The tag that <c>If-Match</c> expects, without its quotes; null expects any. Empty matches nothing.</summary>
    public static string? IfMatchTag(this HttpContext http)
    {
        var header = http.Request.Headers.IfMatch;
        if (header.Count == 0 || header.ToString().Trim() == "*")
        {
            return null;
        }

        var tag = header.ToString().Trim();
        if (tag.Contains(','))
        {
            throw RefusalException.Invalid("If-Match", "Send one ETag, as the answer gave it: which of several was meant decides what is overwritten.");
        }

        return tag.Length > 2 && tag[0] == '"' && tag[^1] == '"' ? tag[1..^1] : "";
    }

    /// <summary><c>limit</c>, <c>cursor</c>, <c>q</c> and <c>sort</c> of a list of resources.</summary>
    public static ListQuery ListQuery(this HttpContext http)
    {
        var sort = http.Query("sort") ?? "name";
        var field = sort.TrimStart('-');
        if (sort.Length - field.Length > 1 || field is not ("name" or "createdAt" or "updatedAt"))
        {
            throw RefusalException.Invalid("sort", "Sort by name, createdAt or updatedAt; with a minus before it, descending.");
        }

        return new ListQuery(http.Limit(), http.Query("cursor"), http.Query("q"), field, sort.Length > field.Length);
    }

    /// <summary><c>limit</c>: 1–200, 50 when left out.</summary>
    public static int Limit(this HttpContext http)
    {
        if (http.Query("limit") is not { } text)
        {
            return LimitDefault;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= LimitMax
            ? limit
            : throw RefusalException.Invalid("limit", $"'limit' must be a whole number from 1 to {LimitMax}.");
    }

    /// <summary>
    /// Refuses query parameters that the endpoint does not name (<see cref="QueryNote"/>): a misspelt filter would show
    /// everything, a misspelt <c>test=false</c> would test. // Promise 6
    /// </summary>
    public static void RefuseUnknownQuery(this HttpContext http)
    {
        if (http.Request.Query.Count == 0
            || http.GetEndpoint() is not RouteEndpoint endpoint
            || endpoint.RoutePattern.RawText?.StartsWith("/v1/", StringComparison.Ordinal) != true)
        {
            return;
        }

        var known = endpoint.Metadata.GetOrderedMetadata<QueryNote>().Select(note => note.Name).ToList();
        if (http.Request.Query.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw RefusalException.Invalid(
                unknown,
                known.Count == 0 ? $"'{unknown}' is unknown: this address takes no query."
                    : $"'{unknown}' is unknown; this address takes {string.Join(", ", known)}.",
                ErrorCodes.UnknownField);
        }
    }

    /// <summary>Refuses an <c>If-Match</c> where nothing would heed it: whoever sends one relies on it.</summary>
    public static void RefuseUnheededIfMatch(this HttpContext http)
    {
        var (request, header) = (http.Request, http.Request.Headers.IfMatch);
        if (header.Count > 0
            && header.ToString().Trim() != "*"
            && !HttpMethods.IsGet(request.Method)
            && !HttpMethods.IsHead(request.Method)
            && http.GetEndpoint() is RouteEndpoint endpoint
            && !EndpointNotes.HeedsIfMatch(request.Method, [.. endpoint.Metadata]))
        {
            throw new RefusalException(
                ErrorCodes.PreconditionFailed, "What this changes has no versions, so no ETag matches it: send it without If-Match.");
        }
    }

    /// <summary>A query parameter; null when it is left out or empty. Given twice it is refused.</summary>
    public static string? Query(this HttpContext http, string name)
    {
        var values = http.Request.Query[name];
        if (values.Count > 1)
        {
            throw RefusalException.Invalid(name, $"'{name}' is given twice.", ErrorCodes.DuplicateField);
        }

        var text = values.Count == 0 ? "" : values[0]!;
        return text.Length <= TextCharactersMax || name == "cursor"
            ? text.Length == 0 ? null : text
            : throw RefusalException.Invalid(name, $"'{name}' is longer than {TextCharactersMax} characters.");
    }

    /// <summary>A query parameter that is a whole number from 1; null when it is left out.</summary>
    public static int? Number(this HttpContext http, string name) => http.Query(name) switch
    {
        null => null,
        { } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        _ => throw RefusalException.Invalid(name, $"'{name}' must be a whole number from 1."),
    };

    /// <summary>A query parameter that is <c>true</c> or <c>false</c>.</summary>
    public static bool Flag(this HttpContext http, string name, bool fallback) => http.Query(name) switch
    {
        null when http.Request.Query.ContainsKey(name) =>
            throw RefusalException.Invalid(name, $"'{name}' must be true or false."),
        null => fallback,
        "true" => true,
        "false" => false,
        _ => throw RefusalException.Invalid(name, $"'{name}' must be true or false."),
    };

    private static void RefuseOtherMediaTypes(HttpRequest request)
    {
        var isJson = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (type.MediaType is { } name
                && (name.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                    || name.Equals("application/merge-patch+json", StringComparison.OrdinalIgnoreCase)))
            && (type.CharSet is null || type.CharSet.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!isJson)
        {
            throw new RefusalException(
                ErrorCodes.UnsupportedMediaType, "Send JSON in UTF-8 with Content-Type: application/json.");
        }
    }
}
