namespace Weir.Sandbox.Gorgias;

/// <summary>
/// Numbers that look random and depend on nothing but the seed, the kind of thing and its position: any record can be
/// made at any time, alone, and is always the same.
/// </summary>
internal struct Dice(int seed, DiceKind kind, int index)
{
    private ulong _state = Mix(((ulong)(uint)seed << 32) ^ ((ulong)kind << 56) ^ (uint)index);

    /// <summary>SplitMix64.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        return Mix(_state);
    }

    public int Below(int limit) => (int)(((Next() >> 32) * (ulong)limit) >> 32);

    public int Between(int low, int high) => low + Below(high - low + 1);

    public bool OneIn(int n) => Below(n) == 0;

    public bool Percent(int percent) => Below(100) < percent;

    public T Pick<T>(T[] values) => values[Below(values.Length)];

    /// <summary>A UUID of version 4.</summary>
    public string Uuid()
    {
        var (high, low) = (Next(), Next());
        high = (high & ~0xF000UL) | 0x4000;
        low = (low & ~(3UL << 62)) | (1UL << 63);
        var text = $"{high:x16}{low:x16}";
        return $"{text[..8]}-{text[8..12]}-{text[12..16]}-{text[16..20]}-{text[20..]}";
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

internal enum DiceKind
{
    Account = 1,
    User,
    Tag,
    CustomerId,
    Customer,
    TicketId,
    TicketTime,
    TicketOutline,
    TicketText,
    Message,
    Event,
    Context,
    SurveyId,
    Survey,
    VoiceId,
    Voice,
    Setup,
}
