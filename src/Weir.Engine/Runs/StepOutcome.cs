using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>What a step made of a record: passed, failed, or waits for its next attempt.</summary>
internal readonly record struct StepOutcome(Fault? Fault, DateTimeOffset? ParkUntil, int Attempts)
{
    public static StepOutcome Passed => default;

    public bool IsPassed => Fault is null && ParkUntil is null;

    public static StepOutcome Failed(Fault fault) => new(fault, null, 0);

    public static StepOutcome Failed(string code, string message, int? status = null) =>
        Failed(new Fault { Kind = FaultKind.Rejected, Code = code, Message = message, HttpStatus = status });
}
