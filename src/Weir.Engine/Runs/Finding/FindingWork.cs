using Weir.Engine.Calls;
using Weir.Engine.Governor;
using Weir.Engine.Runs.Steps;

namespace Weir.Engine.Runs.Finding;

/// <summary>A record on its way to where it can be found.</summary>
/// <param name="Page">Its page.</param>
/// <param name="Record">The record.</param>
/// <param name="Step">The step.</param>
/// <param name="Key">What identifies it there.</param>
/// <param name="Prepare">Makes the request that creates it.</param>
/// <param name="Conclude">
/// Reads the answer of its last request, and disposes it. With the time since when a create may have left: once the
/// application has taken it, no trouble with the answer makes it one that has not arrived.
/// </param>
internal sealed record FindingWork(
    PageWork Page,
    RecordState Record,
    int Step,
    SendKey Key,
    Func<PreparedCall> Prepare,
    Func<Dispatched, DateTimeOffset?, StepOutcome> Conclude);
