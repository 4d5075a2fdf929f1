using System.Text;

namespace Weir.Adaptors;

/// <summary>The parts of a template that stand for themselves.</summary>
internal static class Literals
{
    /// <summary>The text with each expression in it replaced by <paramref name="mark"/>.</summary>
    public static string Of(string template, string mark = "") => Rewrite(template, literal => literal, _ => mark);

    /// <summary>The template with what stands for itself percent-encoded, as a value of a query needs it.</summary>
    public static string Encoded(string template) =>
        Rewrite(template, literal => Uri.EscapeDataString(literal), expression => expression);

    private static string Rewrite(string template, Func<string, string> literal, Func<string, string> expression)
    {
        var text = new StringBuilder(template.Length);
        for (var i = 0; i < template.Length;)
        {
            var open = template.IndexOf("{{", i, StringComparison.Ordinal);
            if (open < 0)
            {
                text.Append(literal(template[i..]));
                break;
            }

            var close = template.IndexOf("}}", open, StringComparison.Ordinal);
            var end = close < 0 ? template.Length : close + 2;
            while (end < template.Length && template[end] == '}')
            {
                end++;
            }

            text.Append(literal(template[i..open])).Append(expression(template[open..end]));
            i = end;
        }

        return text.ToString();
    }
}
