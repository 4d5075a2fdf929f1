using System.Globalization;
using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Errors;

/// <summary>Which errors a request speaks of: <c>{"ids":[…]}</c> or <c>{"filter":{…}}</c> in a body, or the query of a list.</summary>
public static class ErrorSelection
{
    private const string Open = "open";
    private const string Resolved = "resolved";
    private const int TextCharactersMax = 1000;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    /// <summary>The fields of a filter, in a query and in a body alike.</summary>
    public static IReadOnlyList<string> Fields { get; } =
        ["status", "step", "code", "cause", "run", "traceKey", "assignee", "tag", "since", "until", "q"];

    /// <summary>
    /// A body of retry or resolve. An empty filter means all open ones; neither, or both, is a refusal: nobody resolves
    /// everything by an empty body.
    /// </summary>
    public static ErrorQuery Read(JsonElement body)
    {
        var reader = new DocumentReader(body);
        var hasIds = reader.Free("ids").ValueKind != JsonValueKind.Undefined;
        var filter = reader.Object("filter");
        var ids = reader.Ids<ErrorId>("ids", int.MaxValue);
        if (hasIds && filter is not null)
        {
            reader.Refuse("filter", "Give 'ids' or a 'filter', not both.");
        }
        else if (hasIds && ids.Count == 0 && !reader.IsRefused("ids"))
        {
            reader.Refuse("ids", "Give at least one id, or an empty 'filter' for all open errors.");
        }
        else if (!hasIds && filter is null && !reader.IsRefused("filter"))
        {
            reader.Refuse("ids", "Give 'ids' or a 'filter'; an empty filter means all open errors.", ErrorCodes.Required);
        }

        var query = new ErrorQuery { Open = true };
        if (filter is not null)
        {
            query = Filter(filter);
            if (query.Open == false)
            {
                filter.Refuse("status", "Only open errors can be retried or resolved.");
            }
        }

        reader.Finish();
        return (hasIds ? query with { Ids = ids } : query) with { Open = true };
    }

    /// <summary>The body that <see cref="Read(JsonElement)"/> reads as this query: its ids, or its filter.</summary>
    public static string Write(ErrorQuery query) => DocumentWriter.Element(writer =>
    {
        writer.WriteStartObject();
        if (query.Ids is { } ids)
        {
            writer.WriteIds("ids", ids);
        }
        else
        {
            writer.WriteStartObject("filter");
            foreach (var (field, value) in Values(query))
            {
                if (value is not null)
                {
                    writer.WriteString(field, value);
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }).GetRawText();

    /// <summary>The query of a list.</summary>
    /// <param name="value">A query parameter by its name; null when it is not given.</param>
    public static ErrorQuery Read(Func<string, string?> value)
    {
        var body = DocumentWriter.Element(writer =>
        {
            writer.WriteStartObject();
            foreach (var field in Fields)
            {
                if (value(field) is { } text)
                {
                    writer.WriteString(field, text);
                }
            }

            writer.WriteEndObject();
        });
        var reader = new DocumentReader(body);
        var query = Filter(reader);
        reader.Finish();
        return query;
    }

    private static (string Field, string? Value)[] Values(ErrorQuery query) =>
    [
        ("step", query.Step),
        ("code", query.Code),
        ("cause", query.Cause),
        ("run", query.Run?.Value),
        ("traceKey", query.TraceKey),
        ("assignee", query.Assignee),
        ("tag", query.Tag),
        ("since", TimeText(query.Since)),
        ("until", TimeText(query.Until)),
        ("q", query.Text),
    ];

    private static string? TimeText(DateTimeOffset? time) => time?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static ErrorQuery Filter(DocumentReader reader) => new()
    {
        Open = reader.Choice("status", Open, Resolved) switch { Open => true, Resolved => false, _ => null },
        Step = reader.OptionalString("step", TextCharactersMax),
        Code = reader.OptionalString("code", TextCharactersMax),
        Cause = reader.OptionalString("cause", TextCharactersMax),
        Run = reader.Id<RunId>("run"),
        TraceKey = reader.OptionalString("traceKey", TextCharactersMax),
        Assignee = reader.OptionalString("assignee", TextCharactersMax),
        Tag = reader.OptionalString("tag", TextCharactersMax),
        Since = reader.Time("since"),
        Until = reader.Time("until"),
        Text = reader.OptionalString("q", TextCharactersMax),
    };
}
