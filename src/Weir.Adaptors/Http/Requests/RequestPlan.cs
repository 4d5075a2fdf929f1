using System.Text;
using System.Text.Json;
using Weir.Adaptors.Http.Answers;
using Weir.Adaptors.Http.Paging;
using Weir.Expressions;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>A request, compiled once: given a record it becomes an <see cref="HttpCall"/>.</summary>
internal sealed record RequestPlan
{
    /// <summary>Servers take 8 KiB and more; no address that is meant to be is longer than this.</summary>
    private const int AddressCharsMax = 60_000;

    private const int HeaderCharsMax = 16 * 1024;

    private string? _constantPath;

    public required HttpMethod Method { get; init; }

    /// <summary>Of <see cref="Place.Path"/>.</summary>
    public required Template Path { get; init; }

    public IReadOnlyList<QueryPart> Query { get; init; } = [];

    public IReadOnlyList<(string Name, Template Value)> Headers { get; init; } = [];

    public string ContentType { get; init; } = "application/json";

    public BodyPlan? Body { get; init; }

    /// <summary>Path, query and body see these instead of the record; null where the request is spelled out.</summary>
    public ParameterPlan? Parameters { get; init; }

    /// <summary>Asks for what belongs to one record: a value of the query that turns out empty would ask for what belongs to any.</summary>
    public bool IsLookup { get; init; }

    public PagingPlan? Paging { get; init; }

    /// <summary>Failures in good answers; null takes the application's rules.</summary>
    public AnswerRules? Rules { get; init; }

    /// <summary>How it takes several records; null where nothing is said of that.</summary>
    public BatchDefinition? Batch { get; init; }

    public required int BodyBytesMax { get; init; }

    /// <summary>What the body must hold; null: that is the application's to say.</summary>
    public RequiredFields? Required { get; init; }

    /// <summary>See <see cref="HttpCall.Already"/>.</summary>
    public IReadOnlyList<int> Already { get; init; } = [];

    /// <summary>Throws <see cref="EvaluationException"/> when the request cannot be made for this record.</summary>
    /// <param name="record">What templates of path, query and headers see.</param>
    /// <param name="mapped">The mapped record; empty where there is none.</param>
    /// <param name="variables">What templates see beside the record.</param>
    /// <param name="ask">What the page asks for.</param>
    /// <param name="idempotencyKey">Null sends none.</param>
    /// <param name="staysOnOrigin">See <see cref="HttpCall.StaysOnOrigin"/>.</param>
    /// <param name="bodyRecord">What the body's templates see; null is the record.</param>
    /// <param name="results">How the answer speaks of the records of a batch, which <paramref name="mapped"/> then is.</param>
    public HttpCall Prepare(
        JsonElement record,
        ReadOnlySpan<byte> mapped,
        Variables variables,
        PageAsk ask,
        string? idempotencyKey,
        bool staysOnOrigin,
        JsonElement? bodyRecord = null,
        BatchResults? results = null)
    {
        var seen = Parameters?.Of(record, variables) ?? record;
        var path = PathOf(seen, variables);
        var query = QueryOf(seen, variables, ask);
        if (path.Length + query.Length > AddressCharsMax)
        {
            throw new EvaluationException(
                ErrorCodes.TooLarge, $"The request's address would be longer than {AddressCharsMax} characters.");
        }

        var headers = HeadersOf(record, variables);
        var body = BodyOf(Parameters is null ? bodyRecord ?? record : seen, mapped, variables, ask.Body);
        return new HttpCall
        {
            Method = Method,
            Path = path,
            Query = query,
            Next = ask.Address,
            Headers = headers,
            IdempotencyKey = idempotencyKey is null ? null : Checked(idempotencyKey, "Idempotency-Key"),
            Body = body,
            ContentType = ContentType,
            StaysOnOrigin = staysOnOrigin,
            Rules = Rules,
            Already = Already,
            Results = results,
            Records = results is null ? default : mapped.ToArray(),
        };
    }

