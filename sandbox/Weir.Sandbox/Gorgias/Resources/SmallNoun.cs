using System.Text.Json;

namespace Weir.Sandbox.Gorgias;

/// <summary>
/// What all small lists can do with a row: show it, make it, change it, take it away. Each says how it is read from a
/// body and written.
/// </summary>
/// <param name="Name">In errors and events: <c>macro</c> makes <c>Failed to create macro</c> and <c>macro-created</c>.</param>
/// <param name="ObjectType">Of its events; null for what has none.</param>
/// <param name="Table">Where its rows are.</param>
/// <param name="Read">
/// The row that the body makes of the one there was, with its id and its time of creation; only what was sent changes.
/// What is wrong is noted in the body.
/// </param>
/// <param name="Write">Its form alone, which is that in a list.</param>
internal sealed record SmallNoun<T>(
    string Name,
    string? ObjectType,
    Func<Desk, SmallTable<T>> Table,
    Func<BodyReader, Desk, T, T> Read,
    Action<Utf8JsonWriter, Desk, T> Write)
    where T : class, ISmallRow
{
    /// <summary>Whether a row is put away, where turning that has events of its own.</summary>
    public Func<T, bool>? IsAway { get; init; }

    public void Get(GorgiasRequest request)
    {
        request.Query.Done();
        lock (request.Desk.Gate)
        {
            Write(request.Reply.Json, request.Desk, Table(request.Desk).Get(request.PathId));
        }
    }

    /// <param name="fresh">The row before anything was read: its id and time.</param>
    /// <param name="required">Fields that must be there.</param>
    public Action<GorgiasRequest> Create(Func<int, long, T> fresh, params string[] required) => request =>
    {
        request.Query.Done();
        var body = request.ReadBody();
        Array.ForEach(required, body.Require);
        var made = request.Change(
            desk =>
            {
                var read = Read(body, desk, fresh(Table(desk).NextId, desk.NextChange()));
                body.Done($"Failed to create {Name}");
                return Save(desk, read, "created");
            },
            row => row.Id);
        request.Reply.Status = 201;
        Answer(request, made);
    };

    /// <param name="required">Fields that must be there, where a change replaces the whole row.</param>
    public Action<GorgiasRequest> Update(params string[] required) => request =>
    {
        request.Query.Done();
        var id = request.PathId;
        _ = request.Read(desk => Table(desk).Get(id));
        var body = request.ReadBody();
        Array.ForEach(required, body.Require);
        var changed = request.Change(
            desk =>
            {
                var before = Table(desk).Get(id);
                var read = Read(body, desk, before);
                body.Done($"Failed to update {Name}");
                if (IsAway is not null && IsAway(before) != IsAway(read))
                {
                    Happened(desk, read, IsAway(read) ? "deactivated" : "reactivated");
                }

                return Save(desk, read, "updated");
            },
            row => row.Id);
        Answer(request, changed);
    };

    /// <param name="isUsed">Whether something else needs it: then it stays, and the answer is 409.</param>
    public Action<GorgiasRequest> Delete(Func<Desk, T, bool>? isUsed = null) => request =>
    {
        request.Query.Done();
        request.Change(request.PathId, desk => Remove(desk, [request.PathId], isUsed));
        request.Reply.Status = 204;
    };

    /// <summary>All of them or none.</summary>
    public void Remove(Desk desk, IReadOnlyList<int> ids, Func<Desk, T, bool>? isUsed)
    {
        List<T> rows = [.. ids.Distinct().Select(Table(desk).Get)];
        if (isUsed is not null && rows.Exists(row => isUsed(desk, row)))
        {
            throw GorgiasProblem.Exists();
        }

        foreach (var row in rows)
        {
            Table(desk).Remove(row.Id);
            Happened(desk, row, "deleted");
        }
    }

    /// <summary>Keeps the row, with its event.</summary>
    public T Save(Desk desk, T row, string what)
    {
        Table(desk).Save(row);
        Happened(desk, row, what);
        return row;
    }

    private void Happened(Desk desk, T row, string what)
    {
        if (ObjectType is not null)
        {
            desk.Events.Add($"{Name}-{what}", ObjectType, row.Id);
        }
    }

    private void Answer(GorgiasRequest request, T row)
    {
        lock (request.Desk.Gate)
        {
            Write(request.Reply.Json, request.Desk, row);
        }
    }
}
