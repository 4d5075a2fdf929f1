namespace Weir.Engine.Retention;

/// <summary>How long is kept what has come to its end.</summary>
/// <param name="RunDays">Runs and their logs, from their end.</param>
/// <param name="ErrorDays">Errors with their records, from when they were resolved.</param>
public sealed record RetentionRules(int RunDays = RetentionRules.DaysDefault, int ErrorDays = RetentionRules.DaysDefault)
{
    public const int DaysDefault = 90;
    public const int DaysMax = 3650;
}
