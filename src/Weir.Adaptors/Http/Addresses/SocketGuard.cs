using System.Net;
using System.Net.Sockets;

namespace Weir.Adaptors.Http.Addresses;

/// <summary>Gives a name's addresses. Throws <see cref="SocketException"/> when there are none.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);

/// <summary>Opens a connection to one address.</summary>
internal delegate Task<Stream> OpenSocket(IPEndPoint endPoint, CancellationToken cancellationToken);

/// <summary>
/// Opens the sockets of requests to addresses that users gave. The name is resolved once, every address is judged, and
/// the connection goes to one of the judged addresses: a name that changes its mind between check and use gains nothing.
/// A name of which any address is refused is refused as a whole.
/// </summary>
internal sealed class SocketGuard(ResolveHost resolve, OpenSocket open, bool allowPrivate)
{
    private const int AddressesMax = 8;

    /// <summary>One address that does not answer must not use up the time of the next.</summary>
    private static readonly TimeSpan NextAddressAfter = TimeSpan.FromSeconds(3);

    public async ValueTask<Stream> ConnectAsync(DnsEndPoint endPoint, CancellationToken cancellationToken)
    {
        var addresses = await CheckAsync(endPoint.Host, cancellationToken);
        var tried = Math.Min(addresses.Length, AddressesMax);
        for (var i = 0; ; i++)
        {
            var isLast = i == tried - 1;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (!isLast)
            {
                limit.CancelAfter(NextAddressAfter);
            }

            try
            {
                return await open(new IPEndPoint(addresses[i], endPoint.Port), limit.Token);
            }
            catch (Exception e) when (!isLast && e is SocketException or OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>The host's addresses, all of them allowed. Throws <see cref="AddressRefusedException"/>.</summary>
    public async Task<IPAddress[]> CheckAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken);
        foreach (var address in addresses)
        {
            if (AddressRules.Judge(address) is var kind && kind != AddressKind.Public
                && !(kind == AddressKind.Private && allowPrivate))
            {
                throw new AddressRefusedException(kind == AddressKind.Private
                    ? $"{host} is a private address. The operator can allow them with Weir__Network__AllowPrivateHosts=true."
                    : $"{host} is not an address at which an application can be called.");
            }
        }

        return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.HostNotFound);
    }

    public static Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Dns.GetHostAddressesAsync(host, cancellationToken);

    public static async Task<Stream> OpenAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
