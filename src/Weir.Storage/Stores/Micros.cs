namespace Weir.Storage.Stores;

/// <summary>Times at rest: UTC microseconds since 1970; what is finer is cut off, towards the past.</summary>
internal static class Micros
{
    public static long Of(DateTimeOffset time)
    {
        var (micros, rest) = Math.DivRem(time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks, TimeSpan.TicksPerMicrosecond);
        return rest < 0 ? micros - 1 : micros;
    }

    public static long? Of(DateTimeOffset? time) => time is null ? null : Of(time.Value);

    public static DateTimeOffset ToTime(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    public static DateTimeOffset? ToTime(long? micros) => micros is null ? null : ToTime(micros.Value);
}
