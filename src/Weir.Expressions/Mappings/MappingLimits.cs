namespace Weir.Expressions.Mappings;

/// <summary>The bounds of a mapping.</summary>
internal static class MappingLimits
{
    /// <summary>Objects, lists and directives inside one another.</summary>
    public const int NestingMax = 64;

    /// <summary>Values of one mapping.</summary>
    public const int PartsMax = 10_000;

    /// <summary>Parts written and list items visited for one record.</summary>
    public const int StepsMax = 1_000_000;
}
