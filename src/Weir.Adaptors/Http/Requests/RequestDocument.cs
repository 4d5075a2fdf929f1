using System.Text.Json;
using Weir.Adaptors.Http.Connections;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>Reads the <c>request</c> of an export or import that spells it out.</summary>
internal static class RequestDocument
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    /// <summary>
    /// The request as given, its body as <paramref name="standardBody"/> where it is left out. Null where problems keep it
    /// from being one.
    /// </summary>
    /// <param name="document">The value of <c>request</c>.</param>
    /// <param name="standardMethod">The method where none is given.</param>
    /// <param name="standardBody">The body for a method where none is given; an explicit null is none.</param>
    /// <param name="sends">It writes records, and may take several of them.</param>
    /// <param name="problems">Where what is wrong goes, under <c>request</c>.</param>
    public static RequestParts? Read(
        JsonElement document, string standardMethod, Func<HttpMethod, BodyPlan?> standardBody, bool sends, Problems problems)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            problems.Add("request", "The request must be an object with method and path.",
                document.IsAbsent() ? ErrorCodes.Required : ErrorCodes.Validation);
            return null;
        }

        if (sends)
        {
            problems.RefuseUnknown("request", document, "method", "path", "query", "headers", "body", "failure", "batch");
        }
        else
        {
            problems.RefuseUnknown("request", document, "method", "path", "query", "headers", "body", "failure");
        }

        var method = MethodOf(document.Member("method"), standardMethod, problems);
        var path = PathOf(document.Member("path"), problems);
        var query = QueryOf(document.Member("query"), problems);
        var (headers, contentType) = HeadersOf(document.Member("headers"), problems);
        var isGiven = document.TryGetProperty("body", out var given);
        var body = isGiven ? BodyOf(given, contentType, problems) : standardBody(method);
        if (body is not null && method == HttpMethod.Get)
        {
            problems.Add("request.body", "A GET request has no body.");
        }

        var failures = AnswerDocument.Failures(document.Member("failure"), problems);
        var batch = sends ? AnswerDocument.Batch(document.Member("batch"), problems) : null;
        return path is null ? null : new RequestParts(method, path, query, headers, contentType, body, failures, batch);
    }

    private static HttpMethod MethodOf(JsonElement value, string standard, Problems problems)
    {
        var method = value.IsAbsent() ? standard : value.ScalarText()?.ToUpperInvariant();
        if (method is null || !Methods.Contains(method))
        {
            problems.Add("request.method", $"The method must be one of: {string.Join(", ", Methods)}.");
            return HttpMethod.Get;
        }

        return HttpMethod.Parse(method);
    }

    private static Template? PathOf(JsonElement value, Problems problems)
    {
        if (!value.IsAbsent() && value.ValueKind != JsonValueKind.String)
        {
            problems.Add("request.path", "The path must be a text.");
            return null;
        }

        var text = value.IsAbsent() ? "" : value.GetString()!;
        if (PathRules.Problem(Literals.Of(text, "x")) is { } problem)
        {
            problems.Add("request.path", problem);
            return null;
        }

        return problems.Parse("request.path", text, t => Template.Parse(t, Place.Path));
    }

    private static List<QueryPart> QueryOf(JsonElement value, Problems problems)
    {
        var parts = new List<QueryPart>();
        if (!IsObject("request.query", value, problems))
        {
            return parts;
        }

        foreach (var member in value.EnumerateObject())
        {
            var field = $"request.query.{member.Name}";
            if (member.Value.ValueKind == JsonValueKind.Array)
            {
                // A list is the same name several times.
                var index = 0;
                foreach (var item in member.Value.EnumerateArray())
                {
                    Add(member.Name, item, $"{field}[{index++}]");
                }
            }
            else if (member.Value.ValueKind != JsonValueKind.Null)
            {
                Add(member.Name, member.Value, field);
            }
        }

        return parts;

        void Add(string name, JsonElement part, string field)
        {
            if (part.ScalarText() is not { } text)
            {
                problems.Add(field, "A query parameter must be a text, a number, a boolean or a list of them.");
            }
            else if (problems.Parse(field, text, t => Template.Parse(t, Place.Query)) is not null)
            {
                parts.Add(QueryPart.Parse(name, text));
            }
        }
    }

    private static (List<(string, Template)> Headers, string ContentType) HeadersOf(JsonElement value, Problems problems)
    {
        var headers = new List<(string, Template)>();
        var contentType = "application/json";
        if (!IsObject("request.headers", value, problems))
        {
            return (headers, contentType);
        }

        foreach (var member in value.EnumerateObject())
        {
            var field = $"request.headers.{member.Name}";
            if (HeaderRules.ProblemInRequest(member.Name) is { } problem)
            {
                problems.Add(field, problem);
            }
            else if (member.Value.ScalarText() is not { } text)
            {
                problems.Add(field, "A header must be a text.");
            }
            else if (problems.Parse(field, text, t => Template.Parse(t, Place.Header)) is { } template)
            {
                if (!HeaderRules.IsContentType(member.Name))
                {
                    headers.Add((member.Name, template));
                }
                else if (template.IsConstant && text.Trim().Length > 0)
                {
                    contentType = text.Trim();
                }
                else
                {
                    problems.Add(field, "The content type must be given as it is, without an expression.");
                }
            }
        }

        return (headers, contentType);
    }

    private static BodyPlan? BodyOf(JsonElement value, string contentType, Problems problems)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var isJson = contentType.Contains("json", StringComparison.OrdinalIgnoreCase);
        if (value.ValueKind != JsonValueKind.String)
        {
            if (!isJson)
            {
                problems.Add("request.body", $"With the content type {contentType} the body must be a text.");
            }

            return new DocumentBody(value, "request.body", problems);
        }

        var isForm = contentType.Contains("x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
        var place = isJson ? Place.Json : isForm ? Place.Query : Place.Text;
        return problems.Parse("request.body", value.GetString()!, t => Template.Parse(t, place)) is { } template
            ? new TemplateBody(template)
            : null;
    }

    private static bool IsObject(string field, JsonElement value, Problems problems)
    {
        if (!value.IsAbsent() && value.ValueKind != JsonValueKind.Object)
        {
            problems.Add(field, $"{field} must be an object.");
        }

        return value.ValueKind == JsonValueKind.Object;
    }
}

/// <summary>The parts of a request, compiled.</summary>
internal sealed record RequestParts(
    HttpMethod Method,
    Template Path,
    IReadOnlyList<QueryPart> Query,
    IReadOnlyList<(string Name, Template Value)> Headers,
    string ContentType,
    BodyPlan? Body,
    IReadOnlyList<FailureDefinition>? Failures,
    BatchDefinition? Batch);
