using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Expressions;

namespace Weir.Engine.Previews;

/// <summary>Looks something up for one record: it reads, so it is really asked for.</summary>
internal static class LookupPreview
{
    /// <summary>
    /// The value with the connection's secrets masked, free of pooled memory (undefined when the answer was empty), or why
    /// there is none.
    /// </summary>
    public static async Task<(JsonElement Value, PreviewError? Error)> FindAsync(
        PreviewSender sender,
        ConnectionSnapshot connection,
        IAdaptor adaptor,
        IRecordCall lookup,
        JsonElement record,
        Variables variables,
        List<Exchange> heard,
        CancellationToken cancellationToken)
    {
        PreparedCall call;
        try
        {
            call = lookup.Prepare(record, default, variables, null);
        }
        catch (EvaluationException e)
        {
            return (default, RecordTrouble.Of(0, e));
        }

        using (call)
        {
            using var answer = await sender.SendAsync(connection, adaptor, call, heard, cancellationToken);
            if (answer.Fault is { } fault)
            {
                return (default, RecordTrouble.Of(0, fault));
            }

            var reading = lookup.Read(answer);
            var mask = new RecordMask(adaptor, connection);
            using var owner = reading.Owner;
            return reading.Fault is { } unread
                ? (default, RecordTrouble.Of(0, unread))
                : (reading.Value.ValueKind == JsonValueKind.Undefined ? default : mask.Record(reading.Value).Clone(), null);
        }
    }
}
