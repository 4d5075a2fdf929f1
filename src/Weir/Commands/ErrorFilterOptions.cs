using System.CommandLine;
using System.CommandLine.Parsing;
using Weir.Engine.Flows;

namespace Weir.Commands;

/// <summary>Which errors a command speaks of.</summary>
internal sealed class ErrorFilterOptions
{
    private readonly Option<string?> _flow = new("--flow") { Description = "The flow's name or id.", HelpName = "NAME" };
    private readonly Option<string?> _step = new("--step") { Description = "The step's id.", HelpName = "ID" };
    private readonly Option<string?> _code = new("--code") { Description = "The error's code, as in rejected.", HelpName = "CODE" };
    private readonly Option<string?> _query = new("--query")
    {
        Description = "What message or trace key contain.",
        HelpName = "TEXT",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_flow);
        command.Options.Add(_step);
        command.Options.Add(_code);
        command.Options.Add(_query);
    }

    /// <summary>True when a flow is named.</summary>
    public bool IsGiven(CommandResult result) => result.GetValue(_flow) is not null;

    /// <summary>Null when none is named.</summary>
    public async Task<FlowView?> FlowAsync(ApiClient client, ParseResult parsed, CancellationToken stop) =>
        parsed.GetValue(_flow) is { } name ? await FlowsCommand.FindAsync(client, name, stop) : null;

    /// <summary>The filter's fields as the API names them; null where not given.</summary>
    public IEnumerable<(string Name, string? Value)> Fields(ParseResult parsed) =>
    [
        ("step", parsed.GetValue(_step)),
        ("code", parsed.GetValue(_code)),
        ("q", parsed.GetValue(_query)),
    ];
}
