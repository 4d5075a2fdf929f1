using System.Net.Sockets;
using System.Security.Authentication;
using Weir.Adaptors.Http.Addresses;
using Weir.Model;

namespace Weir.Adaptors.Http.Answers;

/// <summary>Tells failures of the way to the application apart. The messages hold the host and nothing else of the address.</summary>
internal static class TransportFaults
{
    /// <param name="exception">What the handler or the body's stream threw.</param>
    /// <param name="uri">Where the request went.</param>
    /// <param name="isSafe">Asking again does no harm, so a lost answer is no doubt about what happened.</param>
    /// <param name="timedOut">The attempt's own time was over.</param>
    public static Fault Of(Exception exception, Uri uri, bool isSafe, bool timedOut)
    {
        if (Find<AddressRefusedException>(exception) is { } refused)
        {
            // The connection's trouble, not the record's: it goes offline, and its records wait.
            return NotSent(FaultKind.Transient, ErrorCodes.AddressRefused, refused.Message);
        }

        if (exception is OperationCanceledException)
        {
            return timedOut
                ? Lost(isSafe, ErrorCodes.Timeout, $"{uri.Host} did not answer in time.")
                : NotSent(FaultKind.Transient, ErrorCodes.Unreachable, $"No connection to {uri.Host} in time.");
        }

        if (exception is SocketException)
        {
            // One that nothing wraps comes from looking at a socket that was reset as soon as it was open.
            return NotSent(FaultKind.Transient, ErrorCodes.Unreachable, NoConnection(uri, exception));
        }

        if (exception is not HttpRequestException request)
        {
            return Lost(isSafe, ErrorCodes.Unreachable, $"{uri.Host} ended the connection in the middle of its answer.");
        }

        // These four are faults of making a connection, before which no request is written.
        return request.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError =>
                NotSent(FaultKind.Transient, ErrorCodes.Unreachable, $"There is no host {uri.Host}."),
            HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError =>
                NotSent(FaultKind.Transient, ErrorCodes.Unreachable, NoConnection(uri, request)),
            HttpRequestError.SecureConnectionError when Find<AuthenticationException>(request) is { } tls =>
                NotSent(FaultKind.Transient, ErrorCodes.Tls, $"No secure connection to {uri.Host}: {tls.Message}"),
            HttpRequestError.SecureConnectionError => NotSent(
                FaultKind.Transient, ErrorCodes.Unreachable, $"{uri.Host} ended the connection before it was secure."),
            HttpRequestError.ConfigurationLimitExceeded => new Fault
            {
                Kind = FaultKind.Rejected,
                Code = ErrorCodes.TooLarge,
                Message = $"The headers of the answer of {uri.Host} are larger than allowed.",
            },
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError
                or HttpRequestError.VersionNegotiationError or HttpRequestError.ExtendedConnectNotSupported =>
                Lost(isSafe, ErrorCodes.Unexpected, $"{uri.Host} answered with something that is not HTTP."),
            _ => Lost(isSafe, ErrorCodes.Unreachable, $"{uri.Host} ended the connection without an answer."),
        };
    }

    /// <summary>The request may have arrived, and there is no whole answer.</summary>
    private static Fault Lost(bool isSafe, string code, string message) =>
        new() { Kind = isSafe ? FaultKind.Transient : FaultKind.Unknown, Code = code, Message = message };

    private static Fault NotSent(FaultKind kind, string code, string message) =>
        new() { Kind = kind, Code = code, Message = message, NotSent = true };

    private static string NoConnection(Uri uri, Exception exception) => Find<SocketException>(exception)?.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => $"{uri.Host} refused the connection on port {uri.Port}.",
        SocketError.ConnectionReset => $"{uri.Host} reset the connection on port {uri.Port}.",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => $"There is no way to {uri.Host}.",
        _ => $"No connection to {uri.Host} on port {uri.Port}.",
    };

    private static TException? Find<TException>(Exception? exception)
        where TException : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is TException found)
            {
                return found;
            }
        }

        return null;
    }
}
