namespace Weir.Expressions;

/// <summary>What an expression sees beside the record: the run's times and name, and nothing else.</summary>
/// <param name="LastRun">
/// Start of the last run whose source was read to its end, less the overlap; ISO 8601 UTC with <c>Z</c>.
/// </param>
/// <param name="ThisRun">Start of this run, ISO 8601 UTC with <c>Z</c>.</param>
/// <param name="Run">The run's id; empty in a preview.</param>
public sealed record Variables(string LastRun, string ThisRun, string Run)
{
    /// <summary>What previews and tests of an expression see: the beginning of time, and no run.</summary>
    public static Variables None { get; } = new("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "");
}
