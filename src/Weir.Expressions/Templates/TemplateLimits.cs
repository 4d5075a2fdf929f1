namespace Weir.Expressions.Templates;

/// <summary>The bounds of a template. What exceeds one is an error that names it, never a slow or a huge answer.</summary>
internal static class TemplateLimits
{
    /// <summary>Length of a template's text, in UTF-16 code units.</summary>
    public const int TextCharsMax = 1_000_000;

    /// <summary>Blocks inside blocks, <c>else if</c> chains and sub-expressions together.</summary>
    public const int NestingMax = 100;

    /// <summary>Named arguments of one helper.</summary>
    public const int NamedMax = 20;

    /// <summary>Nodes written, list items visited and, in parts of 64, characters read while one record is rendered.</summary>
    public const int StepsMax = 1_000_000;

    /// <summary>What one rendering may give, in bytes of UTF-8.</summary>
    public const int OutputBytesMax = 16 * 1024 * 1024;

    /// <summary>A text between two helpers, in UTF-16 code units.</summary>
    public const int ValueCharsMax = 4 * 1024 * 1024;

    /// <summary>Arrays inside arrays where a value is printed as text, and values inside values in a JSON body.</summary>
    public const int JsonDepthMax = 128;

    /// <summary>A buffer longer than this is not kept for the next rendering, in bytes.</summary>
    public const int BufferKeptBytesMax = 256 * 1024;

    /// <summary>Length of a regular expression, in UTF-16 code units.</summary>
    public const int PatternCharsMax = 1_000;

    /// <summary>How long one regular expression may look at one value.</summary>
    public static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);
}
