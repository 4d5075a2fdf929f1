using System.Text.Json;
using System.Text.Json.Serialization;
using Weir.Engine.Audit;
using Weir.Engine.Calls;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>What people do to see the requests of a connection: of tests, probes, runs, lookups and previews.</summary>
public sealed class ConnectionDebugging(ConnectionDebug debug, ConnectionDirectory directory, AuditTrail audit)
{
    public const int MinutesMax = 60;

    /// <summary><c>{"minutes":1–60}</c>: listens from now on for so long; what was heard before stays. Refusal: <c>not_found</c>.</summary>
    public async Task<DebugView> OpenAsync(ConnectionId id, JsonElement body, Actor by)
    {
        var reader = new DocumentReader(body);
        var minutes = reader.RequiredInt("minutes", 1, MinutesMax);
        reader.Finish();
        var connection = Expect(id);
        debug.Open(id, TimeSpan.FromMinutes(minutes));
        try
        {
            await audit.NoteAsync(by, AuditActions.ConnectionDebugged, AuditTarget.Of(connection), ("minutes", $"{minutes}"));
            return Read(id);
        }
        catch (RefusalException)
        {
            // It was deleted in between.
            debug.Forget(id);
            throw;
        }
    }

    /// <summary>What was heard, newest first. Refusal: <c>not_found</c>.</summary>
    public DebugView Read(ConnectionId id)
    {
        Expect(id);
        var (until, exchanges) = debug.Read(id);
        return new DebugView(until, exchanges);
    }

    /// <summary>Stops, and forgets what was heard. Refusal: <c>not_found</c>.</summary>
    public void Close(ConnectionId id)
    {
        Expect(id);
        debug.Forget(id);
    }

    private Connection Expect(ConnectionId id) =>
        directory.Find(id)?.Connection ?? throw RefusalException.NotFound("connection", id.Value);
}

/// <summary>What was heard of a connection.</summary>
/// <param name="Until">Until when it is listened to; null: it is not.</param>
/// <param name="Exchanges">Newest first, at most 200, with the connection's secrets masked.</param>
public sealed record DebugView(
    [property: JsonConverter(typeof(UtcTimeConverter))] DateTimeOffset? Until, IReadOnlyList<Exchange> Exchanges);
