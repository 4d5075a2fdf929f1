using System.Runtime.InteropServices;
using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Governor;
using Weir.Engine.Imports;
using Weir.Engine.Resources;
using Weir.Expressions;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Engine.Alerts;

/// <summary>Sends one record through an import: one attempt, before flows, with a permit like everything else. // Promise 3</summary>
public sealed class AlertSender(
    IResourceStore store, ILiveConnections connections, AdaptorSet adaptors, Dispatcher dispatcher, TimeProvider time)
{
    private static readonly TimeSpan PermitWaitMax = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AnswerWaitMax = TimeSpan.FromSeconds(30);
    private const int BytesMax = 1024 * 1024;

    private readonly AlertWays _ways = new(connections, adaptors);

    /// <summary>Whether a request of this import whose outcome is unknown may be sent again.</summary>
    internal async Task<bool> MayRepeatAsync(ImportId id, CancellationToken cancellationToken)
    {
        try
        {
            return _ways.Of(await ImportAsync(id, cancellationToken)).Repeat == RepeatRule.Always;
        }
        catch (RefusalException)
        {
            // It is not what it was when the request left.
            return false;
        }
    }

    /// <summary>What came of it. It may be sent again where the fault says so, or the import's rule.</summary>
    /// <param name="id">The import.</param>
    /// <param name="record">What is told.</param>
    /// <param name="key">The same for each attempt.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<AlertAttempt> SendAsync(ImportId id, JsonElement record, string key, CancellationToken cancellationToken)
    {
        try
        {
            var import = await ImportAsync(id, cancellationToken);
            var way = _ways.Of(import);
            var connection = connections.Known(import.Connection);
            return connection.Unusable is { } unusable
                ? new AlertAttempt(new RunNote(unusable.Code, unusable.Message), MayRepeat: true)
                : await SendAsync(connection, way, import.IdempotencyKey, record, key, cancellationToken);
        }
        catch (RefusalException e)
        {
            return new AlertAttempt(new RunNote(e.Code, e.Message), MayRepeat: true);
        }
        catch (EvaluationException e)
        {
            return new AlertAttempt(new RunNote(e.Code, e.Message), MayRepeat: true);
        }
        catch (BufferFullException)
        {
            return new AlertAttempt(new RunNote(ErrorCodes.TooLarge, "The mapped message is larger than a megabyte."), MayRepeat: true);
        }
    }

    private async Task<Import> ImportAsync(ImportId id, CancellationToken cancellationToken) => ImportDocument.FromRow(
        await store.FindAsync(ResourceKind.Import, id.Value, cancellationToken) ?? throw RefusalException.NotFound("import", id.Value));

    private async Task<AlertAttempt> SendAsync(
        ConnectionSnapshot connection,
        AlertWay way,
        string? ownKey,
        JsonElement record,
        string key,
        CancellationToken cancellationToken)
    {
        var variables = Variables.None with { ThisRun = DocumentWriter.TimeText(time.GetUtcNow()) };
        using var body = new PooledBuffer(BytesMax);
        if (way.Mapping is not { } mapping)
        {
            body.Append(JsonMarshal.GetRawUtf8Value(record));
        }
        else
        {
            mapping.Write(record, variables, body);
        }

        var sent = ownKey is null ? key : Template.Parse(ownKey, Place.Header).RenderText(record, variables);
        using var call = way.Call.Prepare(record, body.Span, variables, sent);
        using var answer = await dispatcher.SendOnceAsync(
            connection, connection.Id, way.Adaptor, call, PermitWaitMax, cancellationToken, AnswerWaitMax);
        var fault = answer.Fault;
        if (fault is null)
        {
            var reading = way.Call.Read(answer);
            reading.Owner?.Dispose();
            fault = reading.Fault;
        }

        return fault is null
            ? new AlertAttempt(null, MayRepeat: false)
            : new AlertAttempt(
                new RunNote(fault.Kind == FaultKind.Unknown ? ErrorCodes.OutcomeUnknown : fault.Code, fault.Message),
                MayRepeat: fault.NotSent || fault.Kind != FaultKind.Unknown || way.Repeat == RepeatRule.Always);
    }
}

/// <summary>What came of one attempt to tell something.</summary>
/// <param name="Error">Null: the application took it.</param>
/// <param name="MayRepeat">It may be tried again.</param>
internal readonly record struct AlertAttempt(RunNote? Error, bool MayRepeat);
