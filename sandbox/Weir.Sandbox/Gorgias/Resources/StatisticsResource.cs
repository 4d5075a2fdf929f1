using System.Globalization;

namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/reporting/stats</c>: counted over what is there.</summary>
internal static class StatisticsResource
{
    private const int LimitDefault = 30;
    private const int LimitMax = 10_000;

    public static readonly GorgiasRoute[] Routes =
    [
        new("POST", "/api/reporting/stats", "27 scopes, of which five answer 500 as the real ones did", Count),
    ];

    private static void Count(GorgiasRequest request)
    {
        var limit = request.Query.Int("limit") ?? LimitDefault;
        if (limit is < 1 or > LimitMax)
        {
            request.Query.Wrong("limit", $"Must be greater than or equal to 1 and less than or equal to {LimitMax}.");
        }

        var cursor = request.Query.Text("cursor") is { } text ? Cursor.Decode(text) ?? throw GorgiasProblem.Cursor() : null;
        request.Query.Done();
        var body = request.ReadBody();
        var query = StatisticQuery.Read(body);
        body.Done("Failed to retrieve the statistic");
        if (query!.Scope.IsBroken)
        {
            throw new GorgiasProblem(500, "Something went wrong.");
        }

        var rows = request.Read(desk => new StatisticCount(desk, query).Rows());
        Write(request, query, rows, (int)Math.Clamp(cursor?.Id ?? 0, 0, rows.Count), limit);
    }

    private static void Write(
        GorgiasRequest request,
        StatisticQuery query,
        List<(IReadOnlyList<string?> Split, IReadOnlyList<double?> Measures)> rows,
        int start,
        int limit)
    {
        List<string> names = [.. query.Dimensions];
        if (query.Granularity is { } granularity)
        {
            names.Add($"{query.Scope.TimeDimension}.{granularity}");
        }

        var json = request.Reply.Json;
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        foreach (var (split, measures) in rows.Skip(start).Take(limit))
        {
            json.WriteStartObject();
            for (var i = 0; i < names.Count; i++)
            {
                json.WriteString(names[i], split[i]);
            }

            for (var i = 0; i < measures.Count; i++)
            {
                json.WritePropertyName(query.Measures[i]);
                json.WriteRawValue(measures[i]?.ToString(CultureInfo.InvariantCulture) ?? "null");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("object"u8, "list"u8);
        json.WriteString("uri"u8, request.Uri);
        json.WriteStartObject("meta"u8);
        json.WriteString("prev_cursor"u8, start == 0 ? null : new Cursor(true, "", Math.Max(start - limit, 0)).Encode());
        json.WriteString(
            "next_cursor"u8, start + limit >= rows.Count ? null : new Cursor(true, "", start + limit).Encode());
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
