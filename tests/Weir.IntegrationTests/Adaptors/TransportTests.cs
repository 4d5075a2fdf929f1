using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Weir.Adaptors.Http;
using Weir.Model;

namespace Weir.IntegrationTests.Adaptors;

public sealed class TransportTests : IDisposable
{
    private readonly Sending _sending = new();

    public void Dispose() => _sending.Dispose();

    [Fact]
    public async Task A_refused_connection_is_proven_not_sent()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        using var answer = await _sending.SendAsync($"http://127.0.0.1:{port}", Sending.Post());

        Is(answer.Fault, FaultKind.Transient, ErrorCodes.Unreachable, notSent: true);
        Assert.Contains("refused the connection", answer.Fault!.Message);
    }

    [Fact]
    public async Task A_host_that_there_is_not_is_proven_not_sent()
    {
        using var answer = await _sending.SendAsync("http://nowhere.example", Sending.Post());

        Is(answer.Fault, FaultKind.Transient, ErrorCodes.Unreachable, notSent: true);
        Assert.Equal("There is no host nowhere.example.", answer.Fault!.Message);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}")]
    [InlineData("http://2130706433:{0}")]
    [InlineData("http://inside.test:{0}")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}")]
    public async Task A_private_address_is_refused_where_the_operator_does_not_allow_it(string baseUri)
    {
        await using var server = WireServer.Answering(WireServer.Ok("{}"));
        using var strict = new Sending(new HttpOptions());

        using var answer = await strict.SendAsync(string.Format(baseUri, server.Port), Sending.Post());

        Is(answer.Fault, FaultKind.Transient, ErrorCodes.AddressRefused, notSent: true);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task The_operators_own_address_may_be_private()
    {
        await using var server = WireServer.Answering(WireServer.Ok("{}"));
        using var strict = new Sending(new HttpOptions());
        var trusted = Sending.Connection("", new HttpDefinition { BaseUri = server.BaseUri, Trusted = true });

        using var answer = await strict.SendAsync(trusted);

        Assert.Null(answer.Fault);
    }

    [Fact]
    public async Task A_redirect_from_the_operators_address_to_another_inner_one_is_refused()
    {
        await using var inner = WireServer.Answering(WireServer.Ok("{}"));
        await using var server = WireServer.Answering(WireServer.Status("302 Found", "", $"Location: {inner.BaseUri}/\r\n"));
        using var strict = new Sending(new HttpOptions());
        var trusted = Sending.Connection("", new HttpDefinition { BaseUri = server.BaseUri, Trusted = true });

        using var answer = await strict.SendAsync(trusted);

        Is(answer.Fault, FaultKind.Transient, ErrorCodes.AddressRefused, notSent: false);
        Assert.Empty(inner.Requests);
    }

    [Theory]
    [InlineData("http://public.test/x", null)]
    [InlineData("http://unknown.test/x", null)]
    [InlineData("http://inside.test/x", ErrorCodes.AddressRefused)]
    [InlineData("http://127.0.0.1/x", ErrorCodes.AddressRefused)]
    [InlineData("http://0x7f.1/x", ErrorCodes.AddressRefused)]
    public async Task A_proxy_is_not_a_way_inside(string baseUri, string? code)
    {
        await using var proxy = WireServer.Answering(WireServer.Ok("{}"));
        using var sending = new Sending(
            new HttpOptions { Proxy = new Uri(proxy.BaseUri) },
            resolve: (host, _) => host switch
            {
                "public.test" => Task.FromResult<IPAddress[]>([IPAddress.Parse("93.184.216.34")]),
                "inside.test" => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.1")]),
                _ => throw new SocketException((int)SocketError.HostNotFound),
            });

        using var answer = await sending.SendAsync(baseUri);

        Assert.Equal(code, answer.Fault?.Code);
        Assert.Equal(code is null ? [$"GET {baseUri}/x HTTP/1.1"] : [], proxy.Requests.Select(r => r.Split("\r\n")[0]));
    }

    [Theory]
    [InlineData("GET", FaultKind.Transient)]
    [InlineData("POST", FaultKind.Unknown)]
    public async Task A_connection_reset_after_the_request_leaves_a_doubt_only_where_something_changed(string method, FaultKind kind)
    {
        await using var server = new WireServer(async wire =>
        {
            await wire.ReadAsync();
            wire.Reset();
        });

        using var answer = await _sending.SendAsync(server.BaseUri, method == "GET" ? Sending.Get() : Sending.Post());

        Is(answer.Fault, kind, ErrorCodes.Unreachable, notSent: false);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":[")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"dat\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    public async Task A_body_that_is_cut_off_is_never_a_short_success(string bytes)
    {
        await using var server = new WireServer(async wire =>
        {
            await wire.ReadAsync();
            await wire.WriteAsync(bytes);
        });

        using var read = await _sending.SendAsync(server.BaseUri);
        using var write = await _sending.SendAsync(server.BaseUri, Sending.Post());

        Is(read.Fault, FaultKind.Transient, ErrorCodes.Unreachable, notSent: false);
        Is(write.Fault, FaultKind.Unknown, ErrorCodes.Unreachable, notSent: false);
        Assert.Null(read.Body);
    }

    [Fact]
    public async Task An_error_whose_body_is_cut_off_is_still_that_error()
    {
        await using var server = new WireServer(async wire =>
        {
            await wire.ReadAsync();
            await wire.WriteAsync("HTTP/1.1 422 Unprocessable\r\nContent-Length: 100\r\n\r\n{\"mess");
        });

        using var answer = await _sending.SendAsync(server.BaseUri, Sending.Post());

        Is(answer.Fault, FaultKind.Rejected, ErrorCodes.Rejected, notSent: false);
    }

    [Fact]
    public async Task Pieces_of_a_body_become_whole()
    {
        await using var server = new WireServer(async wire =>
        {
            await wire.ReadAsync();
            await wire.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n");
            await wire.WriteAsync("1\r\n}\r\n0\r\n\r\n");
            await wire.StaySilentAsync();
        });

        using var answer = await _sending.SendAsync(server.BaseUri);

        Assert.Equal("{}", Encoding.UTF8.GetString(answer.Body!.Span));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_compressed_body_is_read(string encoding)
    {
        await using var server = Compressed(encoding, "{\"a\":1}"u8.ToArray());

        using var answer = await _sending.SendAsync(server.BaseUri);

        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString(answer.Body!.Span));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_body_that_unpacks_to_more_than_the_bound_is_not_unpacked(string encoding)
    {
        using var small = new Sending(new HttpOptions { AllowPrivateHosts = true, AnswerBytesMax = 64 * 1024 });
        await using var server = Compressed(encoding, new byte[8 * 1024 * 1024]);

        using var answer = await small.SendAsync(server.BaseUri);

        Is(answer.Fault, FaultKind.Rejected, ErrorCodes.TooLarge, notSent: false);
    }

    [Theory]
    [InlineData("Content-Length: 70000\r\n")]
    [InlineData("")]
    public async Task A_body_past_the_bound_is_not_read_to_its_end(string length)
    {
        using var small = new Sending(new HttpOptions { AllowPrivateHosts = true, AnswerBytesMax = 64 * 1024 });
        var closed = new TaskCompletionSource();
        await using var server = new WireServer(async wire =>
        {
            await wire.ReadAsync();
            await wire.WriteAsync($"HTTP/1.1 200 OK\r\n{length}\r\n{new string('1', 66_000)}");
            await wire.ReadAsync();
            closed.SetResult();
        });

        using var answer = await small.SendAsync(server.BaseUri);

        Is(answer.Fault, FaultKind.Rejected, ErrorCodes.TooLarge, notSent: false);
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Headers_past_the_bound_are_too_large()
    {
        await using var server = WireServer.Answering(
            WireServer.Ok("{}", string.Concat(Enumerable.Range(0, 100).Select(i => $"X-{i}: {new string('x', 1000)}\r\n"))));

        using var answer = await _sending.SendAsync(server.BaseUri);

        Is(answer.Fault, FaultKind.Rejected, ErrorCodes.TooLarge, notSent: false);
    }

    [Theory]
    [InlineData("220 smtp.example ESMTP\r\n\r\n")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nBad Header\r\n\r\n")]
    public async Task What_is_not_HTTP_is_unexpected(string bytes)
    {
        await using var server = WireServer.Answering(bytes);

        using var answer = await _sending.SendAsync(server.BaseUri);

        Is(answer.Fault, FaultKind.Transient, ErrorCodes.Unexpected, notSent: false);
    }

    [Theory]
    [InlineData("GET", FaultKind.Transient)]
    [InlineData("POST", FaultKind.Unknown)]
    public async Task Silence_ends_when_its_time_is_over(string method, FaultKind kind)
    {
        var clock = new StoppedClock();
        using var sending = new Sending(time: clock);
        await using var server = new WireServer(async wire =>
        {
            await wire.ReadAsync();
            clock.RingAll();
            await wire.StaySilentAsync();
        });

        using var answer = await sending.SendAsync(server.BaseUri, method == "GET" ? Sending.Get() : Sending.Post());

        Is(answer.Fault, kind, ErrorCodes.Timeout, notSent: false);
    }

    [Fact]
    public async Task A_body_that_stops_coming_ends_when_its_time_is_over()
    {
        var clock = new StoppedClock();
        using var sending = new Sending(time: clock);
        await using var server = new WireServer(async wire =>
        {
            await wire.ReadAsync();
            await wire.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{");
            clock.RingAll();
            await wire.StaySilentAsync();
        });

        using var answer = await sending.SendAsync(server.BaseUri);

        Is(answer.Fault, FaultKind.Transient, ErrorCodes.Timeout, notSent: false);
    }

    [Fact]
    public async Task Whoever_gives_up_gets_an_exception_and_no_fault()
    {
        using var giveUp = new CancellationTokenSource();
        await using var server = new WireServer(async wire =>
        {
            await wire.ReadAsync();
            await giveUp.CancelAsync();
            await wire.StaySilentAsync();
        });

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await _sending.Adaptor.SendAsync(Sending.Connection(server.BaseUri), Sending.Post(), giveUp.Token));

        Assert.Equal(giveUp.Token, thrown.CancellationToken);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_a_tls_fault()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(
            new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2050, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var server = new WireServer(async wire =>
        {
            await using var secure = new SslStream(wire.Stream);
            await secure.AuthenticateAsServerAsync(certificate);
        });

        using var answer = await _sending.SendAsync($"https://127.0.0.1:{server.Port}", Sending.Post());

        Is(answer.Fault, FaultKind.Transient, ErrorCodes.Tls, notSent: true);
    }

    [Fact]
    public async Task A_plain_port_is_no_secure_one()
    {
        await using var server = new WireServer(async wire =>
        {
            await wire.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            await wire.StaySilentAsync();
        });

        using var answer = await _sending.SendAsync($"https://127.0.0.1:{server.Port}", Sending.Post());

        Is(answer.Fault, FaultKind.Transient, ErrorCodes.Tls, notSent: true);
    }

    [Fact]
    public async Task A_handshake_that_is_cut_off_is_unreachable()
    {
        await using var server = new WireServer(wire =>
        {
            wire.Reset();
            return Task.CompletedTask;
        });

        using var answer = await _sending.SendAsync($"https://127.0.0.1:{server.Port}", Sending.Post());

        Is(answer.Fault, FaultKind.Transient, ErrorCodes.Unreachable, notSent: true);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(null, false)]
    [InlineData("{}", true)]
    [InlineData("{}", false)]
    public async Task One_attempt_is_one_request_also_on_a_connection_that_was_kept_and_died(string? body, bool resets)
    {
        var connections = 0;
        await using var server = new WireServer(async wire =>
        {
            if (Interlocked.Increment(ref connections) == 1)
            {
                await wire.ReadAsync();
                await wire.WriteAsync(WireServer.Ok("{}"));
            }

            // Reads the next request and goes away without a word.
            await wire.ReadAsync();
            if (resets)
            {
                wire.Reset();
            }
        });
        using var warm = await _sending.SendAsync(server.BaseUri, Sending.Post(body));

        using var answer = await _sending.SendAsync(server.BaseUri, Sending.Post(body));

        Is(answer.Fault, FaultKind.Unknown, ErrorCodes.Unreachable, notSent: false);
        Assert.Equal(2, server.Requests.Count);
    }

    private static WireServer Compressed(string encoding, byte[] body)
    {
        using var memory = new MemoryStream();
        using (Stream packer = encoding switch
        {
            "gzip" => new GZipStream(memory, CompressionLevel.Optimal, leaveOpen: true),
            "br" => new BrotliStream(memory, CompressionLevel.Optimal, leaveOpen: true),
            _ => new ZLibStream(memory, CompressionLevel.Optimal, leaveOpen: true),
        })
        {
            packer.Write(body);
        }

        var packed = memory.ToArray();
        return new WireServer(async wire =>
        {
            await wire.ReadAsync();
            await wire.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {packed.Length}\r\n\r\n");
            await wire.WriteAsync(packed);
            await wire.StaySilentAsync();
        });
    }

    private static void Is(Fault? fault, FaultKind kind, string code, bool notSent)
    {
        Assert.NotNull(fault);
        Assert.True((kind, code, notSent) == (fault.Kind, fault.Code, fault.NotSent), $"Not {kind} {code} {notSent}: {fault}");
    }
}
