using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Catalogue;
using Weir.Engine.Connections;
using Weir.Engine.Runs.Finding;
using Weir.Engine.Runs.Steps;
using Weir.Expressions;
using Weir.Expressions.Mappings;
using Weir.Expressions.Templates;
using Weir.Model;

namespace Weir.Engine.Previews;

/// <summary>
/// Sends one record through an import because a person asked for it: one attempt, repeated by nobody, with the import's own
/// idempotency key or one of its own.
/// </summary>
/// <param name="sender">Sends.</param>
/// <param name="connection">Through what.</param>
/// <param name="target">To whom.</param>
/// <param name="import">As what.</param>
/// <param name="variables">What templates see beside the record.</param>
/// <param name="takesAnswer">The step puts the answer into the record.</param>
internal sealed class ImportSending(
    PreviewSender sender, PreviewKeys turns, ConnectionSnapshot connection, OperationTarget target, Import import, Variables variables, bool takesAnswer)
{
    private const int BytesMax = 16 * 1024 * 1024;

    /// <summary>What the answer puts into the record (undefined: nothing), masked and free of pooled memory; or why it failed.</summary>
    /// <param name="record">As it stands at the step.</param>
    /// <param name="ownKey">The idempotency key where the import names none.</param>
    /// <param name="heard">Takes what is sent and answered.</param>
    /// <param name="cancellationToken">Gives up; what was sent stays sent.</param>
    public async Task<(JsonElement Value, PreviewError? Error)> SendAsync(
        JsonElement record, string ownKey, List<Exchange> heard, CancellationToken cancellationToken)
    {
        var mapping = import.Mapping.ValueKind == JsonValueKind.Undefined ? null : Mapping.Parse(import.Mapping, import.Lookups);
        var destination = target.Adaptor.OpenDestination(
            new DestinationSpec(target.Application, target.Operation, import, mapping?.Columns));
        if (destination is not IRecordCall call)
        {
            throw RefusalException.Invalid("send", "This import writes whole pages, as a run does: a single record cannot be sent.");
        }

        var key = import.IdempotencyKey is { } own ? Template.Parse(own, Place.Header).RenderText(record, variables) : ownKey;
        using var mapped = new PooledBuffer(BytesMax);
        Write(mapping, record, mapped);
        try
        {
            return await SendAsync(call, record, mapped, key, heard, cancellationToken);
        }
        catch (EvaluationException e)
        {
            return (default, RecordTrouble.Of(0, e));
        }
    }

    private async Task<(JsonElement Value, PreviewError? Error)> SendAsync(
        IRecordCall call, JsonElement record, PooledBuffer mapped, string key, List<Exchange> heard, CancellationToken cancellationToken)
    {
        if (call is not IFindCall find || FoundFirst.Of(find, record, mapped.Span, variables) is not var (search, keys))
        {
            return await SendAsync(call, Prepared(call, record, mapped, key), heard, cancellationToken);
        }

        var names = AccountKeys.Of(target.Adaptor, connection, search.Keys);
        using var turn = await turns.EnterAsync(names, import.Connection, cancellationToken);
        foreach (var at in keys)
        {
            using var ask = search.Ask(at);
            using var answer = await sender.SendAsync(connection, target.Adaptor, ask, heard, cancellationToken);
            if (answer.Fault is { } fault)
            {
                return (default, RecordTrouble.Of(0, fault));
            }

            var found = search.Read(at, answer, sent: null);
            using var owner = found.Owner;
            if (found.Fault is { } unclear)
            {
                return find.LooksFirst && !takesAnswer && unclear.Code == ErrorCodes.Conflict
                    ? default
                    : (default, RecordTrouble.Of(0, unclear));
            }

            if (found.IsFound)
            {
                return find.Updates
                    ? await SendAsync(call, search.Update(found.Value, key), heard, cancellationToken)
                    : (Masked(found.Value), null);
            }
        }

        if (!find.Creates)
        {
            return (default, new PreviewError(0, ErrorCodes.NotFound, null, "It is not there, and this import creates nothing."));
        }

        if (turns.MayCome([.. keys.Select(at => names[at])]))
        {
            return (default, new PreviewError(0, ErrorCodes.Conflict, null, FirstLook.MayComeText));
        }

        return await CreateAsync(call, Prepared(call, record, mapped, key), search, names, heard, cancellationToken);
    }

    private async Task<(JsonElement Value, PreviewError? Error)> CreateAsync(
        IRecordCall call, PreparedCall create, RecordSearch search, IReadOnlyList<string> names, List<Exchange> heard, CancellationToken cancellationToken)
    {
        turns.Sending(names);
        try
        {
            return await SendAsync(call, create, heard, cancellationToken, answer =>
            {
                if (OnlyOnce.UnknownOf(answer.Fault, default) is null)
                {
                    turns.Settle(names, answer.Fault is null ? search.IdOf(answer) : null);
                }
            });
        }
        catch (RefusalException)
        {
            // It has not left.
            turns.Settle(names, null);
            throw;
        }
    }

    /// <summary>Disposes the call.</summary>
    private async Task<(JsonElement Value, PreviewError? Error)> SendAsync(
        IRecordCall call, PreparedCall prepared, List<Exchange> heard, CancellationToken cancellationToken, Action<Answer>? answered = null)
    {
        using (prepared)
        {
            using var answer = await sender.SendAsync(connection, target.Adaptor, prepared, heard, cancellationToken);
            answered?.Invoke(answer);
            var fault = answer.Fault ?? (answer.Items is [{ Fault: { } ofItem }, ..] ? ofItem : null);
            if (fault is not null)
            {
                return (default, RecordTrouble.Of(0, fault));
            }

            var reading = call.Read(answer);
            using var owner = reading.Owner;
            return reading.Fault is { } unread ? (default, RecordTrouble.Of(0, unread))
                : reading.Value.ValueKind == JsonValueKind.Undefined ? default
                : (Masked(reading.Value), null);
        }
    }

    private JsonElement Masked(JsonElement value) => new RecordMask(target.Adaptor, connection).Record(value).Clone();

    private PreparedCall Prepared(IRecordCall call, JsonElement record, PooledBuffer mapped, string key)
    {
        if (import.BatchSize <= 1 || call is not IBatchCall batch)
        {
            return call.Prepare(record, mapped.Span, variables, key);
        }

        using var list = new PooledBuffer(BytesMax);
        list.Append("["u8);
        list.Append(mapped.Span);
        list.Append("]"u8);
        return batch.PrepareBatch(list.Span, variables, key);
    }

    private void Write(Mapping? mapping, JsonElement record, PooledBuffer into)
    {
        if (mapping is null)
        {
            into.Append(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(record));
        }
        else
        {
            mapping.Write(record, variables, into);
        }
    }
}
