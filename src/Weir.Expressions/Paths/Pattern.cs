using System.Text.RegularExpressions;

namespace Weir.Expressions.Paths;

/// <summary>
/// A regular expression of <c>match</c> or <c>search</c>. Never backtracks, so its time grows with the text only;
/// a text that is no I-Regexp matches nothing (RFC 9535 section 2.4.6).
/// </summary>
internal sealed class Pattern
{
    private readonly Regex? _regex;
    private readonly int _positions;

    private Pattern(string source, Regex? regex, int positions, bool isTooLarge)
    {
        Source = source;
        _regex = regex;
        _positions = positions;
        IsTooLarge = isTooLarge;
    }

    public string Source { get; }

    public bool IsTooLarge { get; }

    /// <param name="source">The I-Regexp.</param>
    /// <param name="isWhole">It must match the whole text, not a part of it.</param>
    /// <param name="payer">Who pays for the work while records flow; null while a path is parsed.</param>
    public static Pattern Compile(string source, bool isWhole, Evaluation? payer = null)
    {
        const int TranslateStepsPerChar = 10;
        const int BuildSteps = 5_000;
        const int BuildStepsPerChar = 100;

        payer?.Spend((long)source.Length * TranslateStepsPerChar);
        if (!IRegexp.TryTranslate(source, out var expression, out var positions))
        {
            return new(source, null, 0, isTooLarge: false);
        }

        if (expression is null)
        {
            return new(source, null, 0, isTooLarge: true);
        }

        payer?.Spend(BuildSteps + ((long)expression.Length * BuildStepsPerChar));
        var regex = Build(isWhole ? $@"\A(?:{expression})\z" : expression);
        return new(source, regex, positions, isTooLarge: regex is null);
    }

    public bool IsMatch(string text, Evaluation evaluation)
    {
        if (IsTooLarge)
        {
            throw new EvaluationException(evaluation.Code, TooLarge);
        }

        evaluation.Spend((long)text.Length * (1 + _positions) / 16);
        return _regex is not null && _regex.IsMatch(text);
    }

    public static string TooLarge { get; } =
        $"The regular expression is too large: it may stand for {PathLimits.PatternPositionsMax} characters with its "
        + "repetitions written out, for about 25 where each is a Unicode category";

    /// <summary>
    /// Null when the framework finds the automaton too large: a category has very many parts in UTF-16.
    /// </summary>
    private static Regex? Build(string expression)
    {
        try
        {
            return new(expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
