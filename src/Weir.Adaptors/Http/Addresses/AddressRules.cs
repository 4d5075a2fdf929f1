using System.Net;
using System.Net.Sockets;

namespace Weir.Adaptors.Http.Addresses;

/// <summary>Where an address lies.</summary>
internal enum AddressKind
{
    /// <summary>On the internet.</summary>
    Public,

    /// <summary>On this machine or in a private network: only where the operator allows it.</summary>
    Private,

    /// <summary>Nothing that an application lives at: link-local, metadata, multicast, reserved, tunnels.</summary>
    Forbidden,
}

/// <summary>
/// Judges an address by IANA's registries of special-purpose IPv4 and IPv6 addresses. IPv6 is judged by what is known to
/// be public (2000::/3 without its special blocks); an IPv6 address that stands for an IPv4 address is judged by that one.
/// </summary>
internal static class AddressRules
{
    private static readonly IPNetwork[] PrivateNetworks = Networks(
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "100.64.0.0/10", "::1/128", "fc00::/7");

    /// <summary>Metadata and host services of clouds that do not lie in a link-local range.</summary>
    private static readonly IPAddress[] CloudServices =
    [
        IPAddress.Parse("100.100.100.200"), IPAddress.Parse("168.63.129.16"),
        IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("fd20:ce::254"),
    ];

    private static readonly IPNetwork[] ForbiddenNetworks = Networks(
        "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork TranslatedIPv4 = IPNetwork.Parse("64:ff9b::/96");

    public static AddressKind Judge(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (Array.IndexOf(CloudServices, WithoutZone(address)) >= 0 || IsIn(ForbiddenNetworks, address))
        {
            return AddressKind.Forbidden;
        }

        if (IsIn(PrivateNetworks, address))
        {
            return AddressKind.Private;
        }

        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => AddressKind.Public,
            AddressFamily.InterNetworkV6 => JudgeIPv6(address),
            _ => AddressKind.Forbidden,
        };
    }

    private static AddressKind JudgeIPv6(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        var last = new IPAddress(bytes.AsSpan(12));

        // ISATAP (RFC 5214) carries an IPv4 address behind 0000:5efe or 0200:5efe, whatever the prefix is.
        var isIsatap = bytes[8] is 0 or 2 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == 0xfe;
        if (isIsatap && Judge(last) != AddressKind.Public)
        {
            return AddressKind.Forbidden;
        }

        if (TranslatedIPv4.Contains(address))
        {
            return Judge(last) == AddressKind.Public ? AddressKind.Public : AddressKind.Forbidden;
        }

        return GlobalUnicast.Contains(address) ? AddressKind.Public : AddressKind.Forbidden;
    }

    private static IPAddress WithoutZone(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes()) : address;

    private static bool IsIn(IPNetwork[] networks, IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private static IPNetwork[] Networks(params ReadOnlySpan<string> texts)
    {
        var networks = new IPNetwork[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            networks[i] = IPNetwork.Parse(texts[i]);
        }

        return networks;
    }
}
