namespace Weir.Adaptors.Files;

/// <summary>A file does not hold what its format says.</summary>
/// <param name="line">Where, from 1.</param>
/// <param name="what">What is wrong there, to follow the name and the line.</param>
internal sealed class FileContentException(long line, string what) : Exception($"line {line}: {what}");
