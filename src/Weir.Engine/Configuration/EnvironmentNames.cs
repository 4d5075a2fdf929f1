using System.Text;
using Weir.Engine.Resources;

namespace Weir.Engine.Configuration;

/// <summary>
/// Variables from which a pulled configuration takes its secrets: <c>GORGIAS_FUCHSIA_PASSWORD</c> for the password of
/// "Gorgias fuchsia". Each secret has its own, however alike the names are. The same configuration has the same names.
/// </summary>
internal sealed class EnvironmentNames
{
    private const string Own = "WEIR_";
    private const string Nameless = "CONNECTION";

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>Call it for one after the other, in the order of <see cref="ResourceRow.NameKey"/>.</summary>
    public string For(string connection, string field)
    {
        var (subject, what) = (Words(connection), Words(Spread(field)));
        subject = subject.Length == 0 ? Nameless : subject;
        if (char.IsAsciiDigit(subject[0]) || $"{subject}_".StartsWith(Own, StringComparison.Ordinal))
        {
            // WEIR_TOKEN and its like say who speaks to the server.
            subject = $"{Nameless}_{subject}";
        }

        var name = $"{subject}_{what}";
        for (var i = 2; !_taken.Add(name); i++)
        {
            name = $"{subject}_{i}_{what}";
        }

        return name;
    }

    /// <summary>Letters and digits of ASCII in capitals, everything else between them one underscore.</summary>
    private static string Words(string text)
    {
        var words = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                words.Append(char.ToUpperInvariant(c));
            }
            else if (words.Length > 0 && words[^1] != '_')
            {
                words.Append('_');
            }
        }

        return words.ToString().TrimEnd('_');
    }

    /// <summary><c>apiKey</c> as <c>api_Key</c>.</summary>
    private static string Spread(string field) =>
        string.Concat(field.Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? $"_{c}" : $"{c}"));
}
