namespace Weir.Engine.Schedules;

/// <summary>When a flow runs by itself.</summary>
/// <param name="Cron">A Quartz expression: seconds, minutes, hours, day of month, month, day of week, and a year if need be.</param>
/// <param name="TimeZone">An IANA time zone: <c>Europe/Paris</c>.</param>
/// <param name="SkipsMissed">False runs once after times went by while the server was down; true waits for the next one.</param>
internal sealed record Schedule(string Cron, string TimeZone, bool SkipsMissed)
{
    public const string TimeZoneDefault = "UTC";

    /// <summary>What its times depend on: another key is another schedule.</summary>
    public string Key => $"{Cron} {TimeZone}";

    public CronTimes Times() => new(Cron, TimeZoneInfo.FindSystemTimeZoneById(TimeZone));
}
