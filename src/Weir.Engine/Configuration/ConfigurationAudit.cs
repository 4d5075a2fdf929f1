using System.Globalization;
using Weir.Engine.Audit;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Configuration;

/// <summary>What the audit tells of a configuration that is applied: each change as if it was made alone, and all of it.</summary>
internal sealed class ConfigurationAudit(ConfigurationChanges changes, IdSource ids, DateTimeOffset at, Actor by)
{
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
        AuditTrail.Entry(ids, at, by, AuditActions.ConfigurationApplied, new AuditTarget("configuration", null, null)) with
        {
            Detail = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["created"] = Count(ConfigurationChanges.Create),
                ["changed"] = Count(ConfigurationChanges.Update),
                ["deleted"] = Count(ConfigurationChanges.Delete),
            },
        };

    private string Count(string action) =>
        changes.Told.Count(c => c.Action == action).ToString(CultureInfo.InvariantCulture);
}
