using System.Net;
using System.Net.Sockets;
using Weir.Engine.Resources;

namespace Weir.Engine.Accounts;

/// <summary>
/// How often somebody may be wrong: by the user whose password is tried, by the address that tries, and by the address that
/// tries set-up codes. In memory only, so a restart forgets; whoever could restart the server needs no guessing.
/// </summary>
public sealed class SignInLimits(TimeProvider time)
{
    private readonly AttemptLimiter _users = new(time, free: 5, delayMax: TimeSpan.FromMinutes(15));

    // Behind one address may be many people, and behind a proxy all of them: later and shorter delays.
    private readonly AttemptLimiter _addresses = new(time, free: 20, delayMax: TimeSpan.FromMinutes(1));
    private readonly AttemptLimiter _codes = new(time, free: 5, delayMax: TimeSpan.FromMinutes(15));

    /// <summary>Begins to try a password, or refuses (<c>rate_limited</c>).</summary>
    /// <param name="email">Of the user, whether or not there is such a user.</param>
    /// <param name="address">Who tries; null when that is not known.</param>
    public void BeginPassword(string email, IPAddress? address)
    {
        _addresses.Begin(KeyOf(address));
        try
        {
            _users.Begin(KeyOf(email));
        }
        catch
        {
            _addresses.TakeBack(KeyOf(address));
            throw;
        }
    }

    /// <summary>
    /// The password was right. The address keeps its failures: whoever has one password must not get a free hand at others.
    /// </summary>
    public void PasswordWasRight(string email, IPAddress? address)
    {
        _users.Reset(KeyOf(email));
        _addresses.TakeBack(KeyOf(address));
    }

    /// <summary>The password was not tried: it counts nowhere.</summary>
    public void PasswordWasNotTried(string email, IPAddress? address)
    {
        _users.TakeBack(KeyOf(email));
        _addresses.TakeBack(KeyOf(address));
    }

    public void BeginCode(IPAddress? address) => _codes.Begin(KeyOf(address));

    public void CodeWasRight(IPAddress? address) => _codes.Reset(KeyOf(address));

    /// <summary>As the store compares addresses: no other spelling of the same one begins to count anew.</summary>
    private static string KeyOf(string email) => ResourceRow.NameKeyOf(email);

    /// <summary>One network of IPv6 is one who tries: a single machine has 2^64 addresses.</summary>
    internal static string KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
