using System.CommandLine;
using Weir.Engine.Connections;

namespace Weir.Commands;

/// <summary><c>weir connections</c></summary>
internal static class ConnectionsCommand
{
    private const string Path = "/v1/connections";

    public static Command Create() => new("connections", "Lists and tests connections.") { List(), Test() };

    private static Command List()
    {
        var server = new ServerOptions();
        var command = new Command("list", "Shows all connections with their status.");
        server.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = server.Connect(parsed);
            var connections = await client.ListAsync(Path, ConnectionJson.Default.ConnectionView, stop).ToListAsync(stop);
            if (server.IsJson(parsed))
            {
                Output.Json(connections, ConnectionJson.Default.ConnectionView);
            }
            else
            {
                Output.Table(
                    "There are no connections.",
                    ["NAME", "APPLICATION", "STATUS", "LEVEL", "ID"],
                    [.. connections.Select(c => new[] { c.Name, c.Application, c.Status, c.BorrowConcurrencyFrom is null ? $"{c.ConcurrencyLevel}" : "borrowed", c.Id })]);
            }

            return CommandLine.Succeeded;
        });
        return command;
    }

    private static Command Test()
    {
        var server = new ServerOptions();
        var name = new Argument<string>("name") { Description = "The connection's name or id." };
        var command = new Command("test", "Tests a connection: one request, at most 15 s.") { name };
        server.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = server.Connect(parsed);
            var connection = await NamedResource.FindAsync(
                client,
                Path,
                "connection",
                parsed.GetRequiredValue(name),
                ConnectionJson.Default.ConnectionView,
                c => (c.Id, c.Name),
                stop);
            var result = await client.PostAsync(
                $"{Path}/{connection.Id}/test", null, ConnectionJson.Default.TestView, stop);
            if (server.IsJson(parsed))
            {
                Output.Json(result, ConnectionJson.Default.TestView);
            }
            else if (result.Ok)
            {
                Console.Out.WriteLine($"'{connection.Name}' works: {result.Message} ({result.LatencyMs} ms)");
            }

            return result.Ok
                ? CommandLine.Succeeded
                : throw new CommandFailedException($"'{connection.Name}' does not work ({result.Code}): {result.Message}");
        });
        return command;
    }
}
