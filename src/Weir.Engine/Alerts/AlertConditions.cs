using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Errors;
using Weir.Engine.Flows;
using Weir.Engine.Resources;
using Weir.Engine.Runs;
using Weir.Model;

namespace Weir.Engine.Alerts;

/// <summary>
/// Finds what alerts may tell of, in what is stored: so a kill hides nothing, whatever it was that went unseen.
/// </summary>
public sealed class AlertConditions(
    IResourceStore resources,
    IRunStore runs,
    IErrorStore errors,
    ConnectionDirectory directory,
    AdaptorSet adaptors,
    AlertAddress address)
{
    /// <summary>Flows that are looked at.</summary>
    private const int FlowsMax = 1000;

    /// <summary>Everything that is so at this moment.</summary>
    internal async Task<AlertPicture> LookAsync(CancellationToken cancellationToken)
    {
        var picture = new AlertPicture();
        foreach (var run in await runs.LastOfFlowsAsync(FlowsMax, null, cancellationToken))
        {
            // While a run is under way nobody knows what it will come to: what was, still is.
            if (run.IsActive)
            {
                picture.Undecided.Add((AlertEvents.FlowFailed, run.Flow.Value));
            }
            else if (run.Status == RunStatus.Completed)
            {
                picture.Completed[run.Flow.Value] = run;
            }
            else if (run.Status == RunStatus.Failed && await FlowAsync(run.Flow, cancellationToken) is { } flow)
            {
                picture.Add(AlertEvents.FlowFailed, flow.Id.Value, Scope(flow), alert => FailedAsync(alert, flow, run, cancellationToken));
            }
        }

        foreach (var open in await errors.CountOpenAsync(FlowsMax, null, cancellationToken))
        {
            if (await FlowAsync(open.Flow, cancellationToken) is { } flow)
            {
                picture.Add(AlertEvents.FlowErrors, flow.Id.Value, Scope(flow), alert => Task.FromResult(ErrorsOf(alert, flow, open.Count)));
            }
        }

        foreach (var live in directory.All.Where(l => l.Connection.Status == ConnectionStatus.Offline))
        {
            var connection = live.Connection;
            picture.Add(
                AlertEvents.ConnectionOffline,
                connection.Id.Value,
                await ScopeAsync(connection.Id, cancellationToken),
                alert => Task.FromResult(OfflineOf(alert, connection)));
        }

        return picture;
    }

    /// <summary>What is told when something that was told is over; null where it is not, or not for the better.</summary>
    /// <param name="alert">Who told it.</param>
    /// <param name="told">What it told.</param>
    /// <param name="picture">What is so now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<JsonElement?> EndAsync(
        Alert alert, RaisedAlert told, AlertPicture picture, CancellationToken cancellationToken)
    {
        if (told.Event == AlertEvents.ConnectionOffline)
        {
            return directory.All.FirstOrDefault(l => l.Connection.Id.Value == told.Subject)?.Connection
                is { Status: ConnectionStatus.Online } connection ? OnlineOf(alert, connection) : null;
        }

        if (await FlowAsync(new FlowId(told.Subject), cancellationToken) is not { } flow)
        {
            return null;
        }

        if (told.Event == AlertEvents.FlowFailed)
        {
            return picture.Completed.TryGetValue(told.Subject, out var run) ? CompletedOf(alert, flow, run) : null;
        }

        return await errors.CountAsync(new ErrorQuery { Flow = flow.Id, Open = true }, cancellationToken) == 0
            ? NoErrorsOf(alert, flow)
            : null;
    }

    private static AlertScope Scope(Flow flow) => new(flow.Integration is { } integration ? [integration] : [], [flow.Id]);

    private async Task<AlertScope> ScopeAsync(ConnectionId id, CancellationToken cancellationToken)
    {
        var rows = await resources.AllAsync(ResourceKind.Integration, cancellationToken);
        var usage = await new ResourceUsage(resources).OfAsync(id.Value, cancellationToken);
        return new AlertScope(
            [
                .. rows.Where(r => DocumentWriter.Parse(r.Document).GetProperty("connections").EnumerateArray().Any(c => c.ValueEquals(id.Value)))
                    .Select(r => new IntegrationId(r.Id)),
            ],
            [.. usage.Flows.Select(f => new FlowId(f.Id))]);
    }

    /// <summary>Null: it was deleted, and nobody can do anything about it.</summary>
    private async Task<Flow?> FlowAsync(FlowId id, CancellationToken cancellationToken) =>
        await resources.FindAsync(ResourceKind.Flow, id.Value, cancellationToken) is { } row ? FlowDocument.FromRow(row) : null;

    private async Task<JsonElement> FailedAsync(Alert alert, Flow flow, Run run, CancellationToken cancellationToken)
    {
        var mask = await new RunMasks(runs, resources, directory, adaptors).OfAsync(run.Id, run.Flow, cancellationToken);
        var message = mask.Text(run.Error?.Message ?? "No reason was noted.");
        return Record(alert, AlertEvents.FlowFailed, $"The flow '{flow.Name}' failed: {message}", $"flows/{flow.Id}/runs", writer =>
        {
            WriteFlow(writer, flow);
            WriteRun(writer, run, message);
        });
    }

    private JsonElement CompletedOf(Alert alert, Flow flow, Run run) => Record(
        alert, AlertEvents.FlowRecovered, $"The flow '{flow.Name}' works again: a run has completed.", $"flows/{flow.Id}/runs", writer =>
        {
            WriteFlow(writer, flow);
            WriteRun(writer, run, null);
        });

    private JsonElement NoErrorsOf(Alert alert, Flow flow) => Record(
        alert, AlertEvents.FlowErrorsOver, $"No record of the flow '{flow.Name}' waits in the errors any more.", $"flows/{flow.Id}/errors", writer =>
        {
            WriteFlow(writer, flow);
            writer.WriteNumber("openErrors", 0);
        });

    private JsonElement OnlineOf(Alert alert, Connection connection) => Record(
        alert, AlertEvents.ConnectionOnline, $"The connection '{connection.Name}' is online again.", $"connections/{connection.Id}", writer =>
        {
            WriteConnection(writer, connection);
            writer.WriteEndObject();
        });

    private JsonElement ErrorsOf(Alert alert, Flow flow, long count) => Record(
        alert,
        AlertEvents.FlowErrors,
        count == 1 ? $"A record of the flow '{flow.Name}' failed and waits in the errors." : $"{count} records of the flow '{flow.Name}' failed and wait in the errors.",
        $"flows/{flow.Id}/errors",
        writer =>
        {
            WriteFlow(writer, flow);
            writer.WriteNumber("openErrors", count);
        });

    private JsonElement OfflineOf(Alert alert, Connection connection)
    {
        // The sentence was masked when it was made.
        var test = connection.LastTest;
        var message = test?.Message ?? "No reason was noted.";
        return Record(alert, AlertEvents.ConnectionOffline, $"The connection '{connection.Name}' is offline: {message}", $"connections/{connection.Id}", writer =>
        {
            WriteConnection(writer, connection);
            writer.WriteString("code", test?.Code);
            writer.WriteString("message", message);
            writer.WriteTime("since", test?.FailingSince ?? test?.At);
            writer.WriteEndObject();
        });
    }

    /// <summary>What is told of nothing: so people see that the alert arrives, and how it looks.</summary>
    internal JsonElement Sample(Alert alert) => Record(alert, "test", $"This is a test of the alert '{alert.Name}': nothing has happened.", "alerts", _ => { });

    private JsonElement Record(Alert alert, string name, string message, string path, Action<Utf8JsonWriter> write) => DocumentWriter.Element(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("event", name);
        writer.WriteString("message", message);
        writer.WriteString("url", address.Public is { } server ? new Uri(server, path).ToString() : null);
        writer.WriteStartObject("alert");
        writer.WriteString("id", alert.Id.Value);
        writer.WriteString("name", alert.Name);
        writer.WriteEndObject();
        write(writer);
        writer.WriteEndObject();
    });

    private static void WriteRun(Utf8JsonWriter writer, Run run, string? message)
    {
        writer.WriteStartObject("run");
        writer.WriteString("id", run.Id.Value);
        writer.WriteEnum<RunTrigger>("trigger", run.Trigger);
        writer.WriteTime("startedAt", run.StartedAt);
        writer.WriteTime("endedAt", run.EndedAt);
        writer.WriteString("code", run.Error?.Code);
        writer.WriteString("message", message);
        writer.WriteEndObject();
    }

    /// <summary>Begins the object: the caller ends it.</summary>
    private static void WriteConnection(Utf8JsonWriter writer, Connection connection)
    {
        writer.WriteStartObject("connection");
        writer.WriteString("id", connection.Id.Value);
        writer.WriteString("name", connection.Name);
        writer.WriteString("application", connection.Application);
    }

    private static void WriteFlow(Utf8JsonWriter writer, Flow flow)
    {
        writer.WriteStartObject("flow");
        writer.WriteString("id", flow.Id.Value);
        writer.WriteString("name", flow.Name);
        writer.WriteEndObject();
    }
}

/// <summary>The address that people use, for links; null: nobody has said it.</summary>
public sealed record AlertAddress(Uri? Public);
