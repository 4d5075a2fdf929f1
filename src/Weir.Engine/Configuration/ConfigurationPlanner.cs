using System.Text.Json;
using Weir.Engine.Documents;
using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Engine.Configuration;

/// <summary>
/// Works out what a configuration changes: saves each of its resources in a draft, what others refer to first, and
/// collects everything that is wrong, with its path in the body.
/// </summary>
internal sealed class ConfigurationPlanner
{
    private readonly ConfigurationSnapshot _present;
    private readonly DraftServices _services;
    private readonly IReadOnlyList<ConfigurationItem> _items;
    private readonly bool _prune;
    private readonly ProblemList _problems = new();
    private readonly HashSet<(string Field, string Message)> _told = [];
    private readonly Dictionary<(ResourceKind, string), ConfigurationItem> _byName = [];
    private readonly Dictionary<(ResourceKind, string), ResourceRow> _presentByName = [];

    /// <summary>The ids of those that could be saved.</summary>
    private readonly Dictionary<ConfigurationItem, string> _saved = new(ReferenceEqualityComparer.Instance);

    /// <param name="present">What is stored.</param>
    /// <param name="services">At work on a draft of it.</param>
    /// <param name="items">What is to be.</param>
    /// <param name="prune">What is stored and not among the items is deleted.</param>
    public ConfigurationPlanner(
        ConfigurationSnapshot present, DraftServices services, IReadOnlyList<ConfigurationItem> items, bool prune)
    {
        (_present, _services, _items, _prune) = (present, services, items, prune);
        foreach (var row in present.Rows)
        {
            _presentByName[(row.Kind, row.NameKey)] = row;
        }

        foreach (var item in items.Where(i => i.Name is not null))
        {
            _byName[(item.Kind, ResourceRow.NameKeyOf(item.Name!))] = item;
        }
    }

    /// <summary>What is stored and not in the configuration.</summary>
    public IReadOnlyList<ResourceRow> Others =>
        [.. _present.Rows.Where(r => !_byName.ContainsKey((r.Kind, r.NameKey)))];

    /// <summary>Leaves the draft as everything will be. All that is wrong is one refusal.</summary>
    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        Unsettle();
        foreach (var kind in ConfigurationKinds.SavingOrder)
        {
            var items = _items.Where(i => i.Kind == kind).ToList();
            foreach (var item in items)
            {
                await SaveAsync(item, withOwnKind: false, cancellationToken);
            }

            foreach (var item in items.Where(i => _saved.ContainsKey(i) && RefersToOwnKind(i)))
            {
                await SaveAsync(item, withOwnKind: true, cancellationToken);
            }
        }

        if (_prune)
        {
            foreach (var kind in ConfigurationKinds.SavingOrder.Reverse())
            {
                await DeleteOthersAsync(kind, cancellationToken);
            }
        }

        _problems.ThrowIfAny();
    }

    private static bool RefersToOwnKind(ConfigurationItem item)
    {
        var refers = false;
        new ReferenceRewriter(
            (kind, _, _) =>
            {
                refers |= kind == item.Kind;
                return null;
            },
            dropsNulls: false).Rewrite(item.Kind, item.Document);
        return refers;
    }

    /// <summary>What is saved later, or goes, is no reason to refuse what is saved now.</summary>
    private void Unsettle()
    {
        foreach (var row in _present.Rows)
        {
            if (_prune || _byName.ContainsKey((row.Kind, row.NameKey)))
            {
                _services.Store.Unsettled.Add(row.Id);
            }
        }
    }

    private async Task SaveAsync(ConfigurationItem item, bool withOwnKind, CancellationToken cancellationToken)
    {
        // Fields that refer to nothing that could be had: whatever else is said about them says less.
        var unresolved = new HashSet<string>(StringComparer.Ordinal);
        var rewriter = new ReferenceRewriter(
            (kind, name, field) =>
            {
                var id = Resolve(item, kind, name, field);
                if (kind == item.Kind && !withOwnKind)
                {
                    return null;
                }

                if (id is null)
                {
                    unresolved.Add(field);
                }

                return id ?? _services.NewId(kind);
            },
            dropsNulls: false);
        try
        {
            var document = rewriter.Rewrite(item.Kind, item.Document);
            var id = await _services.SaveAsync(item.Kind, IdOf(item), document, cancellationToken);
            _saved[item] = id;
            _services.Store.Unsettled.Remove(id);
        }
        catch (RefusalException refusal)
        {
            _saved.Remove(item);
            Note(item, refusal, unresolved);
        }
    }

    private async Task DeleteOthersAsync(ResourceKind kind, CancellationToken cancellationToken)
    {
        foreach (var row in Others.Where(r => r.Kind == kind))
        {
            try
            {
                await _services.DeleteAsync(kind, row.Id, cancellationToken);
            }
            catch (RefusalException refusal)
            {
                Tell(new Problem("", refusal.Code, $"The {ConfigurationKinds.NameOf(kind)} '{row.Name}' cannot be deleted: {refusal.Message}"));
            }
        }
    }

    private string? IdOf(ConfigurationItem item) =>
        _saved.GetValueOrDefault(item)
        ?? (item.Name is { } name ? _presentByName.GetValueOrDefault((item.Kind, ResourceRow.NameKeyOf(name)))?.Id : null);

    /// <summary>The id of what a name means; null when it means nothing that could be had, which is then told.</summary>
    private string? Resolve(ConfigurationItem item, ResourceKind kind, JsonElement reference, string field)
    {
        var what = ConfigurationKinds.NameOf(kind);
        if (reference.ValueKind is not JsonValueKind.String)
        {
            Tell(new Problem(item.PathOf(field), ErrorCodes.Validation, $"The name of the {what} is expected here."));
            return null;
        }

        var name = reference.GetString()!;
        var key = (kind, ResourceRow.NameKeyOf(name));
        if (_byName.TryGetValue(key, out var other))
        {
            // One that could not be saved has problems of its own.
            return _saved.GetValueOrDefault(other);
        }

        if (!_presentByName.TryGetValue(key, out var row))
        {
            Tell(new Problem(
                item.PathOf(field), ErrorCodes.Validation, $"There is no {what} called '{name}', neither here nor on the server."));
        }
        else if (_prune)
        {
            Tell(new Problem(
                item.PathOf(field), ErrorCodes.InUse, $"The {what} '{name}' is not in what you send and would be deleted; add it, or do not prune."));
            return null;
        }

        return row?.Id;
    }

    private void Note(ConfigurationItem item, RefusalException refusal, HashSet<string> unresolved)
    {
        if (refusal.Problems.Count == 0)
        {
            Tell(new Problem(item.Path, refusal.Code, refusal.Message));
        }

        foreach (var problem in refusal.Problems.Where(p => !unresolved.Contains(p.Field)))
        {
            Tell(problem with { Field = item.PathOf(problem.Field) });
        }
    }

    private void Tell(Problem problem)
    {
        if (_told.Add((problem.Field, problem.Message)))
        {
            _problems.Add(problem);
        }
    }
}
