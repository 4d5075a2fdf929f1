using System.Net;
using System.Net.Sockets;
using Weir.Adaptors.Http.Addresses;

namespace Weir.Tests.Adaptors.Http;

public sealed class AddressTests
{
    /// <summary>Hosts of addresses that try to reach this machine, its network or its cloud.</summary>
    public static TheoryData<string> Intruders => new(
        // Loopback, in every way that a host can be written.
        "127.0.0.1", "127.0.0.2", "127.255.255.254", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7F.0x0.0x0.0x1",
        "0177.0.0.1", "017700000001", "0x7f.1", "127.0.0.1.", "localhost", "LocalHost", "localhost.", "sub.localhost",
        "127.0.0.1.nip.io", "[::1]", "[0:0:0:0:0:0:0:1]", "[::0001]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]", "[::7f00:1]", "①②⑦.⓪.⓪.①", "１２７.０.０.１", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
        // Unspecified and "this" network.
        "0.0.0.0", "0", "0x0", "00", "0.1.2.3", "[::]", "[::ffff:0.0.0.0]",
        // Private networks.
        "10.0.0.1", "10.255.255.255", "0xa000001", "012.0.0.1", "167772161", "172.16.0.1", "172.31.255.255",
        "192.168.0.1", "192.168.1", "0xc0a80001", "[::ffff:10.0.0.1]", "[::ffff:c0a8:1]", "[fc00::1]", "[fd12:3456:789a::1]",
        // Carriers' networks.
        "100.64.0.1", "100.127.255.254",
        // Link-local and the metadata of clouds.
        "169.254.169.254", "169.254.0.1", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "[::ffff:169.254.169.254]",
        "[::ffff:a9fe:a9fe]", "[fe80::1]", "[fe80::1%25eth0]", "[febf::1]", "[fec0::1]", "100.100.100.200", "168.63.129.16",
        "[fd00:ec2::254]", "[fd20:ce::254]", "192.0.0.192", "metadata.google.internal",
        // IPv4 inside IPv6: translation, tunnels.
        "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b::10.0.0.1]", "[64:ff9b:1::1]", "[2002:7f00:1::]",
        "[2002:a9fe:a9fe::1]", "[2002:808:808::1]", "[2001:0:7f00:1::]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
        "[2600::5efe:127.0.0.1]", "[2600::200:5efe:10.0.0.1]", "[fe80::5efe:192.168.0.1]",
        // Documentation, benchmarking, reserved, multicast, broadcast.
        "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "198.19.255.255", "192.88.99.1", "224.0.0.1",
        "239.255.255.250", "240.0.0.1", "255.255.255.255", "[2001:db8::1]", "[3fff::1]", "[2001:2::1]", "[2001:20::1]",
        "[ff02::1]", "[ff05::1:3]", "[100::1]", "[5f00::1]", "[4000::1]");

    [Theory]
    [MemberData(nameof(Intruders))]
    public async Task No_spelling_of_an_inner_address_gets_a_socket(string host)
    {
        if (!Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var uri))
        {
            return;
        }

        // Whatever is taken for a name resolves to this machine, as an intruder's own name would.
        var guard = Guard(names: [IPAddress.Loopback]);

        await Assert.ThrowsAsync<AddressRefusedException>(() => guard.Connect(uri.IdnHost));
        Assert.Empty(guard.Opened);
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("169.253.1.1")]
    [InlineData("192.0.1.1")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2600::200:5efe:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    public void An_address_of_the_internet_may_be_called(string address) =>
        Assert.Equal(AddressKind.Public, AddressRules.Judge(IPAddress.Parse(address)));

    [Fact]
    public async Task The_socket_goes_to_the_address_that_was_judged()
    {
        var guard = Guard(names: [IPAddress.Parse("93.184.216.34")]);

        await guard.Connect("example.com");

        Assert.Equal("93.184.216.34:443", Assert.Single(guard.Opened).ToString());
        Assert.Equal(1, guard.Resolutions);
    }

    [Fact]
    public async Task A_name_with_one_inner_address_is_refused_as_a_whole()
    {
        var guard = Guard(names: [IPAddress.Parse("93.184.216.34"), IPAddress.Parse("10.0.0.1")]);

        await Assert.ThrowsAsync<AddressRefusedException>(() => guard.Connect("rebind.example"));

        Assert.Empty(guard.Opened);
    }

    [Fact]
    public async Task A_name_that_changes_to_an_inner_address_is_refused_at_the_next_socket()
    {
        var guard = Guard(names: [IPAddress.Parse("93.184.216.34")]);
        await guard.Connect("rebind.example");
        guard.Names = [IPAddress.Loopback];

        await Assert.ThrowsAsync<AddressRefusedException>(() => guard.Connect("rebind.example"));

        Assert.Single(guard.Opened);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("192.168.1.1", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("fd12::1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("169.254.169.254", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("64:ff9b::10.0.0.1", false)]
    public async Task An_operator_who_allows_private_hosts_does_not_open_the_clouds_metadata(string host, bool allowed)
    {
        var guard = Guard(names: [], allowPrivate: true);

        var refused = await Record.ExceptionAsync(() => guard.Connect(host));

        Assert.Equal(allowed, refused is null);
        Assert.Equal(allowed ? 1 : 0, guard.Opened.Count);
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_refuses()
    {
        var guard = Guard(names: [IPAddress.Parse("93.184.216.34"), IPAddress.Parse("93.184.216.35")]);
        guard.Refusing.Add(IPAddress.Parse("93.184.216.34"));

        await guard.Connect("example.com");

        Assert.Equal(["93.184.216.34:443", "93.184.216.35:443"], guard.Opened.Select(e => e.ToString()));
    }

    [Fact]
    public async Task When_every_address_refuses_the_last_refusal_is_told()
    {
        var guard = Guard(names: [IPAddress.Parse("93.184.216.34")]);
        guard.Refusing.Add(IPAddress.Parse("93.184.216.34"));

        var refused = await Assert.ThrowsAsync<SocketException>(() => guard.Connect("example.com"));

        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact]
    public async Task A_name_without_addresses_is_no_host()
    {
        var guard = Guard(names: []);

        var refused = await Assert.ThrowsAsync<SocketException>(() => guard.Connect("nowhere.example"));

        Assert.Equal(SocketError.HostNotFound, refused.SocketErrorCode);
    }

    private static Network Guard(IPAddress[] names, bool allowPrivate = false) => new(names, allowPrivate);

    /// <summary>A network in which every name has the same addresses and sockets are only written down.</summary>
    private sealed class Network
    {
        private readonly SocketGuard _guard;

        public Network(IPAddress[] names, bool allowPrivate)
        {
            Names = names;
            _guard = new SocketGuard(Resolve, Open, allowPrivate);
        }

        public IPAddress[] Names { get; set; }

        public HashSet<IPAddress> Refusing { get; } = [];

        public List<IPEndPoint> Opened { get; } = [];

        public int Resolutions { get; private set; }

        public async Task Connect(string host) =>
            await (await _guard.ConnectAsync(new DnsEndPoint(host, 443), CancellationToken.None)).DisposeAsync();

        private Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken)
        {
            Resolutions++;
            return Task.FromResult(Names);
        }

        private Task<Stream> Open(IPEndPoint endPoint, CancellationToken cancellationToken)
        {
            Opened.Add(endPoint);
            return Refusing.Contains(endPoint.Address)
                ? throw new SocketException((int)SocketError.ConnectionRefused)
                : Task.FromResult(Stream.Null);
        }
    }
}
