using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>A call with everything filled in: each attempt sends the same bytes.</summary>
internal sealed record PreparedCall(
    HttpMethod Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, byte[]? Body, string ContentType, string? Signature)
{
    private const string SignatureHeader = "X-Gorgias-Signature";

    public static PreparedCall Of(HttpCall call, Uri uri, IReadOnlyDictionary<string, JsonElement> values)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in JsonElement.Parse(call.Headers).EnumerateObject())
        {
            headers[header.Name] = CallTemplate.Fill(
                header.Value.ValueKind == JsonValueKind.String ? header.Value.GetString()! : header.Value.GetRawText(), values);
        }

        var body = call.Method is "GET" or "HEAD" || call.Form is null ? null : CallTemplate.FillJson(call.Form, values);
        if (body is not null && call.RequestContentType != "application/json")
        {
            body = ToForm(JsonElement.Parse(body));
        }

        return new PreparedCall(
            new HttpMethod(call.Method), uri, headers, body, call.RequestContentType, Sign(call.Secret, body ?? []));
    }

    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(Method, Uri);
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        }

        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (Signature is not null)
        {
            request.Headers.TryAddWithoutValidation(SignatureHeader, Signature);
        }

        return request;
    }

    private static string? Sign(string? secret, byte[] body) =>
        secret is null ? null : Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    private static byte[] ToForm(JsonElement form)
    {
        var pairs = form.ValueKind != JsonValueKind.Object ? [] : form.EnumerateObject().Select(member =>
        {
            var value = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText();
            return $"{Uri.EscapeDataString(member.Name)}={Uri.EscapeDataString(value)}";
        });
        return Encoding.UTF8.GetBytes(string.Join('&', pairs));
    }
}
