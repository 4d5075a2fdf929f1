using System.Text.Json;
using Weir.Engine.Catalogue;
using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>Reads the body of a connection: new, changed, or only to be tested. Everything wrong is told at once.</summary>
internal sealed class ConnectionReader(ApplicationCatalogue catalogue, IConnectionBook directory)
{
    /// <param name="body">The whole document; for a change, merged with what is stored.</param>
    /// <param name="id">Its id.</param>
    /// <param name="stored">What is at work under this id; null for a new one.</param>
    /// <param name="present">The stored one as it is read now; undefined for a new one.</param>
    /// <param name="named">False for a body that is only tested: it needs no name.</param>
    /// <param name="promised">
    /// Secret fields of the body whose value is not to be had now: what is stored stays there, and where the settings lead
    /// elsewhere it is cleared.
    /// </param>
    public ConnectionCandidate Read(
        JsonElement body,
        ConnectionId id,
        LiveConnection? stored,
        JsonElement present,
        bool named = true,
        IReadOnlyCollection<string>? promised = null)
    {
        var reader = new DocumentReader(body);
        reader.ReadOnly(present, ConnectionView.ReadOnlyFields);
        var name = named ? reader.Name() : reader.OptionalName("name") ?? "";
        var level = reader.Int(
            ConnectionFields.ConcurrencyLevel, Connection.LevelMin, Connection.LevelMax, Connection.LevelDefault);
        if (body.ValueKind == JsonValueKind.Object
            && body.TryGetProperty(ConnectionFields.ConcurrencyLevel, out var given) && given.ValueKind == JsonValueKind.Null)
        {
            // It may be left out, but a level that was said is never changed silently. // Promise 6
            reader.Refuse(
                ConnectionFields.ConcurrencyLevel,
                $"'{ConnectionFields.ConcurrencyLevel}' must be a whole number from {Connection.LevelMin} to {Connection.LevelMax}.");
        }

        var lender = ReadLender(reader, id);
        if (ReadApplication(reader, stored) is not { } application)
        {
            // Without its form nothing can be said about the settings.
            throw reader.Stop("settings");
        }

        var secrets = stored?.Secrets ?? OpenedSecrets.None;
        var values = ConnectionForm.Read(application, reader.ObjectOrEmpty("settings"), [.. secrets.Fields, .. promised ?? []], LackingOf(stored));
        reader.Finish();

        var live = Make(id, name, application, values, secrets, lender, level);
        var origin = live.Adaptor.OriginOf(live.Snapshot);
        if (stored is not null && (stored.Origin != origin || stored.Budget.Key != live.Budget.Key))
        {
            var kept = Kept(stored, values);
            values = values with { Cleared = [.. values.Cleared, .. kept.Where(f => promised?.Contains(f) == true)] };
            RefuseSecretsElsewhere(kept.Except(values.Cleared, StringComparer.Ordinal));
            live = Make(id, name, application, values, secrets, lender, level);
        }

        return new ConnectionCandidate
        {
            Live = live,
            Given = values.Secrets,
            Cleared = values.Cleared,
            ChangesAccess = stored is null || values.Secrets.Count + values.Cleared.Count > 0 || !SameSettings(stored, live),
        };
    }

    private static IReadOnlyCollection<string>? LackingOf(LiveConnection? stored) => stored is null
        ? null
        : [.. ConnectionForm.Lacking(stored.Snapshot.Application, stored.Connection.Settings, [.. stored.Secrets.Fields]).Select(f => f.Field)];

    private LiveConnection Make(
        ConnectionId id,
        string name,
        ApplicationDefinition application,
        FormValues values,
        OpenedSecrets secrets,
        ConnectionId? lender,
        int level)
    {
        var opened = secrets.With(values.Secrets, values.Cleared);
        var connection = new Connection
        {
            Id = id,
            Name = name,
            Application = application.Key,
            Settings = values.Settings,
            Secrets = [.. application.Form.Select(f => f.Field).Where(opened.Fields.ToHashSet().Contains)],
            BorrowConcurrencyFrom = lender,
            ConcurrencyLevel = level,
        };
        return directory.Make(connection, application, opened);
    }

