using System.Net.Http.Headers;
using Weir.Adaptors.Http.Connections;
using Weir.Adaptors.Http.Requests;
using Weir.Engine.Calls;
using Weir.Model;

namespace Weir.Adaptors.Http.Masking;

/// <summary>Records one exchange for whoever listens to a call. Made only when somebody does.</summary>
internal sealed class ExchangeTape(HttpTarget target, HttpCall call, Action<Exchange> heard, TimeProvider time)
{
    /// <summary>Shown by their names alone, in requests and answers.</summary>
    private static readonly string[] Hidden = ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"];

    private readonly DateTimeOffset _at = time.GetUtcNow();
    private readonly long _began = time.GetTimestamp();
    private ShownRequest? _request;
    private ShownResponse? _response;
    private string? _charset;

    /// <summary>A request as people may see it.</summary>
    public static ShownRequest Show(HttpTarget target, HttpRequestMessage request, PooledBuffer? body) => new(
        target.Mask.Apply(request.Method.Method),
        target.Mask.Apply(target.SignIn.Masked(request.RequestUri!.AbsoluteUri, SecretMask.Mark)),
        HeadersOf(target, request.Headers, request.Content?.Headers),
        body is null || request.Content is null ? null : BodyOf(target, body, request.Content.Headers.ContentType?.CharSet));

    public void Leaves(HttpRequestMessage request) => _request = Show(target, request, call.Body);

    /// <summary>The answer's head is here.</summary>
    public void Comes(HttpResponseMessage response)
    {
        _response = new ShownResponse(
            (int)response.StatusCode, HeadersOf(target, response.Headers, response.Content.Headers), null);
        _charset = response.Content.Headers.ContentType?.CharSet;
    }

    /// <summary>The answer is whole, or it is a redirect, whose body nobody reads.</summary>
    public void Ends(PooledBuffer? body)
    {
        if (body is not null)
        {
            _response = _response! with { Body = BodyOf(target, body, _charset) };
        }

        Tell(null);
    }

    /// <summary>No whole answer came.</summary>
    public void Breaks(string code) => Tell(code);

    private static string BodyOf(HttpTarget target, PooledBuffer body, string? charset) =>
        ShownBody.Of(body.Span, charset, target.Mask.Overhang, target.Mask.Apply);

    private static Dictionary<string, string> HeadersOf(HttpTarget target, params ReadOnlySpan<HttpHeaders?> parts)
    {
        var shown = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var headers in parts)
        {
            if (headers is null)
            {
                continue;
            }

            foreach (var (name, values) in headers.NonValidated)
            {
                shown[target.Mask.Apply(name)] = target.SignIn.IsIn(name) || Hidden.Contains(name, StringComparer.OrdinalIgnoreCase)
                    ? SecretMask.Mark
                    : target.Mask.Apply(target.SignIn.Masked(values.ToString(), SecretMask.Mark));
            }
        }

        return shown;
    }

    private void Tell(string? code)
    {
        if (_request is not null)
        {
            heard(new Exchange(_at, (long)time.GetElapsedTime(_began).TotalMilliseconds, _request, _response, code));
        }
    }
}
