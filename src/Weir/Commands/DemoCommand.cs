using System.CommandLine;
using Weir.Commands.Demo;

namespace Weir.Commands;

/// <summary><c>weir demo</c></summary>
internal static class DemoCommand
{
    private const int TicketsDefault = 2000;
    private const int TicketsMax = 1_000_000;

    public static Command Create()
    {
        var tickets = NumberOption.Create("--tickets", "How many tickets travel.", TicketsDefault, 1, TicketsMax);
        var command = new Command(
            "demo", "Moves tickets from a Gorgias that runs on this machine into a file, and shows how. Nothing to set up.")
        {
            tickets,
        };
        command.SetAction((parsed, stop) => DemoRun.RunAsync(parsed.GetValue(tickets), stop));
        return command;
    }
}
