using System.Text.Json;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Configuration;

/// <summary>
/// Saves connections of a configuration in a draft, by the rules of every other save. Nothing is tested here: one account
/// that does not answer must not keep all the rest from being stored.
/// </summary>
/// <param name="present">The connections at work.</param>
/// <param name="catalogue">The forms.</param>
/// <param name="store">Where the documents are drafted.</param>
/// <param name="drafts">Where the connections are drafted.</param>
/// <param name="now">When they are saved.</param>
internal sealed class ConnectionDrafts(
    ConnectionDirectory present, ApplicationCatalogue catalogue, DraftStore store, DraftConnections drafts, DateTimeOffset now)
{
    private readonly ConnectionReader _reader = new(catalogue, drafts);
    private readonly Dictionary<ConnectionId, ConnectionDraft> _saved = [];

    /// <summary>Everything that was saved.</summary>
    public IReadOnlyCollection<ConnectionDraft> All => _saved.Values;

    /// <summary>What was saved of a connection; null when nothing was.</summary>
    public ConnectionDraft? Find(ConnectionId id) => _saved.GetValueOrDefault(id);

    /// <summary>
    /// Saves what the document says, on top of what is at work, however often it is called. Problems are a
    /// <see cref="RefusalException"/> whose fields are paths in the document.
    /// </summary>
    /// <param name="id">Of the connection, new or stored.</param>
    /// <param name="document">The whole document, with the lender's id.</param>
    public void Save(ConnectionId id, JsonElement document)
    {
        var stored = present.Find(id);
        if (stored is null && store.Find(id.Value) is { } row && !_saved.ContainsKey(id))
        {
            throw new RefusalException(
                ErrorCodes.Conflict, $"The application of the connection '{row.Name}' is not on this server; leave it out.");
        }

        var words = SecretWords.Read(document, catalogue);
        var candidate = Read(words, id, stored);
        var given = candidate.Given
            .Where(s => stored is null || !stored.Secrets.Readable.TryGetValue(s.Key, out var same) || !s.Value.Equals(same))
            .ToDictionary(StringComparer.Ordinal);
        var changesAccess = stored is null
            || given.Count + candidate.Cleared.Count > 0
            || !ConnectionReader.SameSettings(stored, candidate.Live);
        var live = changesAccess ? candidate.Live : candidate.Live with
        {
            Connection = candidate.Connection with
            {
                Status = stored!.Connection.Status,
                LastTest = stored.Connection.LastTest,
            },
        };
        drafts.Put(live);
        Put(live.Connection);
        _saved[id] = new ConnectionDraft
        {
            Live = live,
            Given = given,
            Cleared = candidate.Cleared,
            Compared = [.. candidate.Given.Keys.Where(field => stored?.Secrets.Readable.ContainsKey(field) == true)],
            ChangesAccess = changesAccess,
            Missing =
            [
                .. words.Promised
                    .Where(p => !live.Secrets.Fields.Contains(p.Key, StringComparer.Ordinal))
                    .Select(p => new MissingSecretView(live.Connection.Name, p.Key, p.Value)),
            ],
        };
    }

    /// <summary>What is wrong with the secrets is told together with everything else.</summary>
    private ConnectionCandidate Read(SecretWords words, ConnectionId id, LiveConnection? stored)
    {
        try
        {
            var candidate = _reader.Read(
                words.Document, id, stored, default, promised: words.Promised.Keys.ToHashSet(StringComparer.Ordinal));
            return words.Problems.Count == 0 ? candidate : throw RefusalException.Invalid(words.Problems);
        }
        catch (RefusalException refusal) when (words.Problems.Count > 0 && refusal.Problems.Count > 0)
        {
            throw RefusalException.Invalid([.. refusal.Problems.Union(words.Problems)]);
        }
    }

    private void Put(Connection connection)
    {
        var row = store.Find(connection.Id.Value);
        store.Put(new ResourceRow
        {
            Kind = ResourceKind.Connection,
            Id = connection.Id.Value,
            Name = connection.Name,
            Version = (row?.Version ?? 0) + 1,
            CreatedAt = row?.CreatedAt ?? now,
            UpdatedAt = now,
            Document = ConnectionDocument.Write(connection),
            State = ConnectionDocument.WriteState(connection.Status, connection.LastTest),
            References = connection.BorrowConcurrencyFrom is { } lender ? [lender.Value] : [],
        });
    }
}

/// <summary>A connection of a configuration, read and valid.</summary>
internal sealed record ConnectionDraft
{
    /// <summary>As it will be at work.</summary>
    public required LiveConnection Live { get; init; }

    /// <summary>Secrets that are not those stored.</summary>
    public required IReadOnlyDictionary<string, Secret> Given { get; init; }

    /// <summary>Stored secrets that go.</summary>
    public required IReadOnlyList<string> Cleared { get; init; }

    /// <summary>The fields whose given secret was compared with the stored one: whoever asks learns whether it is the same.</summary>
    public required IReadOnlyList<string> Compared { get; init; }

    /// <summary>True when the last test says nothing about it any more.</summary>
    public required bool ChangesAccess { get; init; }

    /// <summary>Secrets that it should have and that are not to be had.</summary>
    public required IReadOnlyList<MissingSecretView> Missing { get; init; }

    /// <summary>The connection at work, once it is stored as that row.</summary>
    public LiveConnection At(ResourceRow row, ConnectionDirectory present)
    {
        var now = Now(present);
        return Live with
        {
            Connection = now with { Version = row.Version, CreatedAt = row.CreatedAt, UpdatedAt = row.UpdatedAt },
        };
    }

    /// <summary>Status and last test as they are stored with it.</summary>
    public string? StateOn(ConnectionDirectory present)
    {
        var now = Now(present);
        return ConnectionDocument.WriteState(now.Status, now.LastTest);
    }

    /// <summary>Its requests may have found it offline since it was drafted.</summary>
    private Connection Now(ConnectionDirectory present) =>
        !ChangesAccess && present.Find(Live.Connection.Id)?.Connection is { } at
            ? Live.Connection with { Status = at.Status, LastTest = at.LastTest }
            : Live.Connection;

    /// <summary>The secret fields that change.</summary>
    public IEnumerable<string> ChangedSecrets => Given.Keys.Concat(Cleared);
}
