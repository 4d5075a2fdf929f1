using System.CommandLine;
using Weir.Engine.Flows;
using Weir.Engine.Runs;

namespace Weir.Commands;

/// <summary><c>weir flows</c></summary>
internal static class FlowsCommand
{
    public const string Path = "/v1/flows";

    public static Command Create() => new("flows", "Lists and runs flows.") { List(), Run() };

    public static Task<FlowView> FindAsync(ApiClient client, string name, CancellationToken stop) =>
        NamedResource.FindAsync(client, Path, "flow", name, FlowJson.Default.FlowView, f => (f.Id, f.Name), stop);

    private static Command List()
    {
        var server = new ServerOptions();
        var command = new Command("list", "Shows all flows.");
        server.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = server.Connect(parsed);
            var flows = await client.ListAsync(Path, FlowJson.Default.FlowView, stop).ToListAsync(stop);
            if (server.IsJson(parsed))
            {
                Output.Json(flows, FlowJson.Default.FlowView);
            }
            else
            {
                Output.Table(
                    "There are no flows.",
                    ["NAME", "ENABLED", "STEPS", "ID"],
                    [.. flows.Select(f => new[] { f.Name, f.Enabled ? "yes" : "no", $"{f.Steps.Count}", f.Id })]);
            }

            return CommandLine.Succeeded;
        });
        return command;
    }

    private static Command Run()
    {
        var server = new ServerOptions();
        var name = new Argument<string>("name") { Description = "The flow's name or id." };
        var wait = new Option<bool>("--wait") { Description = "Follow the run to its end, and fail where it fails." };
        var command = new Command("run", "Starts a run of a flow.") { name, wait };
        server.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = server.Connect(parsed);
            var flow = await FindAsync(client, parsed.GetRequiredValue(name), stop);
            var run = await client.PostAsync($"{Path}/{flow.Id}/runs", null, RunJson.Default.RunView, stop);
            return await RunReport.FinishAsync(client, [run], parsed.GetValue(wait), server.IsJson(parsed), stop);
        });
        return command;
    }
}