    private string PathOf(JsonElement seen, Variables variables)
    {
        if (_constantPath is not null)
        {
            return _constantPath;
        }

        var path = Path.RenderText(seen, variables);
        path = path.Length == 0 || path[0] == '/' ? path : "/" + path;
        if (Path.IsConstant)
        {
            _constantPath = path;
        }

        return path;
    }

    private string QueryOf(JsonElement seen, Variables variables, PageAsk ask)
    {
        if (Query.Count == 0 && Paging is null && ask is { Query: null, Name: null })
        {
            return "";
        }

        var query = new StringBuilder();
        var given = ask.Query is null ? [] : NamesOf(ask.Query);
        foreach (var part in Query)
        {
            if (part.Name == ask.Name || given.Contains(part.Name)
                || (part.Name == Paging?.SizeParameter && Paging?.Size is not null))
            {
                continue;
            }

            var isEmpty = true;
            foreach (var value in part.ValuesFor(seen, variables))
            {
                Append(query, part.EncodedName, value);
                isEmpty = false;
            }

            if (isEmpty && IsLookup && Parameters is null)
            {
                throw new EvaluationException(
                    ErrorCodes.Template, $"The query's {part.Name} is empty for this record.", $"request.query.{part.Name}");
            }
        }

        if (Paging is { SizeParameter: { } parameter, Size: { } size } && !given.Contains(parameter))
        {
            Append(query, Uri.EscapeDataString(parameter), size.ToString());
        }

        if (ask.Query is not null)
        {
            query.Append(query.Length == 0 ? "" : "&").Append(ask.Query);
        }

        if (ask is { Name: { } name, Value: { } next })
        {
            Append(query, Uri.EscapeDataString(name), Uri.EscapeDataString(next));
        }

        return query.ToString();
    }

    private static HashSet<string> NamesOf(string query) =>
    [
        .. query.Split('&').Select(p => Uri.UnescapeDataString(p.Split('=', 2)[0].Replace('+', ' '))),
    ];

    private static void Append(StringBuilder query, string name, string value) =>
        query.Append(query.Length == 0 ? "" : "&").Append(name).Append('=').Append(value);

    private KeyValuePair<string, string>[] HeadersOf(JsonElement record, Variables variables)
    {
        if (Headers.Count == 0)
        {
            return [];
        }

        var headers = new KeyValuePair<string, string>[Headers.Count];
        for (var i = 0; i < headers.Length; i++)
        {
            headers[i] = new(Headers[i].Name, Checked(Headers[i].Value.RenderText(record, variables), Headers[i].Name));
        }

        return headers;
    }

    private PooledBuffer? BodyOf(JsonElement record, ReadOnlySpan<byte> mapped, Variables variables, string? next)
    {
        if (Body is null && next is null)
        {
            return null;
        }

        var buffer = new PooledBuffer(BodyBytesMax, Math.Max(mapped.Length, 256));
        try
        {
            Body?.Write(record, mapped, variables, buffer);
            if (next is not null)
            {
                NextInBody.Put(buffer, Paging!.BodyPath, next);
            }

            Required?.Check(buffer.Span);

            return buffer;
        }
        catch (BufferFullException)
        {
            buffer.Dispose();
            throw new EvaluationException(ErrorCodes.TooLarge, $"The request's body would be larger than {BodyBytesMax} bytes.");
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static string Checked(string value, string name)
    {
        if (value.Length > HeaderCharsMax)
        {
            throw new EvaluationException(
                ErrorCodes.TooLarge, $"The header {name} would be longer than {HeaderCharsMax} characters.");
        }

        foreach (var c in value)
        {
            if (char.IsControl(c) && c != '\t')
            {
                throw new EvaluationException(ErrorCodes.Template, $"The header {name} would hold a line break.");
            }
        }

        return value;
    }
}
