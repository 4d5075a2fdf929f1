using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>The source or the engine cannot go on: the run ends as <c>failed</c> with this code and sentence.</summary>
internal sealed class RunFailedException(string code, string message) : Exception(message)
{
    public string Code => code;

    /// <summary>Longer than a run waits: each further record would be asked to wait as well.</summary>
    public static void ThrowIfEndless(Fault? fault)
    {
        if (Of(fault) is { } endless)
        {
            throw endless;
        }
    }

    /// <summary>What <see cref="ThrowIfEndless"/> throws; null where it throws nothing.</summary>
    public static RunFailedException? Of(Fault? fault) => fault is { Kind: FaultKind.Throttled } told
        ? new RunFailedException(told.Code, $"The application asks to wait for more than a day: {told.Message}")
        : null;

    /// <summary>A source could not be read; whatever was read was delivered or stands in the errors.</summary>
    public bool AtSource { get; init; }
}
