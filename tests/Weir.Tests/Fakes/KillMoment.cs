namespace Weir.Tests.Fakes;

/// <summary>When a test kills the server.</summary>
public enum KillMoment
{
    /// <summary>A request must not be repeated, and that it is about to leave is not written yet.</summary>
    BeforeIntent,

    /// <summary>It is written, and nothing has left.</summary>
    AfterIntent,

    /// <summary>The application has it, and has not answered.</summary>
    Arrived,

    /// <summary>It has answered, and that is not written yet.</summary>
    BeforeOutcome,

    AfterOutcome,

    BeforeCommit,

    AfterCommit,

    /// <summary>The run has ended, and that is not written yet.</summary>
    BeforeEnd,

    AfterEnd,
}
