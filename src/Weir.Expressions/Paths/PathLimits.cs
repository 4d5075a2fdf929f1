namespace Weir.Expressions.Paths;

/// <summary>How much one path may ask for. Beyond a bound it is refused, never cut short.</summary>
internal static class PathLimits
{
    /// <summary>Length of a path, in UTF-16 code units.</summary>
    public const int TextCharsMax = 10_000;

    /// <summary>Parentheses, brackets and function calls inside one another, in levels.</summary>
    public const int NestingLevelsMax = 64;

    /// <summary>Levels of document and query that an evaluation may be inside of at once.</summary>
    public const int DepthLevelsMax = 512;

    /// <summary>
    /// Work of one evaluation, in steps; a step is about one visited node, so this is about a second.
    /// </summary>
    public const int EvaluationStepsMax = 10_000_000;

    /// <summary>Values that one path may give.</summary>
    public const int ResultValuesMax = 1_000_000;

    /// <summary>Characters that a regular expression stands for, with its counted repetitions written out.</summary>
    public const int PatternPositionsMax = 1_000;
}
