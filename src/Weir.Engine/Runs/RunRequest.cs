using System.Text.Json;
using Weir.Engine.Documents;

namespace Weir.Engine.Runs;

/// <summary>What is asked for when a run is started.</summary>
/// <param name="Since">The sources are read from there on, whatever their marks say; null goes on from the marks.</param>
/// <param name="Queue">While another run of the flow is active it waits for its end.</param>
public sealed record RunRequest(DateTimeOffset? Since = null, bool Queue = false)
{
    /// <param name="body">An object; empty when nothing was said.</param>
    /// <param name="queue">Whether the run should wait for the active one.</param>
    /// <param name="now">The present time: nothing is read from the future on.</param>
    public static RunRequest Read(JsonElement body, bool queue, DateTimeOffset now)
    {
        var reader = new DocumentReader(body);
        var since = reader.PastTime("since", now);
        reader.Finish();
        return new RunRequest(since, queue);
    }
}
