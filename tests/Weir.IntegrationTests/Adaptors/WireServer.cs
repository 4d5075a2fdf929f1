using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.IntegrationTests.Adaptors;

/// <summary>
/// An application at the level of bytes: each connection is handled by a script that may answer, be silent, cut or reset.
/// </summary>
internal sealed class WireServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Wire, Task> _script;
    private readonly Task _accepting;
    private readonly ConcurrentBag<Task> _connections = [];

    /// <param name="script">Runs once for each connection.</param>
    public WireServer(Func<Wire, Task> script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string BaseUri => $"http://127.0.0.1:{Port}";

    /// <summary>Whole requests as they came, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Answers every request of every connection with the same bytes.</summary>
    public static WireServer Answering(string answer) => Answering(_ => answer);

    /// <summary>Answers each request by its head.</summary>
    public static WireServer Answering(Func<string, string> answer) => new(async wire =>
    {
        while (await wire.ReadAsync() is { } request)
        {
            await wire.WriteAsync(answer(request));
        }
    });

    public static string Ok(string body, string headers = "") =>
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    public static string Status(string status, string body = "", string headers = "") =>
        $"HTTP/1.1 {status}\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await Task.WhenAll(_connections.Append(_accepting)).ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var socket = await _listener.AcceptSocketAsync(_stop.Token);
            _connections.Add(HandleAsync(socket));
        }
    }

    private async Task HandleAsync(Socket socket)
    {
        using var wire = new Wire(socket, Requests, _stop.Token);
        await _script(wire);
    }
}

/// <summary>One connection as the server sees it.</summary>
internal sealed class Wire(Socket socket, ConcurrentQueue<string> requests, CancellationToken stop) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly List<byte> _received = [];

    public CancellationToken Stop => stop;

    public NetworkStream Stream => _stream;

    /// <summary>A whole request with its body; null when the other side closed.</summary>
    public async Task<string?> ReadAsync()
    {
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var text = Encoding.UTF8.GetString([.. _received]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && Length(text[..end]) is var length && Encoding.UTF8.GetByteCount(text) >= end + 4 + length)
            {
                _received.RemoveRange(0, end + 4 + length);
                var request = text[..(end + 4 + length)];
                requests.Enqueue(request);
                return request;
            }

            int read;
            try
            {
                read = await _stream.ReadAsync(buffer, stop);
            }
            catch (IOException)
            {
                return null;
            }

            if (read == 0)
            {
                return null;
            }

            _received.AddRange(buffer.AsSpan(0, read));
        }
    }

    public Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    public async Task WriteAsync(byte[] bytes) => await _stream.WriteAsync(bytes, stop);

    /// <summary>Ends the connection with a reset instead of an orderly close.</summary>
    public void Reset() => socket.Close(0);

    /// <summary>Keeps the connection open until the test ends or the other side closes.</summary>
    public async Task StaySilentAsync()
    {
        var buffer = new byte[1024];
        while (await _stream.ReadAsync(buffer, stop) > 0)
        {
        }
    }

    public void Dispose() => _stream.Dispose();

    private static int Length(string head)
    {
        foreach (var line in head.Split("\r\n"))
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                return int.Parse(line["Content-Length:".Length..]);
            }
        }

        return 0;
    }
}
