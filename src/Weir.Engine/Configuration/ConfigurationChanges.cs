using System.Text.Json;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Configuration;

/// <summary>What a draft differs in from what is stored: for people, and for the store.</summary>
internal sealed class ConfigurationChanges
{
    public const string Create = "create";
    public const string Update = "update";
    public const string Delete = "delete";
    public const string None = "none";

    private readonly ConfigurationSnapshot _present;
    private readonly ConfigurationSnapshot _future;
    private readonly ConnectionDrafts _connections;
    private readonly List<ConfigurationChangeView> _told = [];
    private readonly Dictionary<string, ConfigurationChangeView> _byId = new(StringComparer.Ordinal);
    private readonly List<ResourceRow> _saves = [];

    /// <param name="present">What is stored.</param>
    /// <param name="future">What the draft holds.</param>
    /// <param name="connections">Its connections.</param>
    public ConfigurationChanges(ConfigurationSnapshot present, ConfigurationSnapshot future, ConnectionDrafts connections)
    {
        (_present, _future, _connections) = (present, future, connections);
        Deletes = [.. present.Rows.Where(r => future.Find(r.Id) is null)];
        foreach (var kind in ConfigurationKinds.All)
        {
            foreach (var row in future.Of(kind))
            {
                Add(row, present.Find(row.Id));
            }

            foreach (var row in Deletes.Where(r => r.Kind == kind))
            {
                Tell(row, Change(row, Delete));
            }
        }
    }

    /// <summary>Everything that will be there, or goes.</summary>
    public IReadOnlyList<ConfigurationChangeView> Told => _told;

    /// <summary>What is to be stored, each with its next version.</summary>
    public IReadOnlyList<ResourceRow> Saves => _saves;

    public IReadOnlyList<ResourceRow> Deletes { get; }

    public ConfigurationChangeView Of(ResourceRow row) => _byId[row.Id];

    public bool IsEmpty => _saves.Count + Deletes.Count == 0;

    /// <summary>Those that stand in the configuration, and all that change.</summary>
    public IReadOnlyList<ConfigurationChangeView> ToldWithout(IEnumerable<ResourceRow> others)
    {
        var unnamed = others.Select(r => (ConfigurationKinds.NameOf(r.Kind), r.Name)).ToHashSet();
        return [.. _told.Where(c => c.Action != None || !unnamed.Contains((c.Kind, c.Name)))];
    }

    private static ConfigurationChangeView Change(ResourceRow row, string action) => new()
    {
        Kind = ConfigurationKinds.NameOf(row.Kind),
        Name = row.Name,
        Action = action,
        Fields = [],
        MoreFields = 0,
    };

    private void Tell(ResourceRow row, ConfigurationChangeView change)
    {
        _told.Add(change);
        _byId[row.Id] = change;
    }

    private void Add(ResourceRow row, ResourceRow? before)
    {
        if (before is null)
        {
            _saves.Add(row with { Version = 1 });
            Tell(row, Change(row, Create));
            return;
        }

        var (from, to) = (_present.Show(before), _future.Show(row));
        var secrets = Secrets(row);
        if (secrets.Count == 0 && (row.Document == before.Document || from.GetRawText() == to.GetRawText()))
        {
            Tell(row, Change(row, None));
            return;
        }

        var (fields, more) = DocumentDifference.Between(from, to);
        _saves.Add(row with { Version = before.Version + 1, CreatedAt = before.CreatedAt });
        Tell(row, Change(row, Update) with
        {
            Fields = [.. fields.Count + secrets.Count == 0 ? Reordered(from, to) : fields, .. secrets],
            MoreFields = more,
        });
    }

    private List<DocumentChange> Secrets(ResourceRow row) => row.Kind is ResourceKind.Connection
        ? [.. (_connections.Find(new ConnectionId(row.Id))?.ChangedSecrets ?? []).Select(field => new DocumentChange
        {
            Field = $"settings.{field}",
            From = null,
            To = null,
            Secret = true,
        })]
        : [];

    /// <summary>The same fields in another order: it is that of the columns of a file.</summary>
    private static IEnumerable<DocumentChange> Reordered(JsonElement before, JsonElement after) => after.EnumerateObject()
        .Where(f => before.TryGetProperty(f.Name, out var value) && value.GetRawText() != f.Value.GetRawText())
        .Select(f => new DocumentChange { Field = f.Name, From = before.GetProperty(f.Name), To = f.Value });
}
