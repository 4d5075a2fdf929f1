using Weir.Model;

namespace Weir.Adaptors.Files;

/// <summary>The operator's settings for files.</summary>
public sealed record FilesOptions
{
    /// <summary>
    /// The folder inside which connections may read and write, an absolute path (<c>WEIR_FILES</c>). It is made when it is
    /// not there. No default: the host gives <c>files</c> in the data folder.
    /// </summary>
    public required string Root { get; init; }

    /// <summary>What is out of range, with the option's name as field; empty when all is well.</summary>
    public IReadOnlyList<Problem> Problems() => Path.IsPathFullyQualified(Root)
        ? []
        : [new Problem(nameof(Root), ErrorCodes.Validation, "The folder for files must be an absolute path.")];
}
