namespace Weir.Engine.Runs;

/// <summary>The source or the engine cannot go on: the run ends as <c>failed</c> with this code and sentence.</summary>
internal sealed class RunFailedException(string code, string message) : Exception(message)
{
    public string Code => code;

    /// <summary>A source could not be read; whatever was read was delivered or stands in the errors.</summary>
    public bool AtSource { get; init; }
}
