using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Hosting;

/// <summary>Writes refusals as problem details (RFC 9457), all in the one shape of the contract.</summary>
internal static class ProblemAnswer
{
    private const string TypePrefix = "urn:weir:error:";

    private static readonly object CodeKey = new();

    /// <summary>The code that the request was refused with; null when it was not refused.</summary>
    public static string? CodeOf(HttpContext http) => http.Items[CodeKey] as string;

    public static Task WriteAsync(HttpContext http, RefusalException refusal)
    {
        var code = ErrorCodes.All[refusal.Code];
        var body = DocumentWriter.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("type", TypePrefix + code.Code);
            writer.WriteString("title", code.Title);
            writer.WriteNumber("status", code.Status);
            writer.WriteString("detail", refusal.Message);
            writer.WriteString("code", code.Code);
            writer.WriteStartArray("errors");
            foreach (var problem in refusal.Problems)
            {
                writer.WriteStartObject();
                writer.WriteString("field", problem.Field);
                writer.WriteString("code", problem.Code);
                writer.WriteString("message", problem.Message);
                if (problem.Position is { } position)
                {
                    writer.WriteNumber("position", position);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            foreach (var (name, value) in refusal.Extensions)
            {
                writer.WriteFree(name, value);
            }

            writer.WriteEndObject();
        });
        if (refusal.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = $"{Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds))}";
        }

        http.Items[CodeKey] = code.Code;
        http.Response.StatusCode = code.Status;
        http.Response.ContentType = "application/problem+json";
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, CancellationToken.None).AsTask();
    }
}
