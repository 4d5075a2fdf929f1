using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Filters;
using Weir.Expressions.Paths;
using Weir.Model;

namespace Weir.Adaptors.Http.Requests;

/// <summary>Reads <c>failure</c> and <c>batch</c> of a request that is spelled out: what its answers say.</summary>
internal static class AnswerDocument
{
    private const int RulesMax = 20;

    private static readonly Dictionary<string, FailureKind> Kinds = new(StringComparer.Ordinal)
    {
        ["rejected"] = FailureKind.Rejected,
        ["throttled"] = FailureKind.Throttled,
        ["transient"] = FailureKind.Transient,
    };

    /// <summary>One rule or a list of them; null where there is none.</summary>
    public static IReadOnlyList<FailureDefinition>? Failures(JsonElement value, Problems problems)
    {
        const string field = "request.failure";
        if (value.IsAbsent())
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return Failure(field, value, problems) is { } only ? [only] : [];
        }

        if (value.GetArrayLength() > RulesMax)
        {
            problems.Add(field, $"There are at most {RulesMax} rules.");
            return [];
        }

        var rules = new List<FailureDefinition>();
        foreach (var (i, item) in value.EnumerateArray().Index())
        {
            if (Failure($"{field}[{i}]", item, problems) is { } rule)
            {
                rules.Add(rule);
            }
        }

        return rules;
    }

    /// <summary>Null where there is none, or a problem was noted.</summary>
    public static BatchDefinition? Batch(JsonElement value, Problems problems)
    {
        const string field = "request.batch";
        if (value.IsAbsent())
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            problems.Add(field, "This must be an object that says where the answer speaks of single records.");
            return null;
        }

        problems.RefuseUnknown(field, value, "items", "results", "failed", "message", "index", "key", "recordKey");
        var batch = new BatchDefinition
        {
            Items = Path(field, value, "items", problems),
            Results = Path(field, value, "results", problems, singular: false),
            Failed = Rule($"{field}.failed", value.Member("failed"), problems),
            Message = Path(field, value, "message", problems),
            Index = Path(field, value, "index", problems),
            Key = Path(field, value, "key", problems),
            RecordKey = Path(field, value, "recordKey", problems),
        };
        foreach (var problem in batch.Problems())
        {
            problems.Add($"{field}.{problem.Field}", problem.Message + ".");
        }

        return batch;
    }

    private static FailureDefinition? Failure(string field, JsonElement value, Problems problems)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            problems.Add(field, "This must be an object with 'when': a filter over the answer that is true for a failure.");
            return null;
        }

        problems.RefuseUnknown(field, value, "when", "at", "kind", "message");
        var kind = value.Member("kind");
        if (!kind.IsAbsent() && (kind.ValueKind != JsonValueKind.String || !Kinds.ContainsKey(kind.GetString()!)))
        {
            problems.Add($"{field}.kind", $"The kind must be one of: {string.Join(", ", Kinds.Keys)}.");
            kind = default;
        }

        var when = value.Member("when");
        if (when.IsAbsent())
        {
            problems.Add($"{field}.when", "'when' is needed: a filter over the answer.", ErrorCodes.Required);
            return null;
        }

        return new FailureDefinition
        {
            When = Rule($"{field}.when", when, problems),
            At = Path(field, value, "at", problems),
            Kind = kind.IsAbsent() ? FailureKind.Rejected : Kinds[kind.GetString()!],
            Message = Path(field, value, "message", problems),
        };
    }

    /// <summary>The filter as it is; undefined where it is none.</summary>
    private static JsonElement Rule(string field, JsonElement rule, Problems problems)
    {
        if (rule.IsAbsent())
        {
            return default;
        }

        try
        {
            Filter.Parse(rule);
            return rule;
        }
        catch (ExpressionException e)
        {
            problems.Add(e.Path.Length == 0 ? field : $"{field}.{e.Path}", e.Message, ErrorCodes.Expression, e.Position);
            return default;
        }
    }

    private static string? Path(
        string field, JsonElement value, string name, Problems problems, bool singular = true)
    {
        var given = value.Member(name);
        if (given.IsAbsent())
        {
            return null;
        }

        field = $"{field}.{name}";
        if (given.ValueKind != JsonValueKind.String)
        {
            problems.Add(field, "This must be a path, as in $.results.");
            return null;
        }

        if (problems.Parse(field, given.GetString()!, JsonPath.Parse) is not { } path)
        {
            return null;
        }

        if (singular && !path.IsSingular)
        {
            problems.Add(field, "This path may give several values; name one, as in $.error.message.");
            return null;
        }

        return path.Text;
    }
}
