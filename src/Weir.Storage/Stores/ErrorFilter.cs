using Dapper;
using Weir.Engine.Errors;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

/// <summary>An <see cref="ErrorQuery"/> as conditions of <c>errors</c> and their parameters.</summary>
internal sealed class ErrorFilter
{
    /// <summary>Ids in one statement, far below what any database takes.</summary>
    public const int IdsMax = 500;

    private ErrorFilter(string where, DynamicParameters parameters)
    {
        Where = where;
        Parameters = parameters;
    }

    public string Where { get; }

    public DynamicParameters Parameters { get; }

    /// <summary>One filter, or one for each part of a long list of ids: together they match each error once.</summary>
    public static IEnumerable<ErrorFilter> Of(ErrorQuery query, Dialect dialect) => query.Ids is null
        ? [Of(query, dialect, null)]
        : query.Ids.Select(i => i.Value).Distinct(StringComparer.Ordinal).Chunk(IdsMax)
            .Select(ids => Of(query, dialect, ids));

    private static ErrorFilter Of(ErrorQuery query, Dialect dialect, string[]? ids)
    {
        var conditions = new List<string> { "1 = 1" };
        var parameters = new DynamicParameters();
        Add(dialect.AnyOf("id", "@ofIds"), "ofIds", ids);
        Add("flow = @ofFlow", "ofFlow", query.Flow?.Value);
        Add("is_open = @ofOpen", "ofOpen", query.Open is { } open ? (open ? 1L : 0L) : null);
        Add("step = @ofStep", "ofStep", query.Step);
        Add("code = @ofCode", "ofCode", query.Code);
        Add("cause = @ofCause", "ofCause", query.Cause);
        Add("run = @ofRun", "ofRun", query.Run?.Value);
        Add("trace_key = @ofTraceKey", "ofTraceKey", query.TraceKey);
        Add("assignee = @ofAssignee", "ofAssignee", query.Assignee);
        Add("exists (select 1 from error_tags t where t.error = errors.id and t.tag = @ofTag)", "ofTag", query.Tag);
        Add("occurred_at >= @ofSince", "ofSince", Micros.Of(query.Since));
        Add("occurred_at < @ofUntil", "ofUntil", Micros.Of(query.Until));
        if (!string.IsNullOrEmpty(query.Text))
        {
            Add($"{dialect.Position("search_key", "@ofText")} > 0", "ofText", SearchKey.Of(query.Text));
        }

        return new ErrorFilter(string.Join(" and ", conditions), parameters);

        void Add(string condition, string name, object? value)
        {
            if (value is not null)
            {
                conditions.Add(condition);
                parameters.Add(name, value);
            }
        }
    }
}
