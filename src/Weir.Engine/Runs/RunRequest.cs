using System.Text.Json;
using Weir.Engine.Documents;

namespace Weir.Engine.Runs;

/// <summary>What a client says when it starts a run.</summary>
public static class RunRequest
{
    /// <summary>Refuses by name what this version does not do, and what nobody knows.</summary>
    /// <param name="body">An object; empty when nothing was said.</param>
    /// <param name="queue">Whether the run should wait for the active one.</param>
    public static void Check(JsonElement body, bool queue)
    {
        var reader = new DocumentReader(body);
        if (reader.Free("since").ValueKind != JsonValueKind.Undefined)
        {
            reader.RefuseUnavailable("since", "Running from a date ('since')");
        }

        if (queue)
        {
            reader.RefuseUnavailable("queue", "Waiting for the active run ('queue')");
        }

        reader.Finish();
    }
}
