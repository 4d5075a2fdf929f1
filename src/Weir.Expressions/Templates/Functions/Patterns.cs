using System.Globalization;
using System.Text.RegularExpressions;

namespace Weir.Expressions.Templates.Functions;

/// <summary>
/// Helpers over regular expressions. A pattern is a literal, compiled once, and matched in time linear in the text: what
/// needs backtracking (lookaround, back references) is refused.
/// </summary>
internal static class Patterns
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("regexMatch", 2, 4, Match) { Prepare = static call => Compile(call, 1, 3) },
        new("regexReplace", 3, 4, Replace) { Prepare = static call => Compile(call, 2, 3) },
    ];

    private static Regex Compile(Call call, int index, int flags)
    {
        var pattern = call.Literal(index) ?? throw new RefusedException("the pattern is a literal text");
        if (pattern.Length is 0 or > TemplateLimits.PatternCharsMax)
        {
            throw new RefusedException(
                pattern.Length > 0 ? $"the pattern is longer than {TemplateLimits.PatternCharsMax} characters"
                : index == 2 ? "the pattern is empty; the order is text, replacement, pattern"
                : "the pattern is empty");
        }

        try
        {
            return new Regex(pattern, Options(call, flags), TemplateLimits.PatternTimeout);
        }
        catch (NotSupportedException e)
        {
            throw new RefusedException(
                "the pattern needs backtracking (lookaround, back references), which is not supported", e);
        }
        catch (ArgumentException e)
        {
            throw new RefusedException($"the pattern is not a regular expression: {e.Message}", e);
        }
    }

    private static RegexOptions Options(Call call, int index)
    {
        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
        if (index >= call.Count)
        {
            return options;
        }

        foreach (var flag in call.Literal(index) ?? throw new RefusedException("the flags are a literal text"))
        {
            options |= flag switch
            {
                'g' => RegexOptions.None,
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                _ => throw new RefusedException($"there is no flag '{flag}': g, i, m and s are known"),
            };
        }

        return options;
    }

    /// <summary><c>regexMatch text pattern [which] [flags]</c>: the match that <c>which</c> counts from 0; missing where there is none.</summary>
    private static Value Match(Call call, Rendering rendering)
    {
        var which = call.Count < 3 ? 0 : call.Whole(rendering, 2, 0, int.MaxValue);
        return Try(call, rendering, (regex, text) =>
        {
            var match = regex.Match(text);
            for (; which > 0 && match.Success; which--)
            {
                rendering.Step();
                match = match.NextMatch();
            }

            return match.Success ? Value.Of(match.Value) : Value.Missing;
        });
    }

    /// <summary><c>regexReplace text replacement pattern [flags]</c>: every match; <c>$1</c> in the replacement is a group.</summary>
    private static Value Replace(Call call, Rendering rendering)
    {
        var replacement = call.Text(rendering, 1);
        return Try(call, rendering, (regex, text) =>
        {
            long length = text.Length;
            return Value.Of(regex.Replace(text, match =>
            {
                rendering.Step();
                var with = match.Result(replacement);
                length += with.Length - match.Length;
                return length <= TemplateLimits.ValueCharsMax ? with : throw call.TooLong();
            }));
        });
    }

    private static Value Try(Call call, Rendering rendering, Func<Regex, string, Value> apply)
    {
        try
        {
            return apply((Regex)call.Prepared!, call.Text(rendering, 0));
        }
        catch (RegexMatchTimeoutException)
        {
            throw call.Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"the pattern took longer than {TemplateLimits.PatternTimeout.TotalSeconds} s"));
        }
    }
}
