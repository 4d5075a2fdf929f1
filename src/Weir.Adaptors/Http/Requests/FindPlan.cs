using System.Buffers;
using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Paths;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>How an operation finds what it writes, compiled once.</summary>
internal sealed class FindPlan
{
    private readonly RequestPlan[] _asks;
    private readonly ParameterPlan? _parameters;
    private readonly string _resource;
    private readonly Template _path;
    private readonly JsonPath? _next;

    /// <param name="operation">One with <see cref="OperationDefinition.Find"/>.</param>
    /// <param name="parameters">Those of its request.</param>
    /// <param name="next">Path in the application's lists of what leads to their next page; null: they have none.</param>
    /// <param name="bodyBytesMax">Of the update.</param>
    public FindPlan(OperationDefinition operation, ParameterPlan? parameters, string? next, int bodyBytesMax)
    {
        _next = next is null ? null : JsonPath.Parse(next);
        Find = operation.Find!;
        _resource = operation.Resource;
        Creates = operation.Method == HttpMethod.Post.Method;
        _parameters = operation.Parameters.Count == 0 ? null : parameters;
        Records = new RecordsPath(Find.Records is { } path ? JsonPath.Parse(path) : null);
        _path = Template.Parse(Find.Get, Place.Path);
        var ask = new RequestPlan
        {
            Method = HttpMethod.Get,
            Path = _path,
            Query = [.. Find.Query.Select(q => QueryPart.Parse(q.Key, q.Value))],
            BodyBytesMax = bodyBytesMax,
        };
        _asks = [.. Find.By.Select(key => key.Query is null ? ask : ask with
        {
            Query = [.. ask.Query, QueryPart.Parse(key.Query, $"{{{{{key.Field}}}}}")],
        })];
        Update = Find.Update is not { } update ? null : new RequestPlan
        {
            Method = HttpMethod.Put,
            Path = Template.Parse(update.Put, Place.Path),
            Body = new MappedBody(),
            BodyBytesMax = bodyBytesMax,
        };
    }

    public FindDefinition Find { get; }

    public bool Creates { get; }

    public RecordsPath Records { get; }

    public RequestPlan? Update { get; }

    /// <summary>More fits than this answer holds.</summary>
    public bool IsPart(JsonElement answer) => _next?.TryGet(answer, out var next) == true && next.ScalarText() is { Length: > 0 };

    /// <summary>Null where the record holds none of the keys.</summary>
    public HttpRecordSearch? Search(JsonElement record, ReadOnlySpan<byte> body, Variables variables)
    {
        var reader = new Utf8JsonReader(body);
        var mapped = JsonElement.ParseValue(ref reader);
        var seen = mapped.ValueKind is JsonValueKind.Object ? Seen(mapped, record, variables) : mapped;
        List<HeldKey> held = [];
        for (var i = 0; i < Find.By.Count; i++)
        {
            if (seen.Member(Find.By[i].Field).ScalarText() is { Length: > 0 } value)
            {
                held.Add(new HeldKey(Find.By[i], _asks[i], value));
            }
        }

        return held.Count == 0
            ? null
            : new HttpRecordSearch(this, _resource, _path.RenderText(seen, variables), held, mapped, seen, variables);
    }

    /// <summary>What the templates see: the mapped record with the parameters, which go first.</summary>
    private JsonElement Seen(JsonElement mapped, JsonElement record, Variables variables)
    {
        if (_parameters?.Of(record, variables) is not { } parameters)
        {
            return mapped;
        }

        var memory = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            foreach (var member in mapped.EnumerateObject().Where(m => parameters.Member(m.Name).IsAbsent()))
            {
                member.WriteTo(json);
            }

            foreach (var member in parameters.EnumerateObject().Where(m => !m.Value.IsAbsent()))
            {
                member.WriteTo(json);
            }

            json.WriteEndObject();
        }

        var reader = new Utf8JsonReader(memory.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }
}

/// <summary>A key that a record holds.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Ask">Asks for it.</param>
/// <param name="Value">Its value as text.</param>
internal sealed record HeldKey(FindKey Key, RequestPlan Ask, string Value);
