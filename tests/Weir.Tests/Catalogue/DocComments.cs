using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Weir.Tests.Catalogue;

/// <summary>The comments of the vocabulary's types, as plain sentences.</summary>
internal sealed partial class DocComments
{
    private readonly Dictionary<string, XElement> _members = new[] { "Weir.Model", "Weir.Engine" }
        .SelectMany(a => XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{a}.xml")).Descendants("member"))
        .ToDictionary(m => m.Attribute("name")!.Value, StringComparer.Ordinal);

    public string? Of(Type type) => Plain(_members.GetValueOrDefault($"T:{type.FullName}")?.Element("summary"));

    /// <summary>Of a property, or of the parameter of the record that it comes from.</summary>
    public string? Of(PropertyInfo property)
    {
        var type = property.DeclaringType!.FullName;
        var parameter = _members.GetValueOrDefault($"T:{type}")?.Elements("param")
            .FirstOrDefault(p => p.Attribute("name")!.Value == property.Name);
        return Plain(_members.GetValueOrDefault($"P:{type}.{property.Name}")?.Element("summary") ?? parameter);
    }

    private static string? Plain(XElement? comment)
    {
        if (comment is null)
        {
            return null;
        }

        var text = string.Concat(comment.Nodes().Select(n => n switch
        {
            XElement e => e.Attribute("cref")?.Value.Split('.')[^1] ?? e.Value,
            _ => n.ToString(),
        }));
        return Promise().Replace(Space().Replace(text, " "), "").Trim().Replace("&lt;", "<").Replace("&gt;", ">").Replace("&amp;", "&");
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"\s*// Promises? [\d, ]+")]
    private static partial Regex Promise();
}
