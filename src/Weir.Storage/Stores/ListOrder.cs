using Dapper;
using Weir.Engine.Resources;
using Weir.Model;
using Weir.Storage.Databases;

namespace Weir.Storage.Stores;

/// <summary>
/// The order of a list that <see cref="ListQuery"/> asks for: the column, and how its value stands in a cursor. Ties go by
/// id.
/// </summary>
internal sealed record ListOrder(string Column, Func<string, string, (string Id, object Value)> Decode, Func<ListedRow, string> Value)
{
    public static ListOrder Of(string sort) => sort switch
    {
        "name" => new("name_key", Words, row => row.NameKey),
        "createdAt" => new("created_at", Numbers, row => $"{row.CreatedAt}"),
        "updatedAt" => new("updated_at", Numbers, row => $"{row.UpdatedAt}"),
        _ => throw RefusalException.Invalid("sort", "Sort by name, createdAt or updatedAt; a minus before it turns the order."),
    };

    /// <summary>Reads a slice of a list.</summary>
    /// <param name="database">Where.</param>
    /// <param name="list">The list's own word, for its cursors.</param>
    /// <param name="select">A select that ends inside a <c>where</c>, to which more conditions are joined by <c>and</c>.</param>
    /// <param name="parameters">Of that select.</param>
    /// <param name="query">What is asked for.</param>
    /// <param name="place">Where a row stands.</param>
    /// <param name="read">What a row is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Slice<TOut>> SliceAsync<TRow, TOut>(
        Database database,
        string list,
        string select,
        DynamicParameters parameters,
        ListQuery query,
        Func<TRow, ListedRow> place,
        Func<TRow, TOut> read,
        CancellationToken cancellationToken)
    {
        Cursor.CheckLimit(query.Limit);
        var order = Of(query.Sort);
        var cursor = $"{list}:{query.Sort}:{query.Descending}";
        var sql = select;
        if (query.Cursor is not null)
        {
            var (id, value) = order.Decode(cursor, query.Cursor);
            sql += $" and ({order.Column}, id) {(query.Descending ? "<" : ">")} (@value, @id)";
            parameters.Add("value", value);
            parameters.Add("id", id);
        }

        var direction = query.Descending ? "desc" : "asc";
        sql += $" order by {order.Column} {direction}, id {direction} limit @limit";
        parameters.Add("limit", query.Limit + 1);
        var rows = await database.ReadAsync(session => session.QueryAsync<TRow>(sql, parameters), cancellationToken);
        return Cursor.Slice(
            rows, query.Limit, read, row => Cursor.Encode(cursor, place(row).Id, order.Value(place(row))));
    }

    private static (string Id, object Value) Words(string list, string cursor) => Cursor.Decode(list, cursor);

    private static (string Id, object Value) Numbers(string list, string cursor) => Cursor.DecodeNumber(list, cursor);
}

/// <summary>What rows are sorted by.</summary>
internal readonly record struct ListedRow(string Id, string NameKey, long CreatedAt, long UpdatedAt);
