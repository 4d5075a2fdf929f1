using System.Globalization;
using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Configuration;

/// <summary>
/// What the audit tells of a configuration that is applied: each change as if it was made alone, and all of it. Also that given
/// secrets were compared with stored ones, where nothing else tells that somebody tried: who guesses leaves a line for each guess.
/// </summary>
internal sealed class ConfigurationAudit(
    ConfigurationChanges changes, ConnectionDrafts drafts, IdSource ids, DateTimeOffset at, Actor by)
{
    private static readonly AuditTarget Configuration = new("configuration", null, null);

    private readonly IReadOnlyList<ConnectionDraft> _compared = [.. drafts.All.Where(d => d.Compared.Count > 0)];

    public AuditEntry Of(ResourceRow row)
    {
        var change = changes.Of(row);
        var action = change.Action switch
        {
            ConfigurationChanges.Create => AuditActions.Created(row.Kind),
            ConfigurationChanges.Delete => AuditActions.Deleted(row.Kind),
            _ => AuditActions.Changed(row.Kind),
        };
        return AuditTrail.Entry(ids, at, by, action, AuditTarget.Of(row)) with { Fields = [.. change.Fields.Select(f => f.Field)] };
    }

    public AuditEntry OfAll() =>
        AuditTrail.Entry(ids, at, by, AuditActions.ConfigurationApplied, Configuration) with
        {
            Detail = new Dictionary<string, string>(Compared, StringComparer.Ordinal)
            {
                ["created"] = Count(ConfigurationChanges.Create),
                ["changed"] = Count(ConfigurationChanges.Update),
                ["deleted"] = Count(ConfigurationChanges.Delete),
            },
        };

    /// <summary>For what changes nothing; null when nothing was compared.</summary>
    public AuditEntry? OfCompared() => _compared.Count == 0
        ? null
        : AuditTrail.Entry(ids, at, by, AuditActions.ConfigurationCompared, Configuration) with { Detail = Compared };

    /// <summary>How many given secrets were compared with stored ones, and of which connections; empty when none was.</summary>
    private Dictionary<string, string> Compared => _compared.Count == 0 ? [] : new(StringComparer.Ordinal)
    {
        ["secretsCompared"] = _compared.Sum(d => d.Compared.Count).ToString(CultureInfo.InvariantCulture),
        ["comparedOf"] = string.Join(", ", _compared.Select(d => d.Live.Connection.Name)),
    };

    private string Count(string action) =>
        changes.Told.Count(c => c.Action == action).ToString(CultureInfo.InvariantCulture);
}