    /// <summary>The copy of a connection, with its secrets. The body says its name and nothing else.</summary>
    public ConnectionCandidate Clone(JsonElement body, LiveConnection original, ConnectionId id)
    {
        var reader = new DocumentReader(body);
        var name = reader.Name();
        reader.Finish();
        if (original.Secrets.Fault is { } unreadable)
        {
            throw new RefusalException(unreadable.Code, unreadable.Message);
        }

        var connection = original.Connection with
        {
            Id = id,
            Name = name,
            Version = 1,
            Status = ConnectionStatus.Untested,
            LastTest = null,
        };
        return new ConnectionCandidate
        {
            Live = directory.Make(connection, original.Snapshot.Application, original.Secrets),
            Given = original.Secrets.Readable,
            Cleared = [],
            ChangesAccess = true,
        };
    }

    /// <summary>For a body that may give secrets again and say nothing else.</summary>
    public static void RefuseMoreThanSecrets(JsonElement body, ApplicationDefinition application)
    {
        var reader = new DocumentReader(body);
        var settings = reader.ObjectOrEmpty("settings");
        if (reader.Has("settings") && reader.FreeObject("settings").ValueKind is JsonValueKind.Undefined && !reader.IsRefused("settings"))
        {
            reader.Refuse("settings", "'settings' must be an object with the secrets that are given again.");
        }

        foreach (var field in application.Form.Where(f => f.IsSecret))
        {
            settings.Free(field.Field);
        }

        reader.Finish();
    }

    private ApplicationDefinition? ReadApplication(DocumentReader reader, LiveConnection? stored)
    {
        var key = reader.RequiredString("application");
        if (reader.IsRefused("application"))
        {
            return null;
        }

        if (catalogue.Find(key) is not { } application)
        {
            reader.Refuse("application", $"There is no application '{key}'; there are: {string.Join(", ", catalogue.All.Select(a => a.Key))}.");
            return null;
        }

        if (stored is not null && stored.Connection.Application != key)
        {
            reader.Refuse("application", "The application of a connection cannot be changed.", ErrorCodes.ReadOnly);
            return null;
        }

        return application;
    }

    private ConnectionId? ReadLender(DocumentReader reader, ConnectionId borrower)
    {
        var lender = reader.Id<ConnectionId>(ConnectionFields.BorrowConcurrencyFrom);
        if (lender is { } id && BorrowChain.Problem(directory, borrower, id) is { } problem)
        {
            reader.Refuse(ConnectionFields.BorrowConcurrencyFrom, problem);
        }

        return lender;
    }

    /// <summary>
    /// A stored secret goes only to where it was given for: another origin, or another account there, asks for it again.
    /// // Promise 5
    /// </summary>
    private static void RefuseSecretsElsewhere(IEnumerable<string> kept)
    {
        var problems = kept
            .Select(f => new Problem(
                $"settings.{f}",
                ErrorCodes.SecretRequiredAgain,
                "The settings lead to another address: give this again, the stored one is not sent there."))
            .ToList();
        if (problems.Count > 0)
        {
            throw RefusalException.Invalid(problems);
        }
    }

    /// <summary>The stored secrets that a change neither gives nor clears.</summary>
    private static IReadOnlyList<string> Kept(LiveConnection stored, FormValues values) =>
    [
        .. stored.Secrets.Fields
            .Where(f => !values.Secrets.ContainsKey(f) && !values.Cleared.Contains(f, StringComparer.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    internal static bool SameSettings(LiveConnection stored, LiveConnection changed)
    {
        var (before, after) = (stored.Snapshot.Settings, changed.Snapshot.Settings);
        return before.Count == after.Count
            && before.All(s => after.TryGetValue(s.Key, out var value) && JsonElement.DeepEquals(s.Value, value));
    }
}
