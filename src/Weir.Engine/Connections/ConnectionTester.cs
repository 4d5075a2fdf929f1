using Weir.Engine.Calls;
using Weir.Engine.Governor;
using Weir.Model;

namespace Weir.Engine.Connections;

/// <summary>Tests a connection: one attempt, no repeat, in the pool where its requests count.</summary>
public sealed class ConnectionTester(Dispatcher dispatcher, TimeProvider time)
{
    /// <summary>For everything, the wait for a permit included.</summary>
    public static readonly TimeSpan LimitMax = TimeSpan.FromSeconds(15);

    /// <summary>True when nothing was learned about the connection: no slot in time, or told to wait.</summary>
    public static bool IsInconclusive(TestResult result) => result.Code is ErrorCodes.Busy or ErrorCodes.RateLimited;

    /// <summary>What came of it; never throws for what the other side does.</summary>
    /// <param name="adaptor">Speaks to the application.</param>
    /// <param name="connection">As it is tested, stored or not.</param>
    /// <param name="poolOf">Whose pool the request counts in; null: one slot of its own.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<TestResult> TestAsync(
        IAdaptor adaptor, ConnectionSnapshot connection, ConnectionId? poolOf, CancellationToken cancellationToken)
    {
        if (connection.Unusable is { } unusable)
        {
            return Failed(unusable, 0);
        }

        using var call = adaptor.PrepareTest(connection);
        using var answer = await dispatcher.SendOnceAsync(connection, poolOf, adaptor, call, LimitMax, cancellationToken);
        var latency = (long)answer.Elapsed.TotalMilliseconds;
        var reading = adaptor.ReadTest(connection, answer);
        return (reading.Fault ?? answer.Fault) is { } fault
            ? Failed(fault, latency)
            : new TestResult(true, null, reading.Says!, latency, time.GetUtcNow());
    }

    private TestResult Failed(Fault fault, long latency) =>
        new(false, CodeOf(fault), MessageOf(fault), latency, time.GetUtcNow());

    /// <summary>Where the code says nothing of the status, the message does.</summary>
    private static string MessageOf(Fault fault) =>
        fault.HttpStatus is { } status && CodeOf(fault) == ErrorCodes.Unexpected && !fault.Message.Contains($"{status}", StringComparison.Ordinal)
            ? $"The application answered {status}: {fault.Message}"
            : fault.Message;

    /// <summary>A test has a smaller set of codes than a record: what is none of them is <c>unexpected</c>.</summary>
    private static string CodeOf(Fault fault) => fault.Code switch
    {
        ErrorCodes.Unauthorized or ErrorCodes.Forbidden or ErrorCodes.NotFound or ErrorCodes.RateLimited or ErrorCodes.Busy
            or ErrorCodes.Unreachable or ErrorCodes.Timeout or ErrorCodes.Tls or ErrorCodes.SecretUnreadable => fault.Code,
        ErrorCodes.AddressRefused => ErrorCodes.Unreachable,
        _ => ErrorCodes.Unexpected,
    };
}
