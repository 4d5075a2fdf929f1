using System.Text.Json;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Engine.Calls;

/// <summary>An import whose application makes the same change to many records as one job in the background.</summary>
public interface IJobCall : IRecordCall
{
    /// <summary>Fewer records with the same change leave one by one. 1: there is no other way than a job.</summary>
    int JobMin { get; }

    /// <summary>The most records in one job.</summary>
    int JobMax { get; }

    /// <summary>
    /// A record's part in a job; null where it names no record. Throws <see cref="EvaluationException"/> where
    /// <see cref="IRecordCall.Prepare"/> would.
    /// </summary>
    /// <param name="record">The record as it stands at the step.</param>
    /// <param name="body">The mapped record as JSON. Copied.</param>
    /// <param name="variables">What templates see beside the record.</param>
    JobPart? PartOf(JsonElement record, ReadOnlySpan<byte> body, Variables variables);

    /// <summary>One job for parts with the same <see cref="JobPart.Change"/>; at most <see cref="JobMax"/>.</summary>
    RecordJob JobOf(IReadOnlyList<JobPart> parts, Variables variables);
}

/// <summary>What a record would get from a job.</summary>
/// <param name="Id">Which record it is at the other side.</param>
/// <param name="Change">What is done to it: equal for those that can go together; null for one that leaves by itself.</param>
public abstract record JobPart(string Id, string? Change);

/// <summary>One job on its way. For one caller at a time.</summary>
public abstract class RecordJob
{
    /// <summary>What a person finds it by in the application, once it has begun: <c>job 1551809</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The job can be cancelled.</summary>
    public abstract bool CanCancel { get; }

    /// <summary>The request that begins it. Throws <see cref="EvaluationException"/>.</summary>
    public abstract PreparedCall Start(string idempotencyKey);

    /// <summary>Reads the good answer to <see cref="Start"/>; a fault where it names no job.</summary>
    public abstract Fault? Started(Answer answer);

    /// <summary>The request that tells how it stands.</summary>
    public abstract PreparedCall Ask();

    /// <summary>Reads a good answer to <see cref="Ask"/>, not tied to its memory.</summary>
    public abstract JobStanding Read(Answer answer);

    /// <summary>The request that cancels it.</summary>
    public abstract PreparedCall Cancel();

    /// <summary>The request that lists its records.</summary>
    public abstract PreparedCall Check();

    /// <summary>For each of its parts whether the record is now as the job was to leave it; or the fault.</summary>
    public abstract JobFindings Find(Answer answer);
}

/// <summary>How a job stands.</summary>
/// <param name="State">Whether it has ended.</param>
/// <param name="Word">The application's own word for that.</param>
/// <param name="Message">Why it failed, in the application's words; null where it says nothing.</param>
/// <param name="Value">The whole answer: what <c>into</c> takes where there is no other way than a job.</param>
public readonly record struct JobStanding(JobState State, string Word, string? Message, JsonElement Value);

public enum JobState
{
    Running,
    Done,
    Failed,

    /// <summary>The application refuses to say.</summary>
    Untold,
}

/// <summary>What the records of a job are like, in the order of its parts; or why that is not known.</summary>
public readonly record struct JobFindings(IReadOnlyList<bool> AreAsMeant, Fault? Fault);
