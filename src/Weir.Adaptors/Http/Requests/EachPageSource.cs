using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Weir.Adaptors.Http.Paging;
using Weir.Engine.Calls;
using Weir.Expressions;
using Weir.Expressions.Paths;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>
/// Reads a list once for each value of a parameter, one after the other. The values are known, or they are read from
/// another list: its pages are then pages without records.
/// </summary>
/// <param name="each">How.</param>
/// <param name="child">The list; its request sees the value as a record's field with the parameter's name.</param>
/// <param name="values">The values; empty where <paramref name="parent"/> gives them.</param>
/// <param name="parent">The list of the values; null where they are known.</param>
internal sealed class EachPageSource(
    EachDefinition each, HttpPageSource child, IReadOnlyList<JsonElement> values, HttpPageSource? parent) : IPageSource
{
    /// <summary>So many bytes one byte of a name takes at most when it is escaped.</summary>
    private const long EscapedMax = 6;

    private readonly JsonPath? _value = each.Value is { } path ? JsonPath.Parse(path) : null;
    private readonly byte[] _into = Encoding.UTF8.GetBytes(each.Into ?? "");

    public string First => "";

    /// <summary>A value that the other side does not know any more is not met again in a new walk.</summary>
    public bool HasCursors => child.HasCursors || parent is not null;

    /// <summary>Each value's list has its own order: a row's place says nothing of the rows of other values.</summary>
    public OrderDefinition? Order => values.Count == 1 ? child.Order : null;

    public string? RecordKey => child.RecordKey;

    public PreparedCall Prepare(string state, Variables variables)
    {
        var at = StateOf(state);
        return at.Values.Count == 0
            ? parent!.Prepare(at.Parent!, variables)
            : child.Prepare(at.Child, RecordOf(at.Values[0]), variables);
    }

    public PageReading Read(string state, Answer answer)
    {
        var at = StateOf(state);
        return at.Values.Count == 0 ? ReadValues(at, answer) : ReadRows(at, answer);
    }

    /// <summary>What a value stood for may be gone before its list is read.</summary>
    public string? Past(string state, Fault fault)
    {
        var at = StateOf(state);
        return parent is not null && at is { Values.Count: > 0, Child: "" } && fault.HttpStatus is 404 or 410
            ? TextOf(at.Past) ?? ""
            : null;
    }

    private EachState StateOf(string state) =>
        (state.Length == 0 ? null : EachState.Parse(state))
        ?? new EachState { Values = values, Parent = parent?.First };

    /// <summary>Null at the end.</summary>
    private static string? TextOf(EachState next)
    {
        if (next.IsEnd)
        {
            return null;
        }

        var text = next.ToString();
        return text.Length <= Pager.StateCharsMax ? text
            : throw new UnexpectedAnswerException("A page names more values than can be remembered.");
    }

    private JsonElement RecordOf(JsonElement value)
    {
        var memory = new System.Buffers.ArrayBufferWriter<byte>(64);
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WritePropertyName(each.Parameter);
            value.WriteTo(json);
            json.WriteEndObject();
        }

        return JsonElement.Parse(memory.WrittenSpan);
    }

    private PageReading ReadValues(EachState at, Answer answer)
    {
        var reading = parent!.Read(at.Parent!, answer);
        if (reading.Page is not { } page)
        {
            return reading;
        }

        using (page)
        {
            List<JsonElement> found = [];
            foreach (var record in page.Records)
            {
                if (!_value!.TryGet(record, out var value) || value.ScalarText() is not { Length: > 0 })
                {
                    return Unexpected($"{each.From} gives a record without {each.Value}.", answer);
                }

                found.Add(value.Clone());
            }

            try
            {
                var next = TextOf(new EachState { Parent = reading.Next, Values = found });
                return new PageReading(new Page(JsonDocument.Parse("[]"), null, []), next, null);
            }
            catch (UnexpectedAnswerException e)
            {
                return Unexpected(e.Message, answer);
            }
        }
    }

    private PageReading ReadRows(EachState at, Answer answer)
    {
        var reading = child.Read(at.Child, answer);
        if (reading.Page is not { } page)
        {
            return reading;
        }

        try
        {
            var next = TextOf(reading.Next is { } more ? at with { Child = more } : at.Past);
            return new PageReading(each.Into is null ? page : With(page, at.Values[0]), next, null);
        }
        catch (UnexpectedAnswerException e)
        {
            page.Dispose();
            return Unexpected(e.Message, answer);
        }
    }

    /// <summary>The page with the value in each of its records.</summary>
    private Page With(Page page, JsonElement value)
    {
        using (page)
        {
            var added = _into.Length + JsonMarshal.GetRawUtf8Value(value).Length + 16;
            var buffer = new PooledBuffer(
                (int)Math.Min(Array.MaxLength, 1024 + page.Records.Sum(r => (EscapedMax * JsonMarshal.GetRawUtf8Value(r).Length) + added)));
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartArray();
                foreach (var record in page.Records)
                {
                    Write(json, record, value);
                }

                json.WriteEndArray();
            }

            var document = JsonDocument.Parse(buffer.Memory);
            return new Page(document, buffer, [.. document.RootElement.EnumerateArray()]);
        }
    }

    private void Write(Utf8JsonWriter json, JsonElement record, JsonElement value)
    {
        if (record.ValueKind != JsonValueKind.Object)
        {
            record.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        json.WritePropertyName(_into);
        value.WriteTo(json);
        foreach (var member in record.EnumerateObject())
        {
            if (!member.NameEquals(_into))
            {
                // As it came: written anew a text of markup would be several times as long.
                json.WritePropertyName(member.Name);
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
            }
        }

        json.WriteEndObject();
    }

    private static PageReading Unexpected(string message, Answer answer) => new(null, null, new Fault
    {
        Kind = FaultKind.Defect,
        Code = ErrorCodes.UnexpectedAnswer,
        Message = message,
        HttpStatus = answer.Status,
    });
}
