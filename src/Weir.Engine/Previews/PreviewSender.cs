using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Engine.Governor;
using Weir.Model;

namespace Weir.Engine.Previews;

/// <summary>Sends the requests of previews: one attempt each, before flows, in the pool of the connection. // Promise 3</summary>
public sealed class PreviewSender(Dispatcher dispatcher, TimeProvider time)
{
    public static readonly TimeSpan PermitWaitMax = TimeSpan.FromSeconds(15);

    /// <summary>A person waits for it.</summary>
    public static readonly TimeSpan AnswerWaitMax = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What came of it. Refusals, where nothing was sent before: <c>busy</c> without a permit in time, <c>rate_limited</c>
    /// with <c>pausedUntil</c> while the account is paused.
    /// </summary>
    /// <param name="connection">Through which connection; a stored one.</param>
    /// <param name="adaptor">Speaks to it.</param>
    /// <param name="call">The request.</param>
    /// <param name="heard">Takes what is sent and answered.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<Answer> SendAsync(
        ConnectionSnapshot connection,
        IAdaptor adaptor,
        PreparedCall call,
        List<Exchange> heard,
        CancellationToken cancellationToken)
    {
        Answer answer;
        try
        {
            answer = await dispatcher.SendOnceAsync(
                connection, connection.Id, adaptor, call, PermitWaitMax, cancellationToken, AnswerWaitMax, heard.Add);
        }
        catch (RefusalException e)
        {
            // The stored settings give no address any more.
            return new Answer
            {
                Fault = new Fault { Kind = FaultKind.Rejected, Code = e.Code, Message = e.Message, NotSent = true },
            };
        }

        if (heard.Count == 0 && answer.Fault is { NotSent: true, Code: ErrorCodes.Busy or ErrorCodes.RateLimited } fault)
        {
            answer.Dispose();
            throw Refused(fault);
        }

        return answer;
    }

    private RefusalException Refused(Fault fault) => new(fault.Code, fault.Message)
    {
        RetryAfter = fault.RetryAfter,
        Extensions = fault.RetryAfter is not { } wait ? new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            : new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            {
                ["pausedUntil"] = DocumentWriter.Element(
                    writer => writer.WriteStringValue(DocumentWriter.TimeText(time.GetUtcNow() + wait))),
            },
    };
}
