using System.CommandLine;
using System.Text.Json;
using Weir.Engine.Errors;
using Weir.Engine.Flows;
using Weir.Engine.Runs;

namespace Weir.Commands;

/// <summary><c>weir errors</c></summary>
internal static class ErrorsCommand
{
    private const int ShownDefault = 50;
    private const int ShownMax = 1_000_000;

    public static Command Create() => new("errors", "Lists failed records and tries them again.") { List(), Retry() };

    private static Command List()
    {
        var server = new ServerOptions();
        var filter = new ErrorFilterOptions();
        var status = new Option<string>("--status")
        {
            Description = "Which ones.",
            DefaultValueFactory = _ => "open",
        };
        status.TakesOneOf("open", "resolved", "all");
        var limit = NumberOption.Create("--limit", "How many to show, newest first.", ShownDefault, 1, ShownMax);
        var command = new Command("list", "Shows failed records that wait for a person or a retry.");
        filter.AddTo(command);
        command.Options.Add(status);
        command.Options.Add(limit);
        server.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var client = server.Connect(parsed);
            var flow = await filter.FlowAsync(client, parsed, stop);
            var path = flow is null ? "/v1/errors" : $"{FlowsCommand.Path}/{flow.Id}/errors";
            var which = parsed.GetRequiredValue(status);
            (string Name, string? Value) wanted = ("status", which == "all" ? null : which);
            var query = string.Join('&', filter.Fields(parsed).Append(wanted)
                .Where(f => f.Value is not null)
                .Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value!)}"));
            var errors = await client
                .ListAsync(query.Length == 0 ? path : $"{path}?{query}", ErrorJson.Default.ErrorView, stop)
                .Take(parsed.GetValue(limit))
                .ToListAsync(stop);
            if (server.IsJson(parsed))
            {
                Output.Json(errors, ErrorJson.Default.ErrorView);
            }
            else
            {
                Print(errors, flow is null && errors.Count > 0 ? await NamesAsync(client, stop) : null);
            }

            return CommandLine.Succeeded;
        });
        return command;
    }

    private static async Task<Dictionary<string, string>> NamesAsync(ApiClient client, CancellationToken stop) =>
        await client.ListAsync(FlowsCommand.Path, FlowJson.Default.FlowView, stop).ToDictionaryAsync(f => f.Id, f => f.Name, null, stop);

    /// <param name="errors">What is shown.</param>
    /// <param name="flows">The flows' names by id; null: all are of one flow, which was asked for.</param>
    private static void Print(List<ErrorView> errors, Dictionary<string, string>? flows)
    {
        string[] whose = flows is null ? [] : ["FLOW"];
        Output.Table(
            "There are no such errors.",
            ["OCCURRED", .. whose, "STEP", "CODE", "TRACE KEY", "ATTEMPTS", "ID", "MESSAGE"],
            [
                .. errors.Select(string[] (e) =>
                [
                    $"{e.OccurredAt:yyyy-MM-dd HH:mm:ss}", .. FlowOf(e), e.Step, e.Code, e.TraceKey, $"{e.Attempts}", e.Id, e.Message,
                ]),
            ]);

        string[] FlowOf(ErrorView error) => flows is null ? [] : [flows.GetValueOrDefault(error.Flow, "a deleted flow")];
    }

    private static Command Retry()
    {
        var server = new ServerOptions();
        var filter = new ErrorFilterOptions();
        var ids = new Argument<string[]>("id")
        {
            Description = "Ids of errors. Without any, name a flow: then all its open errors are meant, or those that the options name.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var wait = new Option<bool>("--wait") { Description = "Follow the retry to its end, and fail where it fails." };
        var command = new Command("retry", "Tries failed records again, from the step at which each failed.") { ids, wait };
        filter.AddTo(command);
        server.AddTo(command);
        command.Validators.Add(result =>
        {
            var hasIds = result.GetValue(ids) is { Length: > 0 };
            if (hasIds == filter.IsGiven(result))
            {
                result.AddError(hasIds ? "Give ids or a flow, not both." : "Say which errors: ids, or --flow NAME.");
            }
        });
        command.SetAction(async (parsed, stop) =>
        {
            using var client = server.Connect(parsed);
            var given = parsed.GetValue(ids) ?? [];
            if (given.Length == 0 && await NothingAsync(client, filter, parsed, stop) is { } nothing)
            {
                Console.Out.WriteLine(server.IsJson(parsed) ? "[]" : nothing);
                return CommandLine.Succeeded;
            }

            var runs = given.Length > 0
                ? await RetryAsync(client, given, stop)
                : [await RetryAsync(client, filter, parsed, stop)];
            return await RunReport.FinishAsync(client, runs, parsed.GetValue(wait), server.IsJson(parsed), stop);
        });
        return command;
    }

    /// <summary>One retry for each flow that has one of these errors.</summary>
    private static async Task<List<RunView>> RetryAsync(ApiClient client, string[] ids, CancellationToken stop)
    {
        List<ErrorView> errors = [];
        foreach (var id in ids)
        {
            errors.Add(await client.GetAsync(
                $"/v1/errors/{Uri.EscapeDataString(id)}", ErrorJson.Default.ErrorView, stop));
        }

        List<RunView> runs = [];
        foreach (var flow in errors.GroupBy(e => e.Flow, StringComparer.Ordinal))
        {
            runs.Add(await PostAsync(client, flow.Key, writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("ids");
                foreach (var error in flow)
                {
                    writer.WriteStringValue(error.Id);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }, stop));
        }

        return runs;
    }

    /// <summary>A sentence where no error is meant: then there is nothing to run. Null where there is one.</summary>
    private static async Task<string?> NothingAsync(
        ApiClient client, ErrorFilterOptions filter, ParseResult parsed, CancellationToken stop)
    {
        var flow = await filter.FlowAsync(client, parsed, stop);
        var fields = filter.Fields(parsed).Where(f => f.Value is not null).ToList();
        var query = string.Concat(fields.Select(f => $"&{f.Name}={Uri.EscapeDataString(f.Value!)}"));
        var path = $"{FlowsCommand.Path}/{flow!.Id}/errors?status=open{query}";
        var isThere = await client.ListAsync(path, ErrorJson.Default.ErrorView, stop).AnyAsync(stop);
        return isThere ? null : $"There are no {(fields.Count == 0 ? "" : "such ")}open errors in '{flow.Name}'.";
    }

    private static async Task<RunView> RetryAsync(
        ApiClient client, ErrorFilterOptions filter, ParseResult parsed, CancellationToken stop)
    {
        var flow = await filter.FlowAsync(client, parsed, stop);
        return await PostAsync(client, flow!.Id, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("filter");
            foreach (var (name, value) in filter.Fields(parsed).Where(f => f.Value is not null))
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }, stop);
    }

    private static Task<RunView> PostAsync(
        ApiClient client, string flow, Action<Utf8JsonWriter> write, CancellationToken stop) =>
        client.PostAsync($"{FlowsCommand.Path}/{flow}/errors/retry", write, RunJson.Default.RunView, stop);
}
