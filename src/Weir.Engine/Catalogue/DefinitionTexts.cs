using System.Text.Json;
using Weir.Expressions;
using Weir.Expressions.Paths;
using Weir.Expressions.Templates;

namespace Weir.Engine.Catalogue;

/// <summary>
/// Checks the small languages inside a definition's texts, and says what is wrong where the text stands.
/// </summary>
/// <param name="problems">Takes what is found.</param>
/// <param name="places">Where each value stands, by path.</param>
internal sealed class DefinitionTexts(DefinitionProblems problems, IReadOnlyDictionary<string, YamlPlace> places)
{
    /// <summary>What every template may name beside what it sees.</summary>
    private static readonly string[] RunNames = ["lastRun", "thisRun", "run"];

    /// <summary>Notes a problem at a value; at what holds it where the value itself is not in the file.</summary>
    public void Refuse(string at, string message)
    {
        var path = at;
        YamlPlace? place;
        while (!places.TryGetValue(path, out place) && path.Length > 0)
        {
            path = path[..Math.Max(0, path.LastIndexOf('/'))];
        }

        problems.Add(place ?? YamlPlace.Start, message);
    }

    /// <summary>Notes a problem at a key.</summary>
    public void RefuseKey(string at, string message) => Refuse(DefinitionBinder.KeyOf(at), message);

    /// <summary>Notes that a needed value is missing, unless it is there and was refused already.</summary>
    public void Need(string at, string name, string? value, string reason)
    {
        if (string.IsNullOrEmpty(value) && !places.ContainsKey($"{at}/{name}"))
        {
            Refuse(at, $"'{name}' is missing here for {reason}");
        }
    }

    /// <summary>A JSONPath, if it is there.</summary>
    /// <param name="at">Where it stands.</param>
    /// <param name="text">The path.</param>
    /// <param name="singular">It must name one value.</param>
    public void Path(string at, string? text, bool singular = true)
    {
        if (text is null)
        {
            return;
        }

        try
        {
            if (!JsonPath.Parse(text).IsSingular && singular)
            {
                Refuse(at, $"'{text}' may give several values; name one, as in $.data.id");
            }
        }
        catch (ExpressionException e)
        {
            Refuse(at, $"'{text}' is no path: {e.Message}");
        }
    }

    /// <summary>A filter, if it is there.</summary>
    public void Filter(string at, JsonElement rule)
    {
        if (rule.ValueKind == JsonValueKind.Undefined)
        {
            return;
        }

        try
        {
            Weir.Expressions.Filters.Filter.Parse(rule);
        }
        catch (ExpressionException e)
        {
            Refuse(at, $"this is no filter: {e.Message}");
        }
    }

    /// <summary>A template that may name only what it can see.</summary>
    /// <param name="at">Where it stands.</param>
    /// <param name="text">The template.</param>
    /// <param name="visible">The names.</param>
    /// <param name="what">What the names are: <c>form field</c>.</param>
    /// <param name="place">Where what it gives will stand.</param>
    public void Template(
        string at, string? text, IEnumerable<string> visible, string what, Place place = Place.Text)
    {
        var known = visible.ToList();
        foreach (var name in Names(at, text, place))
        {
            if (!known.Contains(name) && !(what == "parameter" && RunNames.Contains(name)))
            {
                var all = known.Count == 0 ? "there is none" : $"there are {string.Join(", ", known)}";
                Refuse(at, $"'{name}' is no {what} that can stand here; {all}");
            }
        }
    }

    /// <summary>The names that a template reads; empty, and a problem, where it is no template.</summary>
    public IReadOnlyCollection<string> Names(string at, string? text, Place place = Place.Text)
    {
        if (text is null)
        {
            return [];
        }

        try
        {
            Weir.Expressions.Templates.Template.Parse(text, place);
            return TemplateFields.Of(text);
        }
        catch (ExpressionException e)
        {
            Refuse(at, $"'{text}' is no template: {e.Message}");
            return [];
        }
    }
}
