namespace Weir.Expressions.Filters;

/// <summary>How much one filter may ask for. Beyond a bound it is refused, never cut short.</summary>
internal static class FilterLimits
{
    /// <summary>Operations and lists of a rule inside one another, in levels of its JSON.</summary>
    public const int RuleNestingLevelsMax = 100;

    /// <summary>Operations, lists and values that a rule consists of; a list of ids may be long.</summary>
    public const int RuleNodesMax = 100_000;

    /// <summary>
    /// Work of one evaluation, in steps; a step is about one operation or item, so this is about a second.
    /// </summary>
    public const int EvaluationStepsMax = 10_000_000;

    /// <summary>Lists inside one another that an evaluation may build and write, in levels.</summary>
    public const int ValueNestingLevelsMax = 256;

    /// <summary>Length of a text that a rule puts together, in UTF-16 code units.</summary>
    public const int TextCharsMax = 4_000_000;

    /// <summary>Items of a list that a rule puts together.</summary>
    public const int ListItemsMax = 1_000_000;

    /// <summary>Size of the result, in bytes of JSON.</summary>
    public const int OutputBytesMax = 16_000_000;
}
