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
        var open = new Option<bool>("--open")
        {
            Description = "Then keeps the server running, says where its pages are and how to sign in, until Ctrl-C.",
        };
        var command = new Command(
            "demo", "Moves tickets from a Gorgias that runs on this machine into a file, and shows how. Nothing to set up.")
        {
            tickets,
            open,
        };
        command.SetAction((parsed, stop) => DemoRun.RunAsync(parsed.GetValue(tickets), parsed.GetValue(open), stop));
        return command;
    }
}
