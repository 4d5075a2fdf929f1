using Weir.Engine.Runs.Steps;
using Weir.Model;

namespace Weir.Engine.Runs.Finding;

/// <summary>A record was sent, and whether it arrived is not known.</summary>
/// <param name="Fault">Says so; has the time since when.</param>
/// <param name="MayRepeat">A person has retried it: it may be sent again where it is looked for and not there.</param>
internal sealed record Doubt(Fault Fault, bool MayRepeat)
{
    private const string Earlier = "It was sent before, and whether it arrived then is not known.";

    public DateTimeOffset SentAt => Fault.SentAt!.Value;

    /// <summary>Null where the error that is retried has nothing of the kind.</summary>
    public static Doubt? OfRetry(RecordState record, int step) =>
        record.SentAt(step) is { } sentAt ? new Doubt(OnlyOnce.Unknown(Earlier, sentAt), MayRepeat: true) : null;

    /// <summary>The doubt remains, and why.</summary>
    public Fault Because(string why) => Fault with { Message = $"{Fault.Message} {why}" };
}
