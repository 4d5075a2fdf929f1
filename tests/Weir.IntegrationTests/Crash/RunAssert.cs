using System.Text.Json;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Crash;

/// <summary>What must be true of a run that has ended.</summary>
internal static class RunAssert
{
    /// <summary>It completed, says how often it resumed, and counts every record once.</summary>
    public static void CompletedAfter(int kills, int records, JsonElement run)
    {
        Assert.True(run.GetProperty("status").ValueEquals("completed"), run.GetRawText());
        Assert.Equal(kills, run.GetProperty("resumes").GetInt32());
        Assert.Equal((records + 99) / 100, run.GetProperty("pages").GetInt32());
        Assert.All(run.GetProperty("steps").EnumerateArray(), step =>
        {
            Assert.Equal(records, step.GetProperty("read").GetInt32());
            Assert.Equal(
                records,
                step.GetProperty("success").GetInt32() + step.GetProperty("error").GetInt32() + step.GetProperty("ignored").GetInt32());
        });
    }

    /// <summary>Numbers for whoever reads the test's output.</summary>
    public static void Note(string numbers) => TestContext.Current.TestOutputHelper?.WriteLine(numbers);

    /// <summary>Exactly the desk's tickets, each once.</summary>
    public static void AllTickets(GorgiasSandbox desk, IEnumerable<string> ids) =>
        Assert.Equal(desk.TicketIds().Order(), ids.Select(int.Parse).Order());
}
