using System.Text.RegularExpressions;
using Weir.Expressions;

namespace Weir.Engine.Catalogue;

/// <summary>The fields that a template reads.</summary>
internal static partial class TemplateNames
{
    /// <exception cref="ExpressionException">The text is no template.</exception>
    public static IReadOnlyCollection<string> Of(string text)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var open = text.IndexOf("{{", StringComparison.Ordinal); open >= 0;)
        {
            var close = text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                throw new ExpressionException($"A tag is not closed (position {open}).", open);
            }

            var name = text[(open + 2)..close].Trim();
            if (!Name().IsMatch(name))
            {
                throw new ExpressionException($"A name is expected in the tag (position {open + 2}).", open + 2);
            }

            names.Add(name);
            open = text.IndexOf("{{", close, StringComparison.Ordinal);
        }

        return names;
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
